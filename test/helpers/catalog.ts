/** The catalog of the endpoint tests: one offering for each thing a catalog can say. */

const draft7 = 'http://json-schema.org/draft-07/schema#';

export const DATABASE = 'b8d4a3a0-0000-4000-8000-000000000001';
export const SMALL = 'b8d4a3a0-0000-4000-8000-000000000011';
export const LARGE = 'b8d4a3a0-0000-4000-8000-000000000012';
export const FIXED = 'b8d4a3a0-0000-4000-8000-000000000002';
export const FIXED_PLAN = 'b8d4a3a0-0000-4000-8000-000000000021';
export const ROUTE = 'b8d4a3a0-0000-4000-8000-000000000003';
export const ROUTE_PLAN = 'b8d4a3a0-0000-4000-8000-000000000031';

const size = { $schema: draft7, type: 'object', properties: { size: { type: 'integer', minimum: 1, maximum: 10 } } };

export const CATALOG = {
  services: [
    {
      id: DATABASE,
      name: 'database',
      description: 'A database',
      bindable: true,
      plan_updateable: true,
      instances_retrievable: true,
      bindings_retrievable: true,
      allow_context_updates: true,
      metadata: { dashboardUrl: 'https://dashboard.example.com/{instance_id}' },
      plans: [
        {
          id: SMALL,
          name: 'small',
          description: 'Small',
          binding_rotatable: true,
          maintenance_info: { version: '1.2.0', description: 'a new patch' },
          schemas: {
            service_instance: { create: { parameters: size }, update: { parameters: size } },
            service_binding: {
              create: {
                parameters: { $schema: draft7, type: 'object', properties: { role: { enum: ['reader', 'writer'] } } },
              },
            },
          },
        },
        { id: LARGE, name: 'large', description: 'Large', maintenance_info: { version: '2.0.0' } },
      ],
    },
    {
      id: FIXED,
      name: 'fixed',
      description: 'Nothing can be changed, bound or fetched',
      bindable: false,
      plan_updateable: false,
      instances_retrievable: false,
      bindings_retrievable: false,
      plans: [
        { id: FIXED_PLAN, name: 'only', description: 'The only plan' },
        { id: 'b8d4a3a0-0000-4000-8000-000000000022', name: 'other', description: 'The other plan' },
      ],
    },
    {
      id: ROUTE,
      name: 'route',
      description: 'Routes, drains and volumes, for applications only',
      bindable: true,
      requires: ['route_forwarding', 'syslog_drain', 'volume_mount'],
      metadata: { requiresApp: true },
      plans: [{ id: ROUTE_PLAN, name: 'only', description: 'The only plan', maximum_polling_duration: 3600 }],
    },
  ],
};

export const ORDER = {
  service_id: DATABASE,
  plan_id: SMALL,
  organization_guid: 'organization',
  space_guid: 'space',
  parameters: { size: 2 },
};
