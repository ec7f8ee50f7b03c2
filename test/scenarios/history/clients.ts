/** Platforms: they order at random from any broker, write down every answer, and poll what they have ordered. */
import { randomUUID } from 'node:crypto';
import { DATABASE, ORDER, SMALL } from '../../helpers/catalog.js';
import { bindingUrl, instanceUrl, Platform } from '../../helpers/platform.js';
import type { Answer, PlatformRequest } from '../../helpers/platform.js';
import type { Order, OperationType, Poll } from './events.js';
import type { Random } from './random.js';

export interface Recorder {
  readonly orders: Order[];
  readonly polls: Poll[];
  /** A number larger than all before. */
  now(): number;
}

const INSTANCES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
const BINDINGS = ['one', 'two'];
const TYPES: readonly OperationType[] = [
  ...Array<OperationType>(3).fill('provision'),
  ...Array<OperationType>(2).fill('update'),
  ...Array<OperationType>(2).fill('bind'),
  'unbind',
  'deprovision',
];
const METHODS = { provision: 'PUT', bind: 'PUT', update: 'PATCH', deprovision: 'DELETE', unbind: 'DELETE' } as const;

/** @param urls of the brokers: which one is asked is left to chance, as a load balancer does */
export async function actAsPlatform(
  urls: () => readonly string[],
  random: Random,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { record, operation } = await order(urls, random, recorder);
    if (operation === undefined) continue;
    for (let polls = random.below(6); polls > 0; polls -= 1) {
      await poll(urls, random, recorder, { record, operation });
    }
  }
}

async function order(urls: () => readonly string[], random: Random, recorder: Recorder) {
  const type = random.pick(TYPES);
  const instance = random.pick(INSTANCES);
  const binding = type === 'bind' || type === 'unbind' ? random.pick(BINDINGS) : undefined;
  const record = `instances/${instance}${binding ? `/bindings/${binding}` : ''}`;
  const requestId = randomUUID();
  const ask: PlatformRequest = {
    headers: { 'x-broker-api-request-identity': requestId },
    ...contentOf(type, random),
  };
  const url = binding ? bindingUrl(instance, binding) : instanceUrl(instance);
  const sentAt = recorder.now();
  const answer = await attempt(new Platform(random.pick(urls())).change(METHODS[type], url, ask));
  const operation = answer?.status === 202 ? String(answer.body['operation']) : undefined;
  recorder.orders.push({
    requestId,
    type,
    record,
    sentAt,
    answeredAt: recorder.now(),
    status: answer?.status,
    operation,
  });
  return { record, operation };
}

function contentOf(type: OperationType, random: Random): PlatformRequest {
  const ids = { service_id: DATABASE, plan_id: SMALL };
  if (type === 'deprovision' || type === 'unbind') return { query: ids };
  if (type === 'bind') return { body: ids };
  const parameters = { size: 1 + random.below(3) };
  return { body: type === 'update' ? { service_id: DATABASE, parameters } : { ...ORDER, parameters } };
}

async function poll(
  urls: () => readonly string[],
  random: Random,
  recorder: Recorder,
  { record, operation }: { record: string; operation: string },
): Promise<void> {
  const [, instance = '', binding] = /^instances\/(\w+)(?:\/bindings\/(\w+))?$/.exec(record) ?? [];
  const url = binding ? bindingUrl(instance, binding) : instanceUrl(instance);
  const sentAt = recorder.now();
  const broker = random.pick(urls());
  const asked = new Platform(broker).get(`${url}/last_operation`, { query: { operation } });
  const answer = await attempt(asked);
  if (!answer) return;
  const state = answer.status === 200 ? String(answer.body['state']) : undefined;
  recorder.polls.push({ broker, record, operation, sentAt, answeredAt: recorder.now(), status: answer.status, state });
}

/** undefined when the broker was killed, or is not there. */
async function attempt(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  });
}
