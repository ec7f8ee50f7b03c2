#!/usr/bin/env node
/**
 * Creates databases: an SQLite file where the sqlite3 program is there, a plain file where it is not. Can be run again at any
 * time: what is there already stays, what is gone already is fine. Replace it with what creates your databases.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const order = JSON.parse(readFileSync(0, 'utf8'));
/** Ids come from outside: a name made of their hash leads nowhere else. */
const nameOf = (id) => createHash('sha256').update(id).digest('hex').slice(0, 32);
const folder = join(process.env.GITBROKER_STATE_FOLDER, 'databases', nameOf(order.instanceId));
const database = join(folder, 'database.sqlite');
const userFile = join(folder, `${nameOf(order.bindingId ?? '')}.json`);

const work = {
  provision() {
    console.log('progress: creating the database');
    mkdirSync(folder, { recursive: true });
    if (!existsSync(database)) createDatabase();
    return saveSettings();
  },
  update() {
    console.log('progress: changing the database');
    return saveSettings();
  },
  deprovision() {
    rmSync(folder, { recursive: true, force: true });
    return {};
  },
  bind() {
    if (!existsSync(userFile)) {
      const user = { username: `user-${nameOf(order.bindingId).slice(0, 8)}`, password: randomBytes(18).toString('base64url') };
      writeFileSync(userFile, JSON.stringify(user), { mode: 0o600 });
    }
    const { username, password } = JSON.parse(readFileSync(userFile, 'utf8'));
    return { credentials: { uri: `sqlite:${database}`, username, password, database } };
  },
  unbind() {
    rmSync(userFile, { force: true });
    return {};
  },
};

function createDatabase() {
  try {
    execFileSync('sqlite3', [database, 'PRAGMA user_version = 1; CREATE TABLE welcome (text TEXT);']);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    writeFileSync(database, '');
  }
}

function saveSettings() {
  const settings = { plan: order.plan.name, storage_gb: order.parameters.storage_gb ?? 1 };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  return { metadata: { attributes: settings } };
}

const result = work[order.operation.type]();
writeFileSync(process.env.GITBROKER_RESULT_FILE, JSON.stringify(result));
