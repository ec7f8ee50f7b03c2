import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/server/log.js';
import { RemotePoll } from '../../src/server/remote-poll.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function given({ gate, isReady = () => true }: { gate?: EventEmitter; isReady?: () => boolean } = {}) {
  let looks = 0;
  const poll = new RemotePoll({
    look: async () => {
      looks += 1;
      if (gate) await once(gate, 'open');
      return isReady();
    },
    intervalSeconds: 5,
    idleIntervalSeconds: 60,
    log: createLog({ level: 'silent' }),
  });
  return { poll, looks: () => looks };
}

describe('looking at the remote', () => {
  test('seldom while nobody waits, often for two minutes after somebody did', async () => {
    const { poll, looks } = given();
    await poll.lookNow();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks()).toBe(2);

    poll.expectNews();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(looks()).toBe(26);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(27);
    poll.stop();
  });

  test('a flood of calls during a look is one more look after it', async () => {
    const gate = new EventEmitter();
    const { poll, looks } = given({ gate });
    const first = poll.lookNow();
    const flood = Array.from({ length: 1000 }, () => poll.lookNow());
    gate.emit('open');
    await vi.advanceTimersByTimeAsync(0);
    expect(looks()).toBe(2);
    gate.emit('open');
    await Promise.all([first, ...flood]);
    expect(looks()).toBe(2);
    poll.stop();
  });

  test('often until the broker is ready', async () => {
    let ready = false;
    const { poll, looks } = given({ isReady: () => ready });
    await poll.lookNow();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks()).toBe(3);
    ready = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(4);
    poll.stop();
  });

  test('after stop nothing is looked at any more', async () => {
    const { poll, looks } = given();
    await poll.lookNow();
    poll.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(looks()).toBe(1);
  });
});
