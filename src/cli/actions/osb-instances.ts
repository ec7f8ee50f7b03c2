/** `gitbroker osb provision`, `update`, `deprovision`, `instance`: service instances of a broker. */
import { randomUUID } from 'node:crypto';
import { choosePlan } from '../../client/choose-plan.js';
import { createRemembered } from '../broker/create-remembered.js';
import { findInstance, instanceIdOf, named } from '../broker/find-remembered.js';
import type { PlanFlags } from '../broker/find-remembered.js';
import { withBroker } from '../broker/osb-session.js';
import type { OsbFlags } from '../broker/osb-session.js';
import { readObject } from '../broker/read-object.js';
import type { CommandContext } from '../command-context.js';
import { formatData } from '../output/write-output.js';

interface DataFlags extends OsbFlags {
  readonly output: 'yaml' | 'json';
}
interface BodyFlags {
  readonly parameters?: string;
  readonly context?: string;
}
export interface ProvisionFlags extends DataFlags, BodyFlags {
  readonly service: string;
  readonly plan?: string;
  readonly id?: string;
  readonly org?: string;
  readonly space?: string;
}
export interface UpdateFlags extends DataFlags, BodyFlags, PlanFlags {
  readonly newPlan?: string;
  readonly maintenance?: boolean;
}
export type DeprovisionFlags = OsbFlags & PlanFlags;
export type InstanceFlags = DataFlags;

export async function runOsbProvision(context: CommandContext, name: string | undefined, flags: ProvisionFlags) {
  const content = await readBody(context, flags);
  await withBroker(context, flags, async (session) => {
    const { offering, plan } = choosePlan(await session.client.catalog(), flags.service, flags.plan);
    const instanceId = flags.id ?? randomUUID();
    const made = {
      url: session.url,
      instanceId,
      service: named(offering),
      plan: named(plan),
      ...(name !== undefined && { name }),
    };
    const body = {
      ...content,
      ...(flags.org !== undefined && { organization_guid: flags.org }),
      ...(flags.space !== undefined && { space_guid: flags.space }),
      ...maintenanceOf(plan),
    };
    const answer = await createRemembered(context, session, made, (orders) =>
      orders.provision({ instanceId, service: offering.id, plan: plan.id, body }),
    );
    const { operation: _operation, ...told } = answer;
    const data = { instance_id: instanceId, name, service: offering.name, plan: plan.name, ...told };
    context.stdout.write(formatData(flags.output, defined(data)));
  });
}

export async function runOsbUpdate(context: CommandContext, instance: string, flags: UpdateFlags): Promise<void> {
  const content = await readBody(context, flags);
  await withBroker(context, flags, async (session) => {
    const target = await findInstance(session, instance, flags);
    const { instanceId, service, plan } = target;
    const { newPlan = plan.id } = flags;
    const wanted = choosePlan(await session.client.catalog(), service.id, newPlan).plan;
    const body = { ...content, ...(flags.maintenance && maintenanceOf(wanted)) };
    const change = wanted.id === plan.id ? {} : { newPlan: wanted.id };
    const answer = await session.order(`updating ${instance}`, {}, (orders) =>
      orders.update({ instanceId, service: service.id, plan: plan.id, ...change, body }),
    );
    await session.memory.remember({ ...target, plan: named(wanted) });
    const { operation: _operation, ...told } = answer;
    const data = { instance_id: instanceId, name: target.name, service: service.name, plan: wanted.name, ...told };
    context.stdout.write(formatData(flags.output, defined(data)));
  });
}

export async function runOsbDeprovision(context: CommandContext, instance: string, flags: DeprovisionFlags) {
  await withBroker(context, flags, async (session) => {
    const target = await findInstance(session, instance, flags);
    const { instanceId, service, plan } = target;
    await session.order(`deleting ${instance}`, {}, (orders) =>
      orders.deprovision({ instanceId, service: service.id, plan: plan.id }),
    );
    await session.memory.forget(target);
    context.stderr.write(`Deleted ${instance}\n`);
  });
}

export async function runOsbInstance(context: CommandContext, instance: string, flags: InstanceFlags): Promise<void> {
  await withBroker(context, flags, async (session) => {
    const answer = await session.client.fetchInstance({ instanceId: await instanceIdOf(session, instance) });
    context.stdout.write(formatData(flags.output, answer));
  });
}

async function readBody(context: CommandContext, flags: BodyFlags) {
  const { parameters, context: platform } = flags;
  return {
    ...(parameters !== undefined && { parameters: await readObject('--parameters', parameters, context) }),
    ...(platform !== undefined && { context: await readObject('--context', platform, context) }),
  };
}

/** So that a broker can tell that the client knows its newest catalog (MAINT-01). */
function maintenanceOf({
  maintenance_info: info,
}: {
  readonly maintenance_info?: { readonly version: string } | undefined;
}) {
  return info ? { maintenance_info: { version: info.version } } : {};
}

function defined(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
