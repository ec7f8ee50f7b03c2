/** What the tests of the endpoints share. */
import { expect } from 'vitest';
import type { ServiceBroker } from '../../src/osb/service-broker.js';
import { givenPlugin } from './running-plugin.js';

export const INSTANCE = '/v2/service_instances/i-1';
export const BINDING = `${INSTANCE}/service_bindings/b-1`;
export const PROVISION = { service_id: 'service-1', plan_id: 'plan-1', organization_guid: 'o', space_guid: 's' };
export const BIND = { service_id: 'service-1', plan_id: 'plan-1' };

export const badRequest = (description: string) => ({ status: 400, body: { error: 'BadRequest', description } });

/** Sends a body to an endpoint; nothing may reach the broker when it is refused. */
export async function send(method: string, path: string, json: unknown, answers: Partial<ServiceBroker> = {}) {
  const plugin = await givenPlugin({ answers });
  const { status, body } = await plugin.ask(method, path, { json });
  if (status === 400) expect(plugin.calls).toEqual([]);
  return { answer: { status, body }, request: plugin.calls[0]?.request };
}
