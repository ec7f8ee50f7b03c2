import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { validateCatalog } from '../../src/osb/validate-catalog.js';

const PLAN = { id: 'plan-1', name: 'small', description: 'A small one' };
const OFFERING = { id: 'service-1', name: 'database', description: 'A database', bindable: true, plans: [PLAN] };
const withOffering = (changes: object) => ({ services: [{ ...OFFERING, ...changes }] });
const withPlan = (changes: object) => withOffering({ plans: [{ ...PLAN, ...changes }] });
const problems = (catalog: unknown) =>
  validateCatalog(catalog).problems.map(({ path, message }) => `${path}: ${message}`);

/** From meshcloud's UniPipe examples (Apache-2.0). */
const UNIPIPE = `
services:
  - id: "d40133dd-8373-4c25-8014-fde98f38a728"
    name: "My Tenant Service"
    description: "This service adds useful things to your cloud tenants."
    bindable: true
    tags:
      - "example"
    metadata:
      tenantAware: true
    plans:
      - id: "a13edcdf-eb54-44d3-8902-8f24d5acb07e"
        name: "On Prem VPN"
        description: "Connects your Cloud VPCs back to the mothership."
        free: true
        bindable: true
        metadata:
          costs:
            - amount:
                eur: 99.99
              unit: MONTHLY
        schemas:
          service_instance:
            create:
              parameters:
                $schema: 'http://json-schema.org/draft-04/schema#'
                properties:
                  securityContact:
                    default: ''
                    placeholder: soc@example.com
                    widget: text
                    title: Security Contact Emails (comma separated)
                    type: string
`;

describe('catalogs that are accepted', () => {
  test.each([
    ['without offerings (CAT-02)', { services: [] }],
    ['the least that there can be', { services: [OFFERING] }],
    ['with fields that nobody knows (VEND-03)', { services: [{ ...OFFERING, 'x-y': { a: null } }], extra: 1 }],
    [
      'plan names that repeat in another offering (CAT-23)',
      { services: [OFFERING, { ...OFFERING, id: 's', name: 'n', plans: [{ ...PLAN, id: 'p' }] }] },
    ],
    [
      'names that differ in case (CAT-03)',
      { services: [OFFERING, { ...OFFERING, id: 's', name: 'Database', plans: [{ ...PLAN, id: 'p' }] }] },
    ],
    ['of UniPipe', load(UNIPIPE)],
  ])('%s', (_what, catalog) => {
    expect(validateCatalog(catalog)).toEqual({ catalog, problems: [] });
  });

  test('null counts as absent (A-38)', () => {
    const catalog = withOffering({
      tags: null,
      metadata: null,
      plans: [{ ...PLAN, schemas: null, free: null, maintenance_info: null }],
    });
    expect(validateCatalog(catalog)).toEqual({ catalog: { services: [OFFERING] }, problems: [] });
  });
});

describe('catalogs that are refused', () => {
  test.each([
    ['no object', [], ': must be an object'],
    ['no services (CAT-02)', {}, 'services: is required'],
    ['offering without id (CAT-05)', withOffering({ id: undefined }), 'services[0].id: is required'],
    ['offering with empty name (CAT-03)', withOffering({ name: '' }), 'services[0].name: must not be empty'],
    [
      'offering without description (CAT-08)',
      withOffering({ description: undefined }),
      'services[0].description: is required',
    ],
    ['offering without bindable (CAT-11)', withOffering({ bindable: undefined }), 'services[0].bindable: is required'],
    ['tags that are no texts (CAT-09)', withOffering({ tags: [1] }), 'services[0].tags[0]: must be a string'],
    [
      'unknown permission (CAT-10)',
      withOffering({ requires: ['root'] }),
      'services[0].requires[0]: must be one of syslog_drain, route_forwarding, volume_mount',
    ],
    ['no plans (CAT-21)', withOffering({ plans: [] }), 'services[0].plans: must have at least one plan'],
    [
      'dashboard client without secret (CAT-17)',
      withOffering({ dashboard_client: { id: 'x' } }),
      'services[0].dashboard_client.secret: is required',
    ],
    [
      'retrievable that is no boolean (CAT-13)',
      withOffering({ instances_retrievable: 'yes' }),
      'services[0].instances_retrievable: must be true or false',
    ],
    ['plan without id (CAT-22)', withPlan({ id: undefined }), 'services[0].plans[0].id: is required'],
    ['plan without name (CAT-23)', withPlan({ name: undefined }), 'services[0].plans[0].name: is required'],
    [
      'plan without description (CAT-24)',
      withPlan({ description: '' }),
      'services[0].plans[0].description: must not be empty',
    ],
    [
      'polling duration in parts (CAT-28)',
      withPlan({ maximum_polling_duration: 1.5 }),
      'services[0].plans[0].maximum_polling_duration: must be an integer',
    ],
    [
      'maintenance without version (CAT-29)',
      withPlan({ maintenance_info: {} }),
      'services[0].plans[0].maintenance_info.version: is required',
    ],
    [
      'no semantic version (CAT-29)',
      withPlan({ maintenance_info: { version: '1.0' } }),
      'services[0].plans[0].maintenance_info.version: must be a Semantic Versioning 2.0 version',
    ],
    [
      'costs without unit (PROF-03)',
      withPlan({ metadata: { costs: [{ amount: { eur: 1 } }] } }),
      'services[0].plans[0].metadata.costs[0].unit: is required',
    ],
    [
      'costs in words (PROF-03)',
      withPlan({ metadata: { costs: [{ amount: { eur: '1' }, unit: 'm' }] } }),
      'services[0].plans[0].metadata.costs[0].amount.eur: must be a number',
    ],
    [
      'plan id twice in one offering (CAT-22)',
      withOffering({ plans: [PLAN, { ...PLAN, name: 'b' }] }),
      'services[0].plans[1].id: must be unique, but services[0].plans[0].id is the same',
    ],
    [
      'plan name twice in one offering (CAT-23)',
      withOffering({ plans: [PLAN, { ...PLAN, id: 'b' }] }),
      'services[0].plans[1].name: must be unique, but services[0].plans[0].name is the same',
    ],
    [
      'schema without draft (CAT-32)',
      withPlan({ schemas: { service_binding: { create: { parameters: {} } } } }),
      'services[0].plans[0].schemas.service_binding.create.parameters: must name its JSON Schema draft in "$schema"',
    ],
  ])('%s', (_what, catalog, problem) => {
    expect(problems(catalog)).toEqual([problem]);
  });

  test('all problems at once', () => {
    expect(problems({ services: [OFFERING, OFFERING] })).toEqual([
      'services[1].id: must be unique, but services[0].id is the same',
      'services[1].name: must be unique, but services[0].name is the same',
      'services[1].plans[0].id: must be unique, but services[0].plans[0].id is the same',
    ]);
  });
});
