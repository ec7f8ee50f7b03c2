/** The life of one operation in a runner: ask a person, claim, run the handler, report. */
import { takeClaim } from './claim.js';
import type { Claimant } from './claim.js';
import { ClaimKeeper } from './claim-keeper.js';
import type { Ended } from './conclude.js';
import { execHandler } from './exec-handler.js';
import type { EndedWork } from './observer.js';
import { concludeInsisting } from './conclude.js';
import { runHandler } from './handler-run.js';
import type { Assignment, PerformContext } from './handler-run.js';
import { planWork } from './plan-work.js';
import { askPerson } from './person.js';
import type { PersonStep } from './person.js';
import type { Rule } from './runner-file.js';
import { terraformHandler } from './terraform-handler.js';
import { readUnipipeParams } from './unipipe-params.js';
import { referenceOf } from './work-reference.js';
import type { Work } from './work.js';

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
  if (rule.terraform?.planOnly) return planWork(work, { rule, handler }, context);
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

async function handle(
  { work, until }: { work: Work; until: Date },
  assignment: Assignment,
  context: PerformContext,
): Promise<Ended> {
  const { claimant, options, timing } = context;
  const keeper = new ClaimKeeper(claimant, work, until, timing);
  const { outcome, logPath } = await runKept(work, assignment, context, keeper);
  const insist = () => keeper.isHeld && !options.signal.aborted;
  const ended = await concludeInsisting({ claimant, work, outcome }, insist, timing.checkMs);
  return { ...ended, logPath };
}

async function runKept(work: Work, assignment: Assignment, context: PerformContext, keeper: ClaimKeeper) {
  try {
    return await runHandler(work, assignment, context, {
      signal: AbortSignal.any([context.options.signal, keeper.signal]),
      describe: (description) => keeper.describe(description),
    });
  } finally {
    await keeper.stop();
  }
}
