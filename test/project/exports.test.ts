import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ERROR_TABLE } from '../../src/osb/errors.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');

/** Each entry, its source, and every name that it gives: to take one away is a breaking change. */
const ENTRIES: Readonly<Record<string, { readonly source: string; readonly values: string; readonly types: string }>> =
  {
    'gitbroker/osb': {
      source: 'src/index.ts',
      values: `ERROR_TABLE OsbError basicAuthentication checkBind checkMaintenanceInfo checkProvision checkUpdate
      createFastifyOptions defineBroker findPlan isBindable isPlanUpdateable openServiceBroker repeatedBind
      repeatedProvision validateCatalog validateParameters`,
      types: `Authenticate BasicCredentials BindBody BindRequest BindResult BindingMetadata BindingOperationRequest
      BindingResponse BrokerDefinition Catalog CatalogCheck DeleteResult DeprovisionRequest FetchBindingRequest
      FetchInstanceRequest InstanceMetadata InstanceOperationRequest InstanceResponse KnownBinding KnownInstance
      LastOperation OpenServiceBrokerOptions OriginatingIdentity OsbErrorCode OsbErrorOptions Plan ProvisionBody
      ProvisionRequest ProvisionResult RequestContext ServiceBroker ServiceOffering UnbindRequest UpdateBody
      UpdateRequest UpdateResult`,
    },
    'gitbroker/client': {
      source: 'src/client.ts',
      values: `BrokerError MalformedAnswerError NoAnswerError OperationFailedError Orders OsbClient PollingTimeoutError
      choosePlan`,
      types: `BindAnswered BindOrder BindingAnswer ChosenPlan Clock ConnectionOptions Credentials DeleteAnswer
      DeleteAnswered DeprovisionOrder HttpAnswer HttpRequest HttpTransport Ids InstanceAnswer LastOperationAnswer
      Mitigation OrderAnswer OrdersOptions Outcome PlanChoice PollAnswer PollingOptions Progress ProvisionAnswered
      ProvisionOrder RotateOrder UnbindOrder UpdateAnswered UpdateOrder`,
    },
    'gitbroker/mock': {
      source: 'src/mock.ts',
      values: 'MOCK_CATALOG MockFault MockFaults createMockBroker parseMockFault readMockFaults startMockServer',
      types: 'MockBrokerOptions MockCall MockServer MockServerOptions',
    },
    'gitbroker/conformance': {
      source: 'src/conformance.ts',
      values: `SubjectChoice conforms countResults jsonReport junitReport previewRun resultLine runChecks textReport`,
      types: 'CheckResult Counts Leftover Report RunOptions',
    },
    'gitbroker/transform': {
      source: 'src/cli/transform/transform-handler.ts',
      values: '',
      types: `ServiceBindingDocument ServiceDocument TransformHandler TransformHandlers Transformed TreeFile TreeFolder
        TreeNode`,
    },
  };
const words = (text: string) => text.split(/\s+/).filter(Boolean).toSorted();

describe.each(Object.entries(ENTRIES))('%s', (name, { source, values, types }) => {
  test('gives exactly these values', async () => {
    const entry: object = await import(new URL(source, ROOT).href);
    expect(Object.keys(entry).toSorted()).toEqual(words(values));
  });

  test('gives exactly these types', async () => {
    expect((await typesOf(source)).toSorted()).toEqual(words(types));
  });

  test('is an export of the package', async () => {
    const { exports } = JSON.parse(await read('package.json'));
    const built = source.replace(/^src/, './dist').replace(/\.ts$/, '');
    expect(exports[name.replace('gitbroker', '.')]).toEqual({
      types: `${built}.d.ts`,
      ...(values !== '' && { default: `${built}.js` }),
    });
  });

  test('is described by docs/reference/library.md, every name of it', async () => {
    const page = await read('docs/reference/library.md');
    const section = page.split(/^## /m).find((text) => text.startsWith(`\`${name}\``)) ?? '';
    // The first cell of each row names what the row is about.
    const described = [...section.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word),
    );
    expect(words(described.join(' '))).toEqual(words(`${values} ${types}`));
  });
});

test('docs/reference/library.md has every error, with its status and word', async () => {
  const page = await read('docs/reference/library.md');
  const rows = [...page.matchAll(/^\| (\w+) \| (\d+) \| (\w+) \|/gm)].map(([, ...cells]) => cells.join(' '));
  const table = Object.entries(ERROR_TABLE).map(([code, { status, error }]) => `${code} ${status} ${error}`);
  expect(rows.toSorted((a, b) => a.localeCompare(b))).toEqual(table.toSorted((a, b) => a.localeCompare(b)));
});

test('the package has no other entries', async () => {
  const { exports } = JSON.parse(await read('package.json'));
  const entries = Object.keys(ENTRIES).map((name) => name.replace('gitbroker', '.'));
  expect(Object.keys(exports).toSorted()).toEqual(['.', './package.json', ...entries].toSorted());
  expect(exports['.']).toEqual(exports['./osb']);
});

/** `export type { A } from`, `export type * from` and `export type A`, as the entries write them. */
async function typesOf(source: string): Promise<string[]> {
  const text = await read(source);
  const named = [...text.matchAll(/export type \{([^}]*)\} from/g)].flatMap(([, names = '']) => names.split(','));
  const files = [...text.matchAll(/export type \* from '\.\/(.*)\.js'/g)].map(([, path]) => `src/${path}.ts`);
  const all = [text, ...(await Promise.all(files.map(read)))];
  const starred = all.flatMap((file) =>
    [...file.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name = '']) => name),
  );
  return [...named.map((name) => name.trim()).filter(Boolean), ...starred];
}
