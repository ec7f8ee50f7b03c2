/** Databases as files in the runner's own folder. They have no users of their own: a file for each stands for them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function makeServer(name) {
  const folder = join(process.env.GITBROKER_STATE_FOLDER, 'databases', name);
  const database = join(folder, 'database.sqlite');
  return {
    create() {
      mkdirSync(folder, { recursive: true });
      if (existsSync(database)) return;
      try {
        execFileSync('sqlite3', [database, 'CREATE TABLE welcome (text TEXT);']);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
        writeFileSync(database, '');
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
    addUser(username, password) {
      writeFileSync(join(folder, username), password, { mode: 0o600 });
      return { uri: `sqlite:${database}`, username, password, database };
    },
    removeUser: (username) => rmSync(join(folder, username), { force: true }),
  };
}
