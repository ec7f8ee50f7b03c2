/** Handlers to start from: one for `gitbroker run`, one for `gitbroker transform`. */
export const EXEC_HANDLER_TEMPLATE = `#!/usr/bin/env node
/**
 * Does the work of one order. Run it again for the same operation id and nothing is done twice: a runner may have died.
 * Lines "progress: ..." are shown to platform users, "mask: ..." names a secret, the rest is the log. Exit code 0: done,
 * 75: not now, everything else: failed.
 */
import { readFileSync, writeFileSync } from 'node:fs';

// What was ordered is data: never make a command line or a path of it.
const order = JSON.parse(readFileSync(0, 'utf8'));

const work = {
  provision() {
    console.log('progress: creating it');
    return { metadata: { attributes: { plan: order.plan.name } } };
  },
  update: () => ({ metadata: { attributes: { plan: order.plan.name } } }),
  deprovision: () => ({}),
  bind: () => ({ credentials: { uri: 'https://service.example.com', username: 'user', password: 'secret' } }),
  unbind: () => ({}),
};

writeFileSync(process.env.GITBROKER_RESULT_FILE, JSON.stringify(work[order.operation.type]()));
`;

export const TRANSFORM_HANDLER_TEMPLATE = `/**
 * Files made from orders: gitbroker transform --registry-of-handlers handlers/transform.mjs
 * A handler gives a folder { name, entries }, a file { name, content }, a list of them, or nothing.
 *
 * @type {import('gitbroker/transform').TransformHandlers}
 */
export const handlers = {
  // Id or name of the service offering.
  'my-service': {
    name: 'My service',
    handle({ instance, bindings }) {
      const values = { plan: instance.planId, deleted: instance.deleted, bindings: bindings.length, ...instance.parameters };
      return {
        name: 'my-service',
        entries: [{ name: \`\${instance.serviceInstanceId}.json\`, content: \`\${JSON.stringify(values, null, 2)}\\n\` }],
      };
    },
  },
};
`;
