/** What the mock broker sells when it is given no catalog: one offering that can do everything. */
import type { Catalog } from '../osb/catalog.js';

const size = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { size: { type: 'integer', minimum: 1, maximum: 10 } },
};
const instanceSchemas = { create: { parameters: size }, update: { parameters: size } };

export const MOCK_CATALOG: Catalog = {
  services: [
    {
      id: '6f6b6d63-0000-4000-8000-000000000001',
      name: 'mock',
      description: 'Exists in memory only',
      bindable: true,
      plan_updateable: true,
      instances_retrievable: true,
      bindings_retrievable: true,
      allow_context_updates: true,
      plans: [
        {
          id: '6f6b6d63-0000-4000-8000-000000000011',
          name: 'small',
          description: 'A small one',
          binding_rotatable: true,
          maintenance_info: { version: '1.0.0', description: 'The first version' },
          schemas: {
            service_instance: instanceSchemas,
            service_binding: { create: { parameters: { $schema: size.$schema, type: 'object' } } },
          },
        },
        {
          id: '6f6b6d63-0000-4000-8000-000000000012',
          name: 'large',
          description: 'A large one',
          binding_rotatable: true,
          maintenance_info: { version: '1.0.0', description: 'The first version' },
          schemas: { service_instance: instanceSchemas },
        },
      ],
    },
  ],
};
