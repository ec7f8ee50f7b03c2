/**
 * Every variable of the environment, in one table: its form, its default, what it does.
 *
 * `docs/reference/configuration.md` and `gitbroker serve --help` say the same; a test holds them together.
 */
import { z } from 'zod';
import * as form from './config-formats.js';

export interface VariableInfo {
  readonly description: string;
  /** What holds when it is unset; absent: nothing does. */
  readonly fallback?: string;
  readonly secret?: boolean;
}

const about = z.registry<VariableInfo>();

function optional<T extends z.ZodType>(schema: T, info: VariableInfo) {
  const variable = schema.optional();
  about.add(variable, info);
  return variable;
}

function setting<T extends z.ZodType<unknown, string>>(schema: T, info: VariableInfo & { fallback: string }) {
  const variable = z.string().prefault(info.fallback).pipe(schema);
  about.add(variable, info);
  return variable;
}

export const Variables = z.object({
  GIT_REMOTE: optional(form.remote(), {
    description:
      'The repository: an https or ssh URL, or a path. Unset: a repository of its own below `GIT_LOCAL_PATH`, made from the example catalog',
  }),
  GIT_REMOTE_BRANCH: setting(form.branch(), { description: 'The branch to read and to push to', fallback: 'main' }),
  GIT_LOCAL_PATH: setting(form.text(), {
    description: 'Folder for the local clone. Holds nothing that is not in the remote repository',
    fallback: './gitbroker-data',
  }),
  GIT_USERNAME: optional(form.text(), { description: 'User name for https remotes' }),
  GIT_PASSWORD: optional(form.text(), { description: 'Password or access token for https remotes', secret: true }),
  GIT_TOKEN: optional(form.text(), { description: 'The same as `GIT_PASSWORD`, by another name', secret: true }),
  GIT_SSH_KEY: optional(form.privateKey(), { description: 'Private key for ssh remotes', secret: true }),
  GIT_SSH_KNOWN_HOSTS: optional(form.text(), {
    description: 'Host keys of the ssh remote, in the format of `known_hosts` (as `ssh-keyscan` prints it)',
  }),
  GIT_SSH_HOST_KEY_CHECKING: setting(form.choice('yes', 'accept-new'), {
    description: '`yes`: only hosts in `GIT_SSH_KNOWN_HOSTS`; `accept-new`: trust a host on first contact',
    fallback: 'yes',
  }),
  GIT_TIMEOUT: setting(form.seconds(), {
    description: 'Deadline of every call of the remote, in seconds; orders are answered 503 after it',
    fallback: '30',
  }),
  GIT_POLL_INTERVAL: setting(form.seconds(), {
    description: 'Seconds between looks at the remote while somebody waits for an operation',
    fallback: '5',
  }),
  GIT_POLL_INTERVAL_IDLE: setting(form.seconds(), {
    description: 'Seconds between looks at the remote while nobody does',
    fallback: '60',
  }),
  GIT_MAX_STALENESS: setting(form.seconds({ from: 0 }), {
    description: 'Reads wait for the remote when memory is older than this many seconds, as long as the remote answers',
    fallback: '10',
  }),
  GIT_MAX_STALENESS_HARD: setting(form.seconds({ from: 0 }), {
    description: 'Reads are answered 503 when memory is older than this many seconds',
    fallback: '3600',
  }),
  GIT_COMMIT_AUTHOR_NAME: setting(form.headerSafe('author name'), {
    description: 'Author name of the commits',
    fallback: 'OSB API',
  }),
  GIT_COMMIT_AUTHOR_EMAIL: setting(form.headerSafe('author email'), {
    description: 'Author email of the commits',
    fallback: 'osb@localhost',
  }),
  APP_BASIC_AUTH_USERNAME: optional(form.text(), { description: 'User name that the platform sends' }),
  APP_BASIC_AUTH_PASSWORD: optional(form.text(), {
    description: 'Password that the platform sends. There is no default: without credentials the broker does not start',
    secret: true,
  }),
  APP_BASIC_AUTH_CREDENTIALS: optional(form.text(), {
    description:
      'Further credentials, one `user:password` a line: for several platforms, and to change a password without a gap',
    secret: true,
  }),
  SERVER_PORT: optional(form.port(), { description: 'Port to listen on', fallback: '8075' }),
  PORT: optional(form.port(), {
    description: 'The same, for platforms that set it (Cloud Foundry); `SERVER_PORT` wins',
  }),
  SERVER_ADDRESS: setting(form.text(), { description: 'Address to listen on', fallback: '0.0.0.0' }),
  SERVER_TLS_CERT: optional(form.certificate(), {
    description: 'Certificate chain in PEM format; together with `SERVER_TLS_KEY` the broker speaks https',
  }),
  SERVER_TLS_KEY: optional(form.certificateKey(), { description: "The certificate's private key", secret: true }),
  WEBHOOK_SECRET: optional(form.text(), {
    description:
      'Secret of webhooks at `/webhooks/git`, several one a line. Unset: there are no webhooks, and the broker finds pushes by looking',
    secret: true,
  }),
  METRICS_PORT: optional(form.port(), {
    description:
      'Port of `/metrics` alone, without credentials. Unset: `/metrics` is on the main port, behind the same credentials',
  }),
  LOG_LEVEL: setting(form.choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    description: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`',
    fallback: 'info',
  }),
  OPERATION_TIMEOUT: setting(form.seconds({ from: 0, to: 9_999_999_999 }), {
    description:
      'Seconds after which an operation without a final status is reported as failed, unless its plan says `maximum_polling_duration`; 0: never',
    fallback: '604800',
  }),
  POLL_RETRY_AFTER: setting(form.seconds(), {
    description: '`Retry-After` of polls in seconds, unless the status file says `retryAfter`',
    fallback: '10',
  }),
  STATUS_OPERATION: setting(form.choice('optional', 'required'), {
    description: '`required`: a status file counts only when it names its `operation`',
    fallback: 'optional',
  }),
  SHUTDOWN_TIMEOUT: setting(form.seconds({ from: 0 }), {
    description: 'Seconds that running requests have to finish after SIGTERM',
    fallback: '30',
  }),
});
export type Variables = z.infer<typeof Variables>;

export type DescribedVariable = VariableInfo & { readonly name: string };

/** In the order of the documentation. */
export const VARIABLE_TABLE: readonly DescribedVariable[] = Object.entries(Variables.shape).map(([name, schema]) =>
  describe(name, about.get(schema)),
);

function describe(name: string, info: VariableInfo | undefined): DescribedVariable {
  if (!info) throw new Error(`the variable ${name} is not described`);
  return { name, ...info };
}
