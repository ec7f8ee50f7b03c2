/**
 * Databases and roles on the PostgreSQL server that PGHOST, PGPORT, PGUSER and PGPASSWORD lead to, made by psql (14 or newer).
 * Values reach SQL as psql variables, which quote them; never as text of a statement.
 */
import { execFileSync } from 'node:child_process';

const ROLE_EXISTS = `EXISTS (SELECT FROM pg_roles WHERE rolname = :'username')`;

export function makeServer(database) {
  /** @param statements SELECTs of which every row is executed */
  const psql = (where, values, ...statements) => {
    const names = Object.keys(values);
    const script = [...names.map((name) => `\\getenv ${name} GB_${name.toUpperCase()}`), ...statements.map((sql) => `${sql} \\gexec`)];
    const variables = Object.fromEntries(names.map((name) => [`GB_${name.toUpperCase()}`, values[name]]));
    execFileSync('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-'], {
      input: `${script.join('\n')}\n`,
      env: { ...process.env, PGDATABASE: where, ...variables },
      stdio: ['pipe', 'inherit', 'inherit'],
    });
  };
  return {
    create: () =>
      psql(
        'postgres',
        { database },
        `SELECT format('CREATE DATABASE %I', :'database') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')`,
        `SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database')`,
      ),
    remove: () => psql('postgres', { database }, `SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', :'database')`),
    addUser(username, password) {
      psql(
        database,
        { database, username, password },
        `SELECT format('CREATE ROLE %I', :'username') WHERE NOT ${ROLE_EXISTS}`,
        `SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', :'username', :'password')`,
        `SELECT format('GRANT ALL ON DATABASE %I TO %I', :'database', :'username')`,
        `SELECT format('GRANT ALL ON SCHEMA public TO %I', :'username')`,
      );
      const { PGHOST: host, PGPORT: port = '5432' } = process.env;
      const uri = `postgres://${username}:${password}@${host}:${port}/${database}`;
      return { uri, host, port: Number(port), database, username, password };
    },
    removeUser: (username) =>
      psql(
        database,
        { username },
        `SELECT format('REASSIGN OWNED BY %I TO CURRENT_USER', :'username') WHERE ${ROLE_EXISTS}`,
        `SELECT format('DROP OWNED BY %I', :'username') WHERE ${ROLE_EXISTS}`,
        `SELECT format('DROP ROLE IF EXISTS %I', :'username')`,
      ),
  };
}
