import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import type { Files } from '../helpers/git-repository.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';

const FIXTURE = fileURLToPath(new URL('../fixtures/unipipe/osb-git', import.meta.url));
const VPC = { service_id: 'd90c2b20-1d24-4592-88e7-6ab5eb147925', plan_id: '322909fb-4309-423b-ae7f-23a97587a89e' };
const DEVOPS = { service_id: '22e1bbf3-b425-46cd-a03e-927f73abcaaf', plan_id: '1c5c4f4d-bde5-4030-9874-b096fd3f78c5' };
const FINISHED = '159440dd-652a-4e2b-916e-9cd4dde33c33';
const DELETING = 'eed1df43-e63c-40ad-995e-e21068254ef9';
const DONE = { status: 'succeeded', description: 'deployment successful' };
const DONE_FILE = 'status: "succeeded"\ndescription: "deployment successful"\n';

async function unipipeFiles(): Promise<Files> {
  const entries = await readdir(FIXTURE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(FIXTURE.length + 1), await readFile(path, 'utf8')] as const;
      }),
    ),
  );
}

let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker(await unipipeFiles());
});
afterAll(() => broker.remove());

const poll = async (id: string) => (await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body;

describe('an existing UniPipe repository', () => {
  test('its catalog and instances are served', async () => {
    const catalog = await broker.platform.get('/v2/catalog');
    expect(catalog.body['services']).toHaveLength(3);
    expect(await poll(FINISHED)).toEqual({ state: 'succeeded', description: 'preparing service deletion' });
    expect((await broker.platform.get(instanceUrl(FINISHED))).body).toEqual({
      ...VPC,
      parameters: { cidr: '10.0.0.0/24', region: 'eu-west' },
    });
  });

  test('a delete that UniPipe took on is finished by a status without operation, as UniPipe pipelines write it', async () => {
    expect((await poll(DELETING))['state']).toBe('in progress');
    await broker.repository.push({ [`instances/${DELETING}/status.yml`]: DONE_FILE });
    await expect
      .poll(async () => (await broker.platform.get(`${instanceUrl(DELETING)}/last_operation`)).status, {
        timeout: 10_000,
      })
      .toBe(410);
  });

  test('an instance of UniPipe is updated, bound, unbound and deleted', async () => {
    const instance = instanceUrl(FINISHED);
    const updated = await broker.platform.change('PATCH', instance, {
      body: { ...VPC, parameters: { region: 'eu-east' } },
    });
    expect(updated.status).toBe(202);
    await broker.repository.push({ [`instances/${FINISHED}/status.yml`]: DONE_FILE });
    await expect
      .poll(() => poll(FINISHED), { timeout: 10_000 })
      .toEqual({ state: DONE.status, description: DONE.description });
    expect((await broker.platform.get(instance)).body['parameters']).toEqual({
      cidr: '10.0.0.0/24',
      region: 'eu-east',
    });

    const binding = bindingUrl(FINISHED, 'tenant');
    const resource = { tenant_id: 'subscription-1', platform: 'meshLocation.meshPlatform' };
    expect((await broker.platform.change('PUT', binding, { body: { ...VPC, bind_resource: resource } })).status).toBe(
      202,
    );
    await broker.repository.push({ [`instances/${FINISHED}/bindings/tenant/status.yml`]: DONE_FILE });
    await expect
      .poll(async () => (await broker.platform.get(binding)).body, { timeout: 10_000 })
      .toEqual({ credentials: {}, parameters: {} });

    expect((await broker.platform.change('DELETE', instance, { query: VPC })).status).toBe(202);
    await broker.repository.push({ [`instances/${FINISHED}/status.yml`]: DONE_FILE });
    await expect
      .poll(async () => (await broker.platform.get(`${instance}/last_operation`)).status, { timeout: 10_000 })
      .toBe(410);
  });

  test('a new order is written where UniPipe pipelines look for it', async () => {
    const id = randomUUID();
    const body = { ...DEVOPS, organization_guid: 'o', space_guid: 's', parameters: { projectname: 'p' } };
    expect((await broker.platform.change('PUT', instanceUrl(id), { body })).status).toBe(202);
    const file = await broker.repository.read(`instances/${id}/instance.yml`);
    expect(
      file
        ?.split('\n')
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(':')[0]),
    ).toEqual([
      'serviceInstanceId',
      'serviceDefinitionId',
      'planId',
      'serviceDefinition',
      'originatingIdentity',
      'asyncAccepted',
      'parameters',
      'context',
      'deleted',
      'organizationGuid',
      'spaceGuid',
      'operation',
    ]);
  });
});
