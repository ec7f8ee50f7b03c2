/** Runs one handler, with folders, environment and log of its own. Knows nothing of claims, and writes nothing to the repository. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../osb/json-object.js';
import type { Claimant } from './claim.js';
import { masked } from './conclude.js';
import type { Handler, Outcome } from './handler.js';
import { handlerEnvironment } from './handler-environment.js';
import { Masker } from './masker.js';
import { OperationLog } from './operation-log.js';
import { orderOf } from './order.js';
import type { RunnerOptions, RunnerTiming } from './run-options.js';
import type { Rule } from './runner-file.js';
import { oneLine } from './status-change.js';
import { referenceOf } from './work-reference.js';
import type { Work } from './work.js';

export interface PerformContext {
  readonly claimant: Claimant;
  readonly options: RunnerOptions;
  readonly timing: RunnerTiming;
  readonly checkout: string;
  /** Of this process, for what handlers need while they run. */
  readonly sessionFolder: string;
}

export interface Assignment {
  readonly rule: Rule;
  readonly handler: Handler;
  readonly params: JsonObject;
}

export interface Supervision {
  readonly signal: AbortSignal;
  /** How far the work is, in one line. */
  describe(description: string): void;
}

/** @returns the outcome with secrets masked in its words, and the file with what the handler printed */
export async function runHandler(
  work: Work,
  { rule, handler, params }: Assignment,
  { claimant, options, timing, checkout, sessionFolder }: PerformContext,
  { signal, describe }: Supervision,
): Promise<{ readonly outcome: Outcome; readonly logPath: string }> {
  const masker = new Masker();
  masker.add(work.credentials);
  const { observer } = options;
  const reference = referenceOf(work);
  const log = new OperationLog(logPathOf(work, options, claimant), masker, (line) =>
    observer?.printed?.(reference, line),
  );
  const folder = await mkdtemp(join(sessionFolder, 'run-'));
  const stateFolder = join(options.folder, 'state');
  await mkdir(stateFolder, { recursive: true });
  observer?.started?.(reference);
  try {
    const outcome = await handler.run({
      work,
      rule,
      order: orderOf(work, params),
      checkout,
      folder,
      stateFolder,
      env: handlerEnvironment(options.env, rule.environment, masker),
      log,
      masker,
      timeoutMs: rule.timeoutSeconds * 1000,
      graceMs: Math.min(timing.graceMs, (claimant.claimSeconds * 1000) / 8),
      signal,
      progress: (description) => {
        describe(oneLine(description));
        observer?.progress?.(reference, oneLine(description));
      },
    });
    return { outcome: masked(outcome, masker), logPath: log.path };
  } finally {
    await log.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Ids are hostile and may be long: the name is made of what cannot be. */
function logPathOf({ operation }: Work, { folder }: RunnerOptions, { clock }: Claimant): string {
  const time = clock().toISOString().replaceAll(/[:.]/g, '-');
  const id = /^[\w-]{1,64}$/.test(operation.id)
    ? operation.id
    : createHash('sha256').update(operation.id).digest('hex');
  return join(folder, 'logs', `${time}-${operation.type}-${id}.log`);
}
