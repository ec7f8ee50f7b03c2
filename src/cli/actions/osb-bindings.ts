/** `gitbroker osb bind`, `rotate`, `binding`, `unbind`, `credentials`: service bindings of a broker. */
import { randomUUID } from 'node:crypto';
import type { BindingAnswer } from '../../client/answers.js';
import { chooseOffering } from '../../client/choose-plan.js';
import { attributeOf } from '../broker/credential-attribute.js';
import { createRemembered } from '../broker/create-remembered.js';
import { bindingsOf, findBinding, findInstance, instanceIdOf } from '../broker/find-remembered.js';
import type { PlanFlags, Target } from '../broker/find-remembered.js';
import { withBroker } from '../broker/osb-session.js';
import type { OsbFlags, OsbSession } from '../broker/osb-session.js';
import { readObject } from '../broker/read-object.js';
import type { CommandContext } from '../command-context.js';
import { formatData } from '../output/write-output.js';
import { answerNo, wrongUsage } from '../refusal.js';

interface DataFlags extends OsbFlags {
  readonly output: 'yaml' | 'json';
}
export interface BindFlags extends DataFlags, PlanFlags {
  readonly id?: string;
  readonly parameters?: string;
  readonly app?: string;
  readonly bindResource?: string;
}
export type BindingFlags = DataFlags;
export type UnbindFlags = OsbFlags & PlanFlags;
export interface CredentialsFlags extends DataFlags {
  readonly attribute?: string;
}

/** @param predecessor for a rotation: the binding that the new one stands beside */
export async function runOsbBind(
  context: CommandContext,
  {
    instance,
    name,
    predecessor,
  }: { readonly instance: string; readonly name?: string | undefined; readonly predecessor?: string },
  flags: BindFlags,
): Promise<void> {
  const body = await readBody(context, flags);
  await withBroker(context, flags, async (session) => {
    const target = await findInstance(session, instance, flags);
    const { instanceId, service, plan } = target;
    const former = predecessor === undefined ? undefined : await findBinding(session, target, predecessor);
    const bindingId = flags.id ?? randomUUID();
    const { name: _instanceName, ...address } = target;
    const made = { ...address, bindingId, ...(name !== undefined && { name }) };
    const order = { instanceId, bindingId, service: service.id, plan: plan.id, body };
    const binding = await createRemembered(context, session, made, (orders) =>
      former ? orders.rotate({ ...order, predecessorId: former.bindingId }) : orders.bind(order),
    );
    const { operation: _operation, ...told } = binding;
    if (!(await isRetrievable(session, target))) await session.memory.remember({ ...made, binding: told });
    context.stdout.write(
      formatData(flags.output, { binding_id: bindingId, ...(name !== undefined && { name }), ...told }),
    );
  });
}

export async function runOsbBinding(context: CommandContext, instance: string, binding: string, flags: BindingFlags) {
  await withBroker(context, flags, async (session) => {
    context.stdout.write(formatData(flags.output, await bindingOf(session, instance, binding)));
  });
}

export async function runOsbUnbind(context: CommandContext, instance: string, binding: string, flags: UnbindFlags) {
  await withBroker(context, flags, async (session) => {
    const { name: _name, ...target } = await findInstance(session, instance, flags);
    const { bindingId } = await findBinding(session, target, binding);
    const { instanceId, service, plan } = target;
    await session.order(`deleting ${binding}`, {}, (orders) =>
      orders.unbind({ instanceId, bindingId, service: service.id, plan: plan.id }),
    );
    await session.memory.forget({ ...target, bindingId });
    context.stderr.write(`Deleted ${binding}\n`);
  });
}

export async function runOsbCredentials(
  context: CommandContext,
  instance: string,
  binding: string | undefined,
  flags: CredentialsFlags,
): Promise<void> {
  await withBroker(context, flags, async (session) => {
    const { credentials } = await bindingOf(session, instance, binding ?? (await onlyBinding(session, instance)));
    if (!credentials) throw answerNo('the binding has no credentials');
    const { attribute, output } = flags;
    context.stdout.write(
      attribute === undefined ? formatData(output, credentials) : attributeOf(credentials, attribute),
    );
  });
}

async function bindingOf(session: OsbSession, instance: string, binding: string): Promise<BindingAnswer> {
  const instanceId = await instanceIdOf(session, instance);
  const { bindingId, remembered } = await findBinding(session, { url: session.url, instanceId }, binding);
  return remembered?.binding ?? session.client.fetchBinding({ instanceId, bindingId });
}

async function onlyBinding(session: OsbSession, instance: string): Promise<string> {
  const all = bindingsOf(await session.memory.list(), session.url, await instanceIdOf(session, instance));
  const [only] = all;
  if (all.length === 1 && only?.bindingId !== undefined) return only.bindingId;
  const names = all.map(({ name, bindingId }) => name ?? bindingId).join(', ');
  throw wrongUsage(
    all.length === 0 ? `no binding of "${instance}" is remembered: name one` : `name a binding: ${names}`,
  );
}

/** What can be fetched again is not written down here. */
async function isRetrievable({ client }: OsbSession, { service }: Target): Promise<boolean> {
  return chooseOffering(await client.catalog(), service.id).bindings_retrievable ?? false;
}

async function readBody(context: CommandContext, { parameters, app, bindResource }: BindFlags) {
  const resource = {
    ...(bindResource !== undefined && (await readObject('--bind-resource', bindResource, context))),
    ...(app !== undefined && { app_guid: app }),
  };
  return {
    ...(parameters !== undefined && { parameters: await readObject('--parameters', parameters, context) }),
    ...(Object.keys(resource).length > 0 && { bind_resource: resource }),
  };
}
