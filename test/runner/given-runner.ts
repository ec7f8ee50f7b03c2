/** Runners on a real remote, with orders as the broker writes them and handlers that are real programs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { dump, load } from 'js-yaml';
import { afterEach } from 'vitest';
import { composeRunnerMessage } from '../../src/runner/commit-note.js';
import type { RunnerOptions } from '../../src/runner/run-options.js';
import { runPending } from '../../src/runner/run-pending.js';
import type { RunSummary } from '../../src/runner/run-pending.js';
import { openGitStore } from '../../src/store/git-store.js';
import { givenFolder } from '../helpers/broker-process.js';
import { givenRepository } from '../helpers/git-repository.js';
import type { Files, GitRepository } from '../helpers/git-repository.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Runs when the test has ended, the last one first. */
export function afterwards(cleanUp: () => Promise<unknown>): void {
  cleanUps.push(cleanUp);
}

export const OFFERING = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a0001';

const DEFINITION = { id: OFFERING, name: 'database', plans: [{ id: 'plan-small', name: 'small' }], bindable: true };

export function instanceFile(instanceId: string, values: Record<string, unknown> = {}): string {
  return dump({
    serviceInstanceId: instanceId,
    serviceDefinitionId: OFFERING,
    planId: 'plan-small',
    serviceDefinition: DEFINITION,
    parameters: {},
    deleted: false,
    operation: { id: `op-${instanceId}`, type: 'provision', requestedAt: '2026-11-20T10:00:00.000Z' },
    ...values,
  });
}

export function bindingFile(instanceId: string, bindingId: string, values: Record<string, unknown> = {}): string {
  return dump({
    bindingId,
    serviceInstanceId: instanceId,
    serviceDefinitionId: OFFERING,
    planId: 'plan-small',
    parameters: {},
    deleted: false,
    operation: { id: `op-${bindingId}`, type: 'bind', requestedAt: '2026-11-20T10:01:00.000Z' },
    ...values,
  });
}

export const SUCCEEDED = dump({ status: 'succeeded' });

export interface GivenRunners {
  readonly repository: GitRepository;
  /** Of the handlers: outside of any repository. */
  readonly folder: string;
  /** Options of one more runner, with a store and a folder of its own. */
  options(more?: Partial<RunnerOptions>): Promise<RunnerOptions>;
  /** One more runner, once. */
  run(more?: Partial<RunnerOptions>): Promise<RunSummary>;
  yaml(path: string): Promise<unknown>;
}

/** @param rules of runner.yml; `settings` its other keys */
export async function givenRunners(
  rules: readonly Record<string, unknown>[],
  files: Files,
  settings: Record<string, unknown> = {},
): Promise<GivenRunners> {
  const repository = await givenRepository({ 'runner.yml': dump({ ...settings, rules }), ...files });
  cleanUps.push(repository.remove);
  const own = await givenFolder();
  cleanUps.push(own.remove);
  const options = async (more: Partial<RunnerOptions> = {}): Promise<RunnerOptions> => {
    const folder = await givenFolder();
    cleanUps.push(folder.remove);
    const store = openGitStore({
      remote: { url: repository.path },
      branch: 'main',
      localPath: `${folder.path}/store`,
      author: { name: 'Runner', email: 'runner@example.com' },
      composeMessage: composeRunnerMessage,
      timeoutMs: 30_000,
      clock: () => new Date(),
    });
    cleanUps.push(() => store.close());
    return {
      store,
      folder: folder.path,
      signal: new AbortController().signal,
      env: { ...process.env, TEST_FOLDER: own.path },
      timing: { pollMs: 50, checkMs: 50, progressMs: 0, graceMs: 300, retryMs: 50 },
      ...more,
    };
  };
  return {
    repository,
    folder: own.path,
    options,
    run: async (more) => runPending(await options(more)),
    yaml: async (path) => {
      const text = await repository.read(path);
      return text === undefined ? undefined : load(text);
    },
  };
}

/** A handler that is a script of the repository. TEST_FOLDER is passed on. */
export function execRule(more: Record<string, unknown> = {}, command = ['./handler.sh']): Record<string, unknown> {
  return { offering: 'database', exec: { command }, environment: { pass: ['TEST_FOLDER'] }, ...more };
}

export const script = (lines: string) => `#!/bin/sh\n${lines}\n`;

/** Whether a process still runs; one that has ended and waits for its parent to notice does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
