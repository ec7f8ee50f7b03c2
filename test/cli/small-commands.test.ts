import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VARIABLE_TABLE } from '../../src/server/config-variables.js';
import { givenFolder } from '../helpers/broker-process.js';
import { gitbroker, givenCheckout, UNIPIPE } from './given-cli.js';
import { CATALOG_FILE, instanceFiles } from './records.js';

const TEMPLATES = [
  'catalog',
  'runner.yml',
  'handler',
  'transform-handler',
  'cloud-foundry',
  'docker-compose',
  'kubernetes',
];

let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => {
  folder = await givenFolder();
});
afterEach(() => folder.remove());

describe('gitbroker uuid', () => {
  test('as many as wanted, all different', async () => {
    const { code, stdout, stderr } = await gitbroker(['uuid', '3']);
    const lines = stdout.trimEnd().split('\n');
    expect({ code, stderr, count: new Set(lines).size }).toEqual({ code: 0, stderr: '', count: 3 });
    for (const line of lines)
      expect(line).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test.each(['0', '-1', 'x', '99999'])('%s: exit code 2', async (count) => {
    expect(await gitbroker(['uuid', count])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('gitbroker generate', () => {
  test('a catalog that is valid, and never over another one', async () => {
    expect(await gitbroker(['generate', 'catalog', folder.path])).toEqual({
      code: 0,
      stdout: 'catalog.yml\n',
      stderr: '',
    });
    expect(await gitbroker(['validate', folder.path])).toEqual({
      code: 0,
      stdout: '',
      stderr: '0 errors, 0 warnings\n',
    });
    const before = await readFile(join(folder.path, 'catalog.yml'), 'utf8');
    expect(await gitbroker(['generate', 'catalog', folder.path])).toMatchObject({ code: 1, stdout: '' });
    expect(await readFile(join(folder.path, 'catalog.yml'), 'utf8')).toBe(before);
    expect(await gitbroker(['generate', 'catalog', folder.path, '--force'])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder.path, 'catalog.yml'), 'utf8')).not.toBe(before);
  });

  test('each pipeline of the package', async () => {
    const pipelines = new URL('../../pipelines/', import.meta.url);
    const entries = await readdir(pipelines, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const { stdout } = await gitbroker(['generate']);
    expect(stdout).toBe([...TEMPLATES, ...names.sort()].map((name) => `${name}\n`).join(''));
    for (const name of names) {
      const target = join(folder.path, name);
      const answer = await gitbroker(['generate', name, target]);
      expect(answer.code).toBe(0);
      for (const path of answer.stdout.trimEnd().split('\n')) {
        expect(await readFile(join(target, path), 'utf8')).toBe(
          await readFile(new URL(`${name}/${path}`, pipelines), 'utf8'),
        );
      }
    }
  });

  test('a handler is executable, also where one that is not is replaced; other files are not', async () => {
    const mode = async (path: string) => (await stat(join(folder.path, path))).mode & 0o777;
    await gitbroker(['generate', 'handler', folder.path]);
    expect(await mode('handlers/handler.mjs')).toBe(0o755);
    await chmod(join(folder.path, 'handlers/handler.mjs'), 0o644);
    await gitbroker(['generate', 'handler', folder.path, '--force']);
    await gitbroker(['generate', 'runner.yml', folder.path]);
    expect([await mode('handlers/handler.mjs'), (await mode('runner.yml')) & 0o111]).toEqual([0o755, 0]);
  });

  test('runner.yml and a handler, which do the work of an order', async () => {
    const checkout = await givenCheckout({ ...CATALOG_FILE, ...instanceFiles('i-1', {}) });
    try {
      await checkout.gitbroker('generate', 'runner.yml');
      await checkout.gitbroker('generate', 'handler');
      await checkout.write('runner.yml', (await checkout.read('runner.yml')).replace('my-service #', 'database #'));
      expect(await checkout.gitbroker('git', 'push')).toMatchObject({ code: 0 });
      expect(await checkout.gitbroker('run', '--folder', folder.path)).toMatchObject({ code: 0, stderr: '' });
      expect(await checkout.remote.read('instances/i-1/status.yml')).toContain('status: succeeded');
      expect(await checkout.remote.read('instances/i-1/response.yml')).toContain('plan: small');
    } finally {
      await checkout.remove();
    }
  });

  test('handlers for transform, which make files of an order', async () => {
    await gitbroker(['generate', 'transform-handler', folder.path]);
    const path = join(folder.path, 'handlers/transform.mjs');
    await writeFile(path, (await readFile(path, 'utf8')).replace("'my-service'", "'database'"));
    for (const [name, content] of Object.entries(instanceFiles('i-1', {}))) {
      await mkdir(join(folder.path, name, '..'), { recursive: true });
      await writeFile(join(folder.path, name), content ?? '');
    }
    const answer = await gitbroker(['transform', '-r', path, folder.path]);
    expect(answer).toEqual({ code: 0, stdout: 'my-service/i-1.json\n', stderr: 'i-1: My service\n' });
    expect(JSON.parse(await readFile(join(folder.path, 'my-service/i-1.json'), 'utf8'))).toMatchObject({ size: 2 });
  });

  test.each([
    ['cloud-foundry', 'manifest.yml', 1],
    ['docker-compose', 'compose.yml', 1],
    ['kubernetes', 'gitbroker.yml', 2],
  ])(
    '%s: a deployment that says nothing twice and names only variables that the broker has',
    async (name, file, count) => {
      await gitbroker(['generate', name, folder.path]);
      const text = await readFile(join(folder.path, file), 'utf8');
      expect(loadAll(text)).toHaveLength(count);
      const named = [...text.matchAll(/\b(?:GIT|APP|SERVER|SHUTDOWN)_[A-Z_]+/g)].map(([variable]) =>
        variable.replace(/_FILE$/, ''),
      );
      const known = VARIABLE_TABLE.map((variable) => variable.name);
      expect(named.filter((variable) => !known.includes(variable))).toEqual([]);
    },
  );

  test('something else: exit code 2', async () => {
    expect(await gitbroker(['generate', '../src'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('gitbroker completion', () => {
  async function complete(...words: string[]) {
    const script = join(folder.path, 'completion.bash');
    await writeFile(script, (await gitbroker(['completion', 'bash'])).stdout);
    const line = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gitbroker; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', line, 'bash', script, 'gitbroker', ...words]);
    return stdout.trimEnd().split('\n');
  }

  test('bash: commands, options, and what they can be', async () => {
    expect(await complete('pen')).toEqual(['pending']);
    expect(await complete('git', 'p')).toEqual(['pull', 'push']);
    expect(await complete('git', 'push', '--m')).toEqual(['--message']);
    expect(await complete('osb', 'cat')).toEqual(['catalog']);
    expect(await complete('osb', 'bind', '--ser')).toEqual(['--services-file', '--service']);
    expect(await complete('list', '--output', '')).toEqual(['table', 'json', 'yaml']);
    expect(await complete('list', '--status', 'in')).toEqual(['in\\ progress']);
    expect(await complete('update', '--inst')).toEqual(['--instance-id', '--instance-usable']);
  });

  test.each(['bash', 'zsh', 'fish'])('%s: a script that its shell can read', async (shell) => {
    const { code, stdout } = await gitbroker(['completion', shell]);
    expect({ code, names: stdout.includes('pending') && !stdout.includes('output-format') }).toEqual({
      code: 0,
      names: true,
    });
    const parsed = await promisify(execFile)(shell, ['-n', '-c', stdout]).catch(({ code }) => code);
    // Not every machine has every shell.
    expect(['ENOENT', { stdout: '', stderr: '' }]).toContainEqual(parsed);
  });
});

describe('every command', () => {
  test('has an example in its help, and knows no option of others', async () => {
    const { stdout } = await gitbroker(['--help']);
    const commands = [
      ...(stdout
        .split('Commands:')[1]
        ?.split('Examples:')[0]
        ?.matchAll(/^ {2}([a-z]+)/gm) ?? []),
    ];
    const names = commands.map(([, name = '']) => name).filter((name) => name !== 'help');
    expect(names.length).toBeGreaterThan(12);
    for (const name of names) {
      const help = await gitbroker([name, '--help']);
      const hasExample = help.stdout.includes('Examples:\n  $ ');
      expect({ name, code: help.code, stderr: help.stderr, hasExample }).toEqual({
        name,
        code: 0,
        stderr: '',
        hasExample: true,
      });
      expect(await gitbroker([name, '--no-such-option'])).toMatchObject({ code: 2, stdout: '' });
    }
  });

  test('colours only for people who want them', async () => {
    expect((await gitbroker(['list', UNIPIPE], { env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B');
  });
});
