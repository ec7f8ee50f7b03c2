/** What a runner is at, told to a person in lines on stderr. Words of handlers cannot steer the terminal. */
import type { RunnerObserver } from '../../runner/observer.js';
import { oneLine } from '../output/table.js';
import { describeWork } from './run-output.js';

export interface Telling {
  readonly progress: boolean;
  /** Everything that handlers print. */
  readonly verbose: boolean;
}

export function tellProgress(stderr: NodeJS.WritableStream, { progress, verbose }: Telling): RunnerObserver {
  const tell = (text: string) => void stderr.write(`${oneLine(text)}\n`);
  return {
    problem: tell,
    ...(progress && {
      started: (work) => tell(`${describeWork(work)}: begun`),
      progress: (work, description) => tell(`${describeWork(work)}: ${description}`),
    }),
    ...(verbose && { printed: (_work, line) => void stderr.write(`  ${printable(line)}\n`) }),
    ended: (work) => {
      if (progress) tell(`${describeWork(work)}: ${work.outcome}`);
      if (work.logPath !== undefined && (work.outcome === 'failed' || work.outcome === 'blocked')) {
        tell(`${describeWork(work)}: see ${work.logPath}`);
      }
    },
  };
}

/** Keeps the spaces at the beginning: plans are read by them. */
function printable(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trimEnd();
}
