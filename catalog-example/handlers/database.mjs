#!/usr/bin/env node
/**
 * Creates databases: on the PostgreSQL server that PGHOST names, else as an SQLite file, or a plain one where there is no sqlite3.
 * Can be run again at any time: what is there already stays, what is gone already is fine.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const order = JSON.parse(readFileSync(0, 'utf8'));
/** Ids come from outside: a name made of their hash leads nowhere else, and is a name everywhere. */
const nameOf = (prefix, id) => `${prefix}_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;

const { makeServer } = await import(process.env.PGHOST ? './on-postgres.mjs' : './in-files.mjs');
const server = makeServer(nameOf('db', order.instanceId));
const user = () => nameOf('user', `${order.instanceId}\n${order.bindingId}`);

const work = {
  provision() {
    console.log('progress: creating the database');
    server.create();
    return settings();
  },
  update: () => settings(),
  deprovision: () => server.remove(),
  bind: () => ({ credentials: server.addUser(user(), randomBytes(18).toString('base64url')) }),
  unbind: () => server.removeUser(user()),
};

/** Shown with the instance. Your servers would be told, too. */
function settings() {
  return { metadata: { attributes: { plan: order.plan.name, storage_gb: order.parameters.storage_gb ?? 1 } } };
}

const result = work[order.operation.type]() ?? {};
writeFileSync(process.env.GITBROKER_RESULT_FILE, JSON.stringify(result));
