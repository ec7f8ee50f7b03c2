"""Runs a command in a pseudo-terminal and answers what it shows, step by step; tells whether it gave the terminal back.

Reads from stdin: {argv, cwd, env, columns, rows, steps: [{expect, send?, resize?, signal?, move?}]}.
Each step waits for a text, among what came since the step before, and then acts. Writes {code, output, restored, missed}.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

SECONDS = 40


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def read(terminal, deadline):
    ready, _, _ = select.select([terminal], [], [], min(0.05, max(0, deadline - time.monotonic())))
    return os.read(terminal, 65536).decode("utf-8", "replace") if ready else ""


def act(step, terminal, child):
    if "move" in step:
        os.rename(*step["move"])
    if "send" in step:
        os.write(terminal, step["send"].encode())
    if "resize" in step:
        resize(terminal, *step["resize"])
    if "signal" in step:
        child.send_signal(getattr(signal, step["signal"]))


def main():
    given = json.load(sys.stdin)
    terminal, inside = pty.openpty()
    resize(terminal, given["columns"], given["rows"])
    before = termios.tcgetattr(inside)
    child = subprocess.Popen(
        given["argv"],
        cwd=given["cwd"],
        env=given["env"],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        preexec_fn=own_terminal,
    )
    deadline = time.monotonic() + SECONDS
    output, seen, missed = "", 0, None
    for step in given["steps"]:
        while (at := output.find(step["expect"], seen)) == -1 and time.monotonic() < deadline and child.poll() is None:
            output += read(terminal, deadline)
        if at == -1:
            missed = step["expect"]
            child.kill()
            break
        seen = len(output)
        act(step, terminal, child)
    while child.poll() is None and time.monotonic() < deadline:
        output += read(terminal, deadline)
    if child.poll() is None:
        missed = missed or "the end"
        child.kill()
        child.wait()
    while more := read(terminal, time.monotonic() + 0.05):
        output += more
    restored = termios.tcgetattr(inside) == before
    json.dump({"code": child.returncode, "output": output, "restored": restored, "missed": missed}, sys.stdout)


main()
