/** Brokers to try faults on, and what a fault must leave behind: a log line with a remedy, and a metric that moved. */
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { expect, onTestFinished, vi } from 'vitest';
import { givenFolder, startBrokerProcess } from '../../helpers/broker-process.js';
import type { BrokerProcess } from '../../helpers/broker-process.js';
import { CATALOG, ORDER } from '../../helpers/catalog.js';
import { givenRepository } from '../../helpers/git-repository.js';
import type { GitRepository } from '../../helpers/git-repository.js';
import { startGitServer } from '../../helpers/git-server.js';
import { instanceUrl, Platform } from '../../helpers/platform.js';
import type { Answer } from '../../helpers/platform.js';

const WAIT = { timeout: 20_000 };

export class FaultyBroker {
  readonly process: BrokerProcess;
  readonly platform: Platform;
  readonly repository: GitRepository;
  readonly localPath: string;

  constructor(process: BrokerProcess, repository: GitRepository, localPath: string) {
    this.process = process;
    this.platform = new Platform(process.url);
    this.repository = repository;
    this.localPath = localPath;
  }

  order(id: string): Promise<Answer> {
    return this.platform.change('PUT', instanceUrl(id), { body: ORDER });
  }

  poll(id: string): Promise<Answer> {
    return this.platform.get(`${instanceUrl(id)}/last_operation`);
  }

  /** Of one time series, by its name with labels; 0 when there is none. */
  async metric(series: string): Promise<number> {
    const authorization = `Basic ${Buffer.from('user:password').toString('base64')}`;
    const text = await (await fetch(`${this.process.url}/metrics`, { headers: { authorization } })).text();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0);
  }

  /** Waits for both. */
  async expectTold(series: string, message: RegExp): Promise<void> {
    await vi.waitUntil(async () => (await this.metric(series)) > 0, WAIT);
    const lines = () => this.process.output().split('\n');
    await vi.waitUntil(() => lines().some((line) => message.test(line) && line.includes('"remedy":"')), WAIT);
  }

  /** How often an instance was ordered, by the history of the branch. */
  async operationsOf(id: string): Promise<number> {
    const path = `instances/${id}/instance.yml`;
    return (await this.repository.git('log', '--format=%H', 'main', '--', path)).split('\n').filter(Boolean).length;
  }
}

export const failures = (kind: string) => `gitbroker_store_failures_total{kind="${kind}"}`;
export const warnings = (kind: string) => `gitbroker_store_warnings_total{kind="${kind}"}`;

/** As platforms must get it while something is wrong that is not their fault. */
export function expectUnavailable({ status, body, headers }: Answer, description: RegExp): void {
  expect({ status, body }).toEqual({
    status: 503,
    body: { error: 'Unavailable', description: expect.stringMatching(description) },
  });
  expect(headers.get('retry-after')).toMatch(/^\d+$/);
}

export interface GivenFault {
  readonly env?: Record<string, string>;
  readonly repository?: GitRepository;
  readonly localPath?: string;
  readonly until?: string;
  readonly below?: readonly string[];
}

export async function givenFaultyBroker(given: GivenFault = {}): Promise<FaultyBroker> {
  const repository = given.repository ?? (await givenCatalog());
  const localPath = given.localPath ?? (await givenPath());
  const env = { GIT_REMOTE: repository.path, GIT_LOCAL_PATH: localPath, GIT_POLL_INTERVAL_IDLE: '1', ...given.env };
  const process = await startBrokerProcess(env, given.until, given.below);
  onTestFinished(() => process.kill());
  return new FaultyBroker(process, repository, localPath);
}

/** With a git host over HTTP in between. */
export async function givenHttpFaultyBroker(env: Record<string, string> = {}) {
  const repository = await givenCatalog();
  const server = await startGitServer(dirname(repository.path));
  onTestFinished(server.stop);
  const { username: GIT_USERNAME, password: GIT_PASSWORD } = server;
  const GIT_REMOTE = `${server.url}/${basename(repository.path)}`;
  const password = env['GIT_PASSWORD_FILE'] ? {} : { GIT_PASSWORD };
  const broker = await givenFaultyBroker({ repository, env: { GIT_REMOTE, GIT_USERNAME, ...password, ...env } });
  return { broker, server };
}

export async function givenCatalog(): Promise<GitRepository> {
  const repository = await givenRepository({ 'catalog.yml': dump(CATALOG) });
  onTestFinished(repository.remove);
  return repository;
}

export async function givenPath(): Promise<string> {
  const folder = await givenFolder();
  onTestFinished(folder.remove);
  return folder.path;
}

/** @returns what takes it away again */
export async function givenHook({ path }: GitRepository, name: string, script: string): Promise<() => Promise<void>> {
  const hook = join(path, 'hooks', name);
  await writeFile(hook, `#!/bin/sh\n${script}\n`);
  await chmod(hook, 0o755);
  return () => rm(hook);
}

/** Pushes that have arrived are held at the remote until they are let go. */
export async function givenHeldPushes(repository: GitRepository) {
  const folder = await givenPath();
  const [arrived, go] = [join(folder, 'arrived'), join(folder, 'go')];
  await givenHook(repository, 'pre-receive', `touch ${arrived}; while [ ! -e ${go} ]; do sleep 0.05; done`);
  const letGo = () => writeFile(go, '');
  onTestFinished(letGo);
  return { letGo, arrived: () => vi.waitUntil(() => existsSync(arrived), WAIT) };
}
