/** Shows what a handler would do. Nothing is claimed, written or reported: whatever it comes to, the order stays as it is. */
import { describeProblem } from '../repository/problem.js';
import type { Ended } from './conclude.js';
import { runHandler } from './handler-run.js';
import type { Assignment, PerformContext } from './handler-run.js';
import { paramsPath, readParams } from './params-file.js';
import type { Rule } from './runner-file.js';
import { readUnipipeParams } from './unipipe-params.js';
import type { UnipipeParams } from './unipipe-params.js';
import type { Work } from './work.js';

export async function planWork(
  work: Work,
  { rule, handler }: Omit<Assignment, 'params'>,
  context: PerformContext,
): Promise<Ended> {
  const step = await paramsFor(work, rule, context);
  if (step.kind === 'blocked') return { outcome: 'blocked', description: step.reason };
  if (step.kind === 'waiting') return { outcome: 'waiting', description: step.description };
  const { outcome, logPath } = await runHandler(work, { rule, handler, params: step.params }, context, {
    signal: context.options.signal,
    describe: () => undefined,
  });
  if (outcome.kind === 'cancelled') return { outcome: 'interrupted', logPath };
  if (outcome.kind === 'succeeded') return { outcome: 'waiting', description: 'nothing to plan', logPath };
  if (outcome.kind === 'waiting') return { outcome: 'waiting', description: outcome.description, logPath };
  // A plan that fails is no failed order.
  const description = outcome.kind === 'failed' ? outcome.description : outcome.reason;
  return { outcome: 'blocked', description, logPath };
}

async function paramsFor(work: Work, rule: Rule, { claimant }: PerformContext): Promise<UnipipeParams> {
  const snapshot = claimant.store.snapshot();
  if (rule.terraform?.unipipe && !rule.params) return readUnipipeParams(snapshot, work);
  const read = await readParams(snapshot, work, rule);
  if (read.kind === 'complete') return { kind: 'ready', params: read.values };
  if (read.kind === 'unreadable') return { kind: 'blocked', reason: describeProblem(read.problem) };
  return { kind: 'waiting', description: `${paramsPath(work)} is not complete` };
}
