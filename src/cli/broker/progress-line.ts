/** One line that is written over and over while an operation is waited for, where a person watches. */
import type { Progress } from '../../client/polling.js';
import type { CommandContext } from '../command-context.js';
import { describeAge } from '../output/age.js';
import { oneLine } from '../output/table.js';

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

const CLEAR = '\r\u001B[2K';
const WIDTH = 100;

export function createProgressLine({ stderr }: Pick<CommandContext, 'stderr'>, what: string): ProgressLine {
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: ({ elapsedMs, answer, problem }) => {
      const words = answer ? [answer.state, answer.description] : ['no answer', problem?.message];
      const line = oneLine([what, describeAge(elapsedMs / 1_000), ...words].filter(Boolean).join(' · '));
      stderr.write(`${CLEAR}${line.slice(0, WIDTH)}`);
    },
    clear: () => void stderr.write(CLEAR),
  };
}
