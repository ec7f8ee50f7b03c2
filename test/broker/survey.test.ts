import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { Surveyor } from '../../src/broker/survey.js';
import type { RepositoryView } from '../../src/repository/repository-view.js';

const CONTEXT = { now: new Date(), rules: { requireOperation: false, operationTimeoutSeconds: 0 } };

test('who asks for a count that takes long gets the one before, and only one is made at a time', async () => {
  const gate = new EventEmitter();
  let counts = 0;
  const view: Pick<RepositoryView, 'instanceIds'> = {
    instanceIds: async () => {
      counts += 1;
      await once(gate, 'open');
      return [];
    },
  };
  const surveyor = new Surveyor();
  // Nothing else of a view is asked for where there are no instances.
  const ask = (patienceMs: number) => surveyor.latest(view as RepositoryView, CONTEXT, patienceMs);
  expect(await Promise.all([ask(1), ask(1)])).toEqual([undefined, undefined]);
  expect(counts).toBe(1);

  const patient = ask(60_000);
  gate.emit('open');
  const counted = await patient;
  expect(counted).toMatchObject({ unreadable: 0 });
  expect(await ask(1)).toBe(counted);
  expect(counts).toBe(2);
  gate.emit('open');
});
