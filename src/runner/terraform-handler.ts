/**
 * Handler `terraform`: applies the module of the offering, in a workspace of the instance or binding; destroys on delete.
 * The order reaches it as a `.tfvars.json`, in which nothing is ever evaluated.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler, HandlerRun, Outcome } from './handler.js';
import { readResult, resultFields } from './handler-result.js';
import type { Terraform } from './runner-file.js';
import { inputsOf, unipipeInputsOf } from './terraform-inputs.js';
import { chooseModule, setUpModule } from './terraform-setup.js';
import { Steps } from './terraform-steps.js';
import { workspaceOf } from './terraform-workspace.js';
import { isDelete } from './work.js';

export const terraformHandler: Handler = {
  async check({ work, rule, checkout }) {
    if (!rule.terraform || isNothingToDo(work.bindingId, rule.terraform)) return undefined;
    const chosen = await chooseModule(work, rule.terraform, checkout);
    return typeof chosen === 'string' ? chosen : undefined;
  },

  async run(run) {
    const { work, rule, checkout, order } = run;
    const { terraform } = rule;
    if (!terraform) return { kind: 'blocked', reason: 'the rule has no terraform' };
    if (isNothingToDo(work.bindingId, terraform)) return { kind: 'succeeded', result: {} };
    const chosen = await chooseModule(work, terraform, checkout);
    if (typeof chosen === 'string') return { kind: 'blocked', reason: chosen };
    const { values, refused } = (terraform.unipipe ? unipipeInputsOf : inputsOf)(order, chosen.module);
    // Whatever was ordered must be possible to delete.
    if (refused.length > 0 && !isDelete(work)) {
      const names = refused.map((name) => JSON.stringify(name)).join(', ');
      return { kind: 'failed', description: `this offering has no parameter ${names}` };
    }
    const root = await setUpModule(run, chosen, Object.keys(values));
    const variables = join(run.folder, 'order.tfvars.json');
    await writeFile(variables, JSON.stringify(values), { mode: 0o600 });
    return runSteps(run, terraform, { root, variables });
  },
};

/** UniPipe's modules are those of bindings. */
function isNothingToDo(bindingId: string | undefined, { unipipe }: Terraform): boolean {
  return unipipe && bindingId === undefined;
}

async function runSteps(
  run: HandlerRun,
  terraform: Terraform,
  { root, variables }: { root: string; variables: string },
): Promise<Outcome> {
  const { work } = run;
  const workspace = terraform.unipipe && work.bindingId !== undefined ? work.bindingId : workspaceOf(work);
  const steps = new Steps(run, terraform.binary, root);
  const words = [`-input=false`, `-lock-timeout=${Math.ceil(terraform.lockTimeoutSeconds)}s`, `-var-file=${variables}`];
  const preparing = [
    () => steps.run(['init', '-input=false']),
    () => steps.run(['workspace', 'select', '-or-create'], workspace),
  ];
  for (const prepare of preparing) {
    const ended = await prepare();
    // The order is not to blame: it is tried again.
    if (ended.kind === 'failed') return { kind: 'blocked', reason: ended.description };
    if (ended.kind !== 'done') return ended;
  }
  const deleting = isDelete(work);
  if (terraform.planOnly) {
    const planned = await steps.run(['plan', ...(deleting ? ['-destroy'] : []), ...words]);
    return planned.kind === 'done' ? { kind: 'waiting', description: 'planned only' } : planned;
  }
  run.progress(deleting ? 'resources are being destroyed' : 'resources are being created');
  const done = await steps.run([deleting ? 'destroy' : 'apply', '-auto-approve', ...words]);
  if (done.kind === 'failed' && done.isLocked) return { kind: 'waiting', description: 'another run holds the state' };
  if (done.kind !== 'done') return done;
  return deleting ? forget(steps, workspace) : resultOf(run, steps);
}

/** An empty workspace that stays behind does no harm: whether it can be removed is no matter. */
async function forget(steps: Steps, workspace: string): Promise<Outcome> {
  await steps.run(['workspace', 'select'], 'default');
  await steps.run(['workspace', 'delete'], workspace);
  return { kind: 'succeeded', result: {} };
}

async function resultOf(run: HandlerRun, steps: Steps): Promise<Outcome> {
  const output = await steps.output();
  if (output.kind !== 'outputs') return output;
  const kind = run.work.bindingId === undefined ? 'instance' : 'binding';
  const fields = resultFields(kind);
  const known = Object.entries(output.values).filter(([name, value]) => fields.includes(name) && value !== null);
  const read = readResult(kind, Object.fromEntries(known));
  if (read.kind === 'invalid')
    return { kind: 'failed', description: `the module's outputs are not valid: ${read.reason}` };
  run.masker.add(read.result.credentials);
  return { kind: 'succeeded', result: read.result };
}
