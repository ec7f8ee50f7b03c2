/** The server's configuration from the environment: everything that is wrong with it is told at once. */
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { credentialOf, nonEmptyLines, RULES } from './config-rules.js';
import type { Credential } from './config-rules.js';
import { readSources } from './config-sources.js';
import type { ConfigProblem, Environment, ReadFile } from './config-sources.js';
import { VARIABLE_TABLE, Variables } from './config-variables.js';

export type Config = ReturnType<typeof toConfig>;

export type ConfigResult =
  | { readonly config: Config; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly ConfigProblem[] };

const NAMES = VARIABLE_TABLE.map(({ name }) => name);

/** @param readFile reads the files that `…_FILE` variables name */
export function readConfig(env: Environment, readFile: ReadFile = (path) => readFileSync(path, 'utf8')): ConfigResult {
  const sources = readSources(NAMES, env, readFile);
  const parsed = Variables.safeParse(sources.values);
  const problems = [
    ...sources.problems,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), message })),
  ];
  const blamed = new Set(problems.map(({ variable }) => variable.replace(/_FILE$/, '')));
  // A rule that stumbles over a variable which is wrong already would only tell the same twice.
  problems.push(...RULES.flatMap((rule) => rule(sources.values)).filter(({ variable }) => !blamed.has(variable)));
  if (problems.length > 0 || !parsed.success) return { problems };
  return { config: toConfig(parsed.data, secretFiles(env, readFile)) };
}

/** Those of the git remote are read again while the broker runs. @throws when one cannot be read, or is empty */
function secretFiles(env: Environment, readFile: ReadFile) {
  const names = ['GIT_PASSWORD', 'GIT_TOKEN', 'GIT_SSH_KEY'] as const;
  if (!names.some((name) => env[`${name}_FILE`])) return undefined;
  return () => {
    const { values, problems } = readSources(names, env, readFile);
    const [problem] = problems;
    if (problem) throw new Error(`${problem.variable} ${problem.message}`);
    return { password: values['GIT_PASSWORD'] ?? values['GIT_TOKEN'], sshKey: values['GIT_SSH_KEY'] };
  };
}

function toConfig(values: Variables, currentSecrets: ReturnType<typeof secretFiles>) {
  return {
    git: {
      /** Absent: the embedded repository. */
      remote: values.GIT_REMOTE,
      branch: values.GIT_REMOTE_BRANCH,
      localPath: isAbsolute(values.GIT_LOCAL_PATH) ? values.GIT_LOCAL_PATH : resolve(values.GIT_LOCAL_PATH),
      username: values.GIT_USERNAME,
      password: values.GIT_PASSWORD ?? values.GIT_TOKEN,
      sshKey: values.GIT_SSH_KEY,
      /** Present when one of them is in a file. */
      ...(currentSecrets && { currentSecrets }),
      sshKnownHosts: values.GIT_SSH_KNOWN_HOSTS,
      sshHostKeyChecking: values.GIT_SSH_HOST_KEY_CHECKING,
      timeoutSeconds: values.GIT_TIMEOUT,
      pollIntervalSeconds: values.GIT_POLL_INTERVAL,
      idlePollIntervalSeconds: values.GIT_POLL_INTERVAL_IDLE,
      author: { name: values.GIT_COMMIT_AUTHOR_NAME, email: values.GIT_COMMIT_AUTHOR_EMAIL },
    },
    freshness: {
      maxStalenessSeconds: values.GIT_MAX_STALENESS,
      maxStalenessHardSeconds: values.GIT_MAX_STALENESS_HARD,
    },
    credentials: credentialsOf(values),
    webhookSecrets: nonEmptyLines(values.WEBHOOK_SECRET ?? ''),
    server: {
      port: values.SERVER_PORT ?? values.PORT ?? 8075,
      address: values.SERVER_ADDRESS,
      tls: tlsOf(values),
      metricsPort: values.METRICS_PORT,
      shutdownTimeoutSeconds: values.SHUTDOWN_TIMEOUT,
    },
    logLevel: values.LOG_LEVEL,
    rules: {
      requireOperation: values.STATUS_OPERATION === 'required',
      operationTimeoutSeconds: values.OPERATION_TIMEOUT,
    },
    pollRetryAfterSeconds: values.POLL_RETRY_AFTER,
  };
}

function credentialsOf(values: Variables): readonly Credential[] {
  const { APP_BASIC_AUTH_USERNAME: username, APP_BASIC_AUTH_PASSWORD: password } = values;
  const first = username !== undefined && password !== undefined ? [{ username, password }] : [];
  return [...first, ...nonEmptyLines(values.APP_BASIC_AUTH_CREDENTIALS ?? '').map(credentialOf)];
}

function tlsOf({ SERVER_TLS_CERT: cert, SERVER_TLS_KEY: key }: Variables) {
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}
