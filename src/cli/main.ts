#!/usr/bin/env node
/** The `gitbroker` executable: hands the process to one command, and is the only place that ends it. */
import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { createProgram } from './program.js';
import { Refusal } from './refusal.js';

async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = await createProgram(
    {
      env: process.env,
      cwd: process.cwd(),
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      color: process.stdout.isTTY && !process.env['NO_COLOR'],
      stopSignal,
      exitWith: (code) => {
        exitCode = code;
      },
    },
    args[0],
  );
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (cause) {
    // Commander has printed what is wrong.
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(cause instanceof Refusal)) throw cause;
    process.stderr.write(`gitbroker: ${cause.message}\n`);
    return cause.exitCode;
  }
  return exitCode;
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => (stop.signal.aborted ? process.exit(EXIT.no) : stop.abort());
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stop.signal;
}

// Who reads only the beginning (`| head`) has what they want.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.no));

try {
  process.exit(await main(process.argv.slice(2)));
} catch (cause) {
  process.stderr.write(`gitbroker: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(EXIT.git);
}
