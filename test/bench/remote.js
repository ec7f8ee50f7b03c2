/** A bare repository with a catalog and many finished instances, made by one `git fast-import`. */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

export const SERVICE_ID = '3b1c1a55-7d55-4b1d-9a0e-6ed6a0c7f001';
export const PLAN_ID = '3b1c1a55-7d55-4b1d-9a0e-6ed6a0c7f002';

const CATALOG = `services:
  - id: ${SERVICE_ID}
    name: bench
    description: A service for measuring
    bindable: true
    plans:
      - id: ${PLAN_ID}
        name: small
        description: The only plan
        schemas:
          service_instance:
            create:
              parameters:
                $schema: http://json-schema.org/draft-07/schema#
                type: object
                properties: { size: { type: integer, minimum: 1, maximum: 100 } }
`;

const instanceFile = (id) => `---
serviceInstanceId: ${id}
serviceDefinitionId: ${SERVICE_ID}
planId: ${PLAN_ID}
serviceDefinition:
  id: ${SERVICE_ID}
  name: bench
  description: A service for measuring
  plans: [{ id: ${PLAN_ID}, name: small, description: The only plan, metadata: {}, schemas: null, free: true }]
  bindable: true
  planUpdateable: false
  tags: []
  metadata: {}
  requires: []
  dashboardClient: null
originatingIdentity: null
asyncAccepted: true
parameters: { size: 3 }
context: null
deleted: false
operation: { id: ${id}, type: provision, requestedAt: "2026-01-01T00:00:00.000Z" }
`;

/** @param {'flat' | 'sharded'} layout @returns {string} the path, to be used as remote URL */
export function givenRemote(path, instances, layout = 'flat') {
  mkdirSync(dirname(path), { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', path]);
  const files = [
    ['catalog.yml', CATALOG],
    ['gitbroker.yml', `layout: ${layout}\n`],
  ];
  for (let n = 0; n < instances; n += 1) {
    const id = randomUUID();
    const shard = layout === 'sharded' ? `${createHash('sha256').update(id).digest('hex').slice(0, 2)}/` : '';
    files.push([`instances/${shard}${id}/instance.yml`, instanceFile(id)]);
    files.push([`instances/${shard}${id}/status.yml`, `status: succeeded\ndescription: ready\noperation: ${id}\n`]);
  }
  const parts = ['commit refs/heads/main\ncommitter Bench <bench@example.com> 1767225600 +0000\ndata 5\nstart'];
  for (const [name, content] of files)
    parts.push(`M 100644 inline ${name}\ndata ${Buffer.byteLength(content)}\n${content}`);
  execFileSync('git', ['-C', path, 'fast-import', '--quiet'], { input: `${parts.join('\n')}\n` });
  execFileSync('git', ['-C', path, 'config', 'http.receivepack', 'true']);
  return path;
}
