/** Every pipeline file by the published schema of its system, and every shell line by the shell. */
import { execFile } from 'node:child_process';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { CORE_SCHEMA, FAILSAFE_SCHEMA, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { givenFolder } from '../helpers/broker-process.js';
import { minorVersion } from './given-host.js';
import {
  azureSteps,
  concourseSteps,
  githubSteps,
  gitlabSteps,
  jenkinsSteps,
  readText,
  readYaml,
} from './read-pipeline.js';
import { crontabSteps, unitSteps } from './read-units.js';

const run = promisify(execFile);
const NOWHERE = { url: 'https://git.example.com', tokenFile: '/etc/gitbroker/token' };

describe('the schema of its system', () => {
  test.each([
    ['github-workflow', 'github-actions/.github/workflows/gitbroker.yml'],
    ['github-workflow', 'pull-request/.github/workflows/propose-orders.yml'],
    ['gitlab-ci', 'gitlab-ci/.gitlab-ci.yml'],
    ['gitlab-ci', 'pull-request/propose-orders.gitlab-ci.yml'],
    ['azure-pipelines', 'azure-devops/azure-pipelines.yml'],
  ])('%s takes %s, and not one with a wrong key', async (schema, path) => {
    const packed = await readFile(new URL(`schemas/${schema}.json.gz`, import.meta.url));
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(gunzipSync(packed).toString()));
    // Azure reads every scalar as text.
    const yaml = schema === 'azure-pipelines' ? FAILSAFE_SCHEMA : CORE_SCHEMA;
    const pipeline = load(await readText(path), { schema: yaml });
    validate(pipeline);
    expect(validate.errors).toBe(null);
    // A check must be able to fail.
    expect(validate({ ...z.looseObject({}).parse(pipeline), jobs: 1, orders: 1, 'propose-orders': 1 })).toBe(false);
  });

  test('concourse/pipeline.yml: every get names a resource, and every task is whole (fly has the only schema)', async () => {
    const Resource = z.strictObject({
      name: z.string(),
      type: z.enum(['git', 'time']),
      icon: z.string().optional(),
      source: z.record(z.string(), z.unknown()),
    });
    const Get = z.strictObject({ get: z.string(), trigger: z.literal(true), params: z.object({}).optional() });
    const Task = z.strictObject({
      task: z.string(),
      timeout: z.string(),
      config: z.strictObject({
        platform: z.literal('linux'),
        image_resource: z.strictObject({ type: z.string(), source: z.object({ repository: z.string() }) }),
        params: z.record(z.string(), z.string()),
        run: z.strictObject({ path: z.string(), args: z.array(z.string()) }),
      }),
    });
    const Plan = z.tuple([z.strictObject({ in_parallel: z.array(Get) }), Task]);
    const Job = z.strictObject({ name: z.string(), serial: z.literal(true), plan: Plan });
    const Pipeline = z.strictObject({ resources: z.array(Resource), jobs: z.tuple([Job]) });
    const { resources, jobs } = await readYaml('concourse/pipeline.yml', Pipeline);
    const used = jobs[0].plan[0].in_parallel.map(({ get }) => get);
    expect(used.sort()).toEqual(resources.map(({ name }) => name).sort());
  });

  test('jenkins/Jenkinsfile: brackets and quotes are closed', async () => {
    const code = (await readText('jenkins/Jenkinsfile'))
      .replaceAll(/^\s*\/\/.*$/gm, '')
      .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, '');
    expect(code).not.toContain("'");
    const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
    const open: string[] = [];
    for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
      if (open.length > 0 && open.at(-1) === pairs[bracket]) open.pop();
      else open.push(bracket);
    }
    expect(open).toEqual([]);
  });

  test('cron: systemd takes service and timer', async () => {
    const folder = await givenFolder();
    try {
      const units = ['gitbroker-run.service', 'gitbroker-run.timer'];
      // The check looks for the program, too.
      const program = join(folder.path, 'gitbroker');
      await symlink(process.execPath, program);
      for (const unit of units) {
        const text = await readText(`cron/${unit}`);
        await writeFile(join(folder.path, unit), text.replace('/usr/local/bin/gitbroker', program));
      }
      const verified = await run('systemd-analyze', ['verify', ...units], { cwd: folder.path }).catch(
        ({ code, stderr }) => ({ code, stderr }),
      );
      // Not every machine has systemd.
      if ('code' in verified && verified.code === 'ENOENT') return;
      expect(verified).toEqual({ stdout: '', stderr: '' });
    } finally {
      await folder.remove();
    }
  });
});

describe('every command', () => {
  test('is one that sh can read, and asks for the compatible versions of this package', async () => {
    const steps = [
      ...(await githubSteps('github-actions/.github/workflows/gitbroker.yml', NOWHERE)),
      ...(await githubSteps('pull-request/.github/workflows/propose-orders.yml', NOWHERE)),
      ...(await gitlabSteps('gitlab-ci/.gitlab-ci.yml', 'orders', NOWHERE)),
      ...(await gitlabSteps('pull-request/propose-orders.gitlab-ci.yml', 'propose-orders', NOWHERE)),
      ...(await azureSteps('azure-devops/azure-pipelines.yml', NOWHERE)),
      ...(await jenkinsSteps('jenkins/Jenkinsfile', NOWHERE)),
      ...(await concourseSteps('concourse/pipeline.yml', NOWHERE)),
      ...(await unitSteps('cron/gitbroker-run.service', NOWHERE)),
      ...(await crontabSteps('cron/crontab', NOWHERE)),
    ];
    expect(steps.length).toBe(9);
    for (const { command } of steps) await run('sh', ['-n', '-c', command.at(-1) ?? '']);
    const version = await minorVersion();
    const pipelines = fileURLToPath(new URL('../../pipelines', import.meta.url));
    for (const entry of await readdir(pipelines, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      for (const [, named] of (await readFile(path, 'utf8')).matchAll(/gitbroker@([\d.]*\d)/g)) {
        expect([path, named]).toEqual([path, version]);
      }
    }
  });
});

describe('what a command gets to see', () => {
  test('no token in its arguments, which every process of the machine can read', async () => {
    const steps = await gitlabSteps('gitlab-ci/.gitlab-ci.yml', 'orders', NOWHERE);
    expect(steps.map(({ command }) => command.join(' ')).join('\n')).not.toMatch(/TOKEN|PASSWORD/);
  });
});
