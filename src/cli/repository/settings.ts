/** The variables of the broker that commands share with it: how the remote is reached, and which statuses count. */
import { readFileSync } from 'node:fs';
import type { DecisionContext } from '../../broker/decision-context.js';
import { readSources } from '../../server/config-sources.js';
import { Variables } from '../../server/config-variables.js';
import { wrongUsage } from '../refusal.js';

type Environment = Readonly<Record<string, string | undefined>>;

const Shared = Variables.pick({
  GIT_REMOTE_BRANCH: true,
  GIT_USERNAME: true,
  GIT_PASSWORD: true,
  GIT_TOKEN: true,
  GIT_SSH_KEY: true,
  GIT_SSH_KNOWN_HOSTS: true,
  GIT_SSH_HOST_KEY_CHECKING: true,
  GIT_TIMEOUT: true,
  OPERATION_TIMEOUT: true,
  STATUS_OPERATION: true,
});

/** @throws Refusal that tells all that is wrong */
export function readSettings(env: Environment) {
  const sources = readSources(Object.keys(Shared.shape), env, (path) => readFileSync(path, 'utf8'));
  const parsed = Shared.safeParse(sources.values);
  const problems = [
    ...sources.problems,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), message })),
  ];
  if (problems.length > 0 || !parsed.success) {
    throw wrongUsage(problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
  }
  const values = parsed.data;
  return {
    branch: sources.values['GIT_REMOTE_BRANCH'],
    timeoutMs: values.GIT_TIMEOUT * 1000,
    credentials: {
      username: values.GIT_USERNAME,
      password: values.GIT_PASSWORD ?? values.GIT_TOKEN,
      sshKey: values.GIT_SSH_KEY,
      knownHosts: values.GIT_SSH_KNOWN_HOSTS,
      acceptNewHostKeys: values.GIT_SSH_HOST_KEY_CHECKING === 'accept-new',
    },
    rules: {
      requireOperation: values.STATUS_OPERATION === 'required',
      operationTimeoutSeconds: values.OPERATION_TIMEOUT,
    },
  };
}
export type Settings = ReturnType<typeof readSettings>;

/** What records are read with: the same rules as the broker's. */
export function readingContext(env: Environment): Pick<DecisionContext, 'now' | 'rules'> {
  return { now: new Date(), rules: readSettings(env).rules };
}
