/** The life of one operation in a runner: ask a person, claim, run the handler, report. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeClaim } from './claim.js';
import type { JsonObject } from '../repository/operation-file.js';
import type { Claimant } from './claim.js';
import { ClaimKeeper } from './claim-keeper.js';
import { concludeInsisting, masked } from './conclude.js';
import type { Ended } from './conclude.js';
import { execHandler } from './exec-handler.js';
import type { Handler, Outcome } from './handler.js';
import { handlerEnvironment } from './handler-environment.js';
import { Masker } from './masker.js';
import type { EndedWork, WorkReference } from './observer.js';
import { OperationLog } from './operation-log.js';
import { orderOf } from './order.js';
import { askPerson } from './person.js';
import type { PersonStep } from './person.js';
import type { RunnerOptions, RunnerTiming } from './run-options.js';
import type { Rule } from './runner-file.js';
import { oneLine } from './status-change.js';
import { terraformHandler } from './terraform-handler.js';
import { readUnipipeParams } from './unipipe-params.js';
import { offeringName, planName } from './work.js';
import type { Work } from './work.js';

export interface PerformContext {
  readonly claimant: Claimant;
  readonly options: RunnerOptions;
  readonly timing: RunnerTiming;
  readonly checkout: string;
  /** Of this process, for what handlers need while they run. */
  readonly sessionFolder: string;
}

export function referenceOf(work: Work): WorkReference {
  const { instanceId, bindingId, operation } = work;
  const { id, type } = operation;
  return { instanceId, bindingId, offering: offeringName(work), plan: planName(work), operation: { id, type } };
}

/** Never rejects: what goes wrong is an outcome, too. */
export async function perform(work: Work, rule: Rule, context: PerformContext): Promise<EndedWork> {
  const { observer } = context.options;
  const reference = referenceOf(work);
  const ended = await attempt(work, rule, context).catch((cause: unknown): Ended => ({
    outcome: 'unreported',
    description: cause instanceof Error ? cause.message : String(cause),
    cause,
  }));
  const result = { ...reference, ...ended };
  observer?.ended?.(result);
  return result;
}

async function attempt(work: Work, rule: Rule, context: PerformContext): Promise<Ended> {
  const { claimant, checkout } = context;
  const handler = rule.terraform ? terraformHandler : execHandler;
  const obstacle = rule.manual ? undefined : await handler.check?.({ work, rule, checkout });
  if (obstacle !== undefined) return { outcome: 'blocked', description: obstacle };
  const step = await stepBefore(work, rule, claimant);
  if (step.kind === 'blocked') return { outcome: 'blocked', description: step.reason };
  if (step.kind === 'waiting') return { outcome: 'waiting', description: step.description };
  if (step.kind !== 'ready') return { outcome: step.kind };
  const claim = await takeClaim(claimant, work);
  if (!claim) return { outcome: 'taken by another' };
  return handle(claim, { rule, handler, params: step.params }, context);
}

/** What has to be there before a handler can begin. */
async function stepBefore(work: Work, rule: Rule, claimant: Claimant): Promise<PersonStep> {
  if (rule.manual || rule.params) return askPerson(claimant, work, rule);
  if (rule.terraform?.unipipe) return readUnipipeParams(claimant.store.snapshot(), work);
  return { kind: 'ready', params: {} };
}

interface Assignment {
  readonly rule: Rule;
  readonly handler: Handler;
  readonly params: JsonObject;
}

async function handle(
  { work, until }: { work: Work; until: Date },
  { rule, handler, params }: Assignment,
  { claimant, options, timing, checkout, sessionFolder }: PerformContext,
): Promise<Ended> {
  const masker = new Masker();
  masker.add(work.credentials);
  const { observer } = options;
  const reference = referenceOf(work);
  const log = new OperationLog(logPath(work, options, claimant), masker, (line) =>
    observer?.printed?.(reference, line),
  );
  const keeper = new ClaimKeeper(claimant, work, until, timing);
  const folder = await mkdtemp(join(sessionFolder, 'run-'));
  const stateFolder = join(options.folder, 'state');
  await mkdir(stateFolder, { recursive: true });
  observer?.started?.(reference);
  let outcome: Outcome;
  try {
    outcome = await handler.run({
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
      signal: AbortSignal.any([options.signal, keeper.signal]),
      progress: (description) => {
        keeper.describe(oneLine(description));
        observer?.progress?.(reference, oneLine(description));
      },
    });
  } finally {
    await keeper.stop();
    await log.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const insist = () => keeper.isHeld && !options.signal.aborted;
  const ended = await concludeInsisting({ claimant, work, outcome: masked(outcome, masker) }, insist, timing.checkMs);
  return { ...ended, logPath: log.path };
}

/** Ids are hostile and may be long: the name is made of what cannot be. */
function logPath({ operation }: Work, { folder }: RunnerOptions, { clock }: Claimant): string {
  const time = clock().toISOString().replaceAll(/[:.]/g, '-');
  const id = /^[\w-]{1,64}$/.test(operation.id)
    ? operation.id
    : createHash('sha256').update(operation.id).digest('hex');
  return join(folder, 'logs', `${time}-${operation.type}-${id}.log`);
}
