/** Ends synchronous work that takes too long, which no promise and no timer could: nothing else runs meanwhile. */
import { createContext, Script } from 'node:vm';

export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Returns the result of `work`, or stops it where it stands. Only for work that leaves nothing half done.
 * @throws TimeLimitError after `limitMs` of wall-clock time; and whatever `work` throws
 */
export type TimeLimit = <T>(limitMs: number, work: () => T) => T;

/** The limit that node:vm sets for a script also ends functions from outside that the script calls. */
export function createTimeLimit(): TimeLimit {
  const script = new Script('run()');
  const sandbox: { run?: () => void } = createContext({});
  return (limitMs, work) => {
    const results: ReturnType<typeof work>[] = [];
    sandbox.run = () => {
      results.push(work());
    };
    try {
      script.runInContext(sandbox, { timeout: limitMs });
    } catch (cause) {
      if (isTimeout(cause)) throw new TimeLimitError(`took longer than ${limitMs} ms`, { cause });
      throw cause;
    } finally {
      delete sandbox.run;
    }
    for (const result of results) return result;
    throw new Error('The script ended without having run');
  };
}

/** Not an `instanceof Error`: it comes from the realm of the sandbox. */
function isTimeout(cause: unknown): boolean {
  return (
    typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
