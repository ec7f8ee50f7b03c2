/** A catalog to start from, with ids of its own: valid for every platform, Cloud Foundry included. */
import { randomUUID } from 'node:crypto';

export function catalogTemplate(): string {
  return `# What your marketplace sells: an Open Service Broker catalog. A commit to this file is a new catalog.
# Ids are for ever: platforms know offerings and plans by them. More of them: gitbroker uuid
services:
  - id: ${randomUUID()}
    name: my-service
    description: What it is, in one line
    bindable: true
    plan_updateable: true
    tags: []
    metadata:
      displayName: My service
    plans:
      - id: ${randomUUID()}
        name: small
        description: What is in it, in one line
        free: true
        schemas:
          service_instance:
            create:
              parameters: &parameters
                $schema: http://json-schema.org/draft-04/schema#
                type: object
                additionalProperties: false
                properties:
                  size: { title: Size, type: integer, minimum: 1, maximum: 10 }
            update:
              parameters: *parameters
      - id: ${randomUUID()}
        name: large
        description: What is in it, in one line
        free: false
`;
}
