import { describe, expect, test } from 'vitest';
import { NoAnswerError } from '../../src/client/http.js';
import { previewRun, runChecks } from '../../src/conformance/run-checks.js';
import { OsbError } from '../../src/osb/errors.js';
import { CREDENTIALS, givenClock, givenMock, ORDER } from '../mock/given-mock.js';
import { givenReport } from './given-report.js';

const polling = { clock: givenClock() };

describe('a run', () => {
  test('leaves nothing behind, and tells each result at once', async () => {
    const { url } = await givenMock();
    const told: string[] = [];
    const report = await runChecks({
      connection: { url, credentials: CREDENTIALS },
      polling,
      onResult: ({ requirement }) => told.push(requirement),
    });
    expect(told).toEqual(report.results.map(({ requirement }) => requirement));
    expect(report.leftovers).toEqual([]);
  });

  test('that is interrupted cleans up what it has made so far', async () => {
    const { url } = await givenMock();
    const stop = new AbortController();
    const report = await runChecks({
      connection: { url, credentials: CREDENTIALS, signal: stop.signal },
      polling,
      onResult: ({ requirement }) => requirement === 'VEND-01' && stop.abort(),
    });
    expect(report).toMatchObject({ interrupted: true, leftovers: [] });
    expect(report.results.at(-1)?.requirement).toBe('VEND-01');
  });

  test('says what it could not remove', async () => {
    const { leftovers } = await givenReport(
      { faults: [{ on: 'deprovision', kind: 'status', status: 500 }] },
      { only: ['VEND-01'] },
    );
    expect(leftovers).toEqual([
      {
        ids: { instanceId: expect.stringMatching(/^conformance-/) },
        problem: 'The mock broker was told to answer so',
      },
    ]);
  });

  test('of a lower version leaves out what is newer, and says so', async () => {
    const { results } = await givenReport({}, {}, undefined, '2.13');
    const skipped = results.filter(({ reason }) => reason?.startsWith('since version'));
    expect(skipped.map(({ requirement }) => requirement)).toEqual(expect.arrayContaining(['ROT-03', 'GETI-02']));
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  test('begins with nothing where the choice does not fit the catalog', async () => {
    await expect(givenReport({}, { choice: { service: 'nothing' } })).rejects.toThrow(
      new OsbError('BadRequest', 'There is no service offering "nothing"; there are: mock'),
    );
  });

  test('ends at once where there is no broker', async () => {
    const { url, close } = await givenMock();
    await close();
    await expect(runChecks({ connection: { url }, polling })).rejects.toThrow(NoAnswerError);
  });

  test('orders with the parameters that the schema requires', async () => {
    const { catalog } = givenStrictCatalog();
    const { results } = await givenReport({ catalog }, { only: ['PROV-01'] });
    expect(results).toMatchObject([{ requirement: 'PROV-01', status: 'passed' }]);
  });
});

describe('the preview', () => {
  test('says what will be ordered, and orders nothing', async () => {
    const { url, client } = await givenMock();
    expect(await previewRun({ connection: { url, credentials: CREDENTIALS } })).toEqual([
      `At ${url}, of the service "mock":`,
      '  about five instances of the plan "small" will be ordered, and deleted again',
      '  about three bindings of one of them will be made, and deleted again',
      '  one of them will be changed to the plan "large"',
      '  their ids begin with "conformance-"; what cannot be deleted again is listed in the end',
    ]);
    await client.provision({ instanceId: 'i', acceptsIncomplete: true, body: ORDER });
  });
});

function givenStrictCatalog() {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['region', 'nodes', 'tags', 'backup'],
    properties: {
      region: { enum: ['eu', 'us'] },
      nodes: { type: 'integer', minimum: 3 },
      tags: { type: 'array', minItems: 1, items: { type: 'string', minLength: 20 } },
      backup: { type: 'object', required: ['on'], properties: { on: { type: 'boolean' } } },
    },
  };
  const schemas = { service_instance: { create: { parameters: schema } } };
  const plans = [{ id: 'plan', name: 'strict', description: 'Strict', schemas }];
  return { catalog: { services: [{ id: 'service', name: 'strict', description: 'Strict', bindable: false, plans }] } };
}
