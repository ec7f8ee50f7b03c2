/**
 * Handler `exec`: any program. The order is JSON on stdin and in a file, its main parts are in the environment; the
 * result is a file; lines `progress: …` on stdout tell platform users how far it is, and `mask: …` names a secret.
 */
import { lstat, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { parseYaml } from '../repository/yaml.js';
import { runChild } from './child-process.js';
import type { ChildEnd } from './child-process.js';
import type { Handler, HandlerRun, Outcome } from './handler.js';
import { readResult } from './handler-result.js';
import type { ResultRead } from './handler-result.js';
import { orderVariables } from './order.js';

/** `EX_TEMPFAIL` of sysexits.h: not now. */
const TRY_LATER = 75;
const MAX_RESULT = 1024 * 1024;

export const execHandler: Handler = {
  async run(run) {
    const [program = '', ...args] = run.rule.exec?.command ?? [];
    const order = JSON.stringify(run.order);
    const orderFile = join(run.folder, 'order.json');
    const resultFile = join(run.folder, 'result.yml');
    await writeFile(orderFile, order, { mode: 0o600 });
    const end = await runChild({
      command: resolveProgram(program, run.checkout),
      args,
      cwd: run.checkout,
      env: {
        ...run.env,
        ...orderVariables(run.order),
        GITBROKER_ORDER_FILE: orderFile,
        GITBROKER_RESULT_FILE: resultFile,
        GITBROKER_WORK_FOLDER: run.folder,
        GITBROKER_STATE_FOLDER: run.stateFolder,
      },
      stdin: order,
      timeoutMs: run.timeoutMs,
      graceMs: run.graceMs,
      signal: run.signal,
      onLine: (line, stream) => take(run, line, stream),
    });
    return outcomeOf(end, await resultAt(resultFile, run), program);
  },
};

/** A path is one of the repository's; a bare name is looked for in PATH. */
function resolveProgram(program: string, checkout: string): string {
  return isAbsolute(program) || !program.includes('/') ? program : join(checkout, program);
}

function take({ log, masker, progress }: HandlerRun, line: string, stream: 'stdout' | 'stderr'): void {
  const told = stream === 'stdout' ? /^(?<kind>progress|mask): *(?<text>.+)$/.exec(line)?.groups : undefined;
  if (told?.['kind'] === 'mask') masker.add(told['text']);
  else log.line(line);
  if (told?.['kind'] === 'progress') progress(masker.mask(told['text'] ?? ''));
}

/** Credentials in it are known as secrets from here on. */
async function resultAt(path: string, { work, masker }: HandlerRun): Promise<ResultRead> {
  const file = await lstat(path).catch(ignoreAbsent);
  if (file === undefined || (file.isFile() && file.size === 0)) return { kind: 'valid', result: {} };
  // A pipe would never end, a link may lead anywhere.
  if (!file.isFile() || file.size > MAX_RESULT)
    return { kind: 'invalid', reason: `is no file of at most ${MAX_RESULT} bytes` };
  const bytes = await readFile(path);
  const parsed = parseYaml('result file', bytes);
  if (parsed.kind === 'unreadable') return { kind: 'invalid', reason: parsed.problem.reason };
  const read = readResult(work.bindingId === undefined ? 'instance' : 'binding', parsed.value);
  if (read.kind === 'valid') masker.add(read.result.credentials);
  return read;
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function outcomeOf(end: ChildEnd, read: ResultRead, program: string): Outcome {
  const result = read.kind === 'valid' ? read.result : {};
  if (end.kind === 'cancelled') return end;
  if (end.kind === 'not started') return { kind: 'blocked', reason: `${program}: ${end.reason}` };
  if (end.kind === 'timeout') return { kind: 'failed', description: 'the work took too long and was ended', result };
  if (end.kind === 'killed') return { kind: 'failed', description: `the work was ended by ${end.signal}`, result };
  if (end.code === TRY_LATER) return { kind: 'waiting', description: result.description ?? 'it is tried again later' };
  if (end.code !== 0) return { kind: 'failed', description: `the work failed with exit code ${end.code}`, result };
  if (read.kind === 'invalid') {
    return { kind: 'failed', description: `the handler's result is not valid: ${read.reason}` };
  }
  return { kind: 'succeeded', result };
}
