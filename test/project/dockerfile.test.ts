import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One list of instructions per stage. */
async function readStages(): Promise<Instruction[][]> {
  const text = (await read('Dockerfile')).replaceAll(/^#.*\n/gm, '').replaceAll('\\\n', ' ');
  const stages: Instruction[][] = [];
  for (const line of text.split('\n').filter((text) => text.trim() !== '')) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word, rest });
  }
  return stages;
}

const those = (stage: Instruction[] | undefined, word: string) =>
  (stage ?? []).filter((instruction) => instruction.word === word).map(({ rest }) => rest);

const copiedFromContext = (stages: Instruction[][]) =>
  stages
    .flatMap((stage) => those(stage, 'COPY'))
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(/\s+/).slice(0, -1));

describe('Dockerfile', () => {
  test('everything it copies exists and is let through by .dockerignore', async () => {
    const sources = [...new Set(copiedFromContext(await readStages()))];
    const allowed = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
    expect(sources.filter((source) => !existsSync(new URL(source, ROOT)))).toEqual([]);
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual(sources.sort());
  });

  test('what it builds has all that the compiler reads', async () => {
    const [build] = await readStages();
    const { extends: base } = JSON.parse(await read('tsconfig.build.json'));
    expect(those(build, 'COPY').join(' ')).toContain(base.replace('./', ''));
  });

  test('the entrypoint, in exec form, is the command that the package has', async () => {
    const [, runtime] = await readStages();
    const { bin } = JSON.parse(await read('package.json'));
    expect(JSON.parse(those(runtime, 'ENTRYPOINT')[0] ?? '')).toEqual(['node', `/app/${bin.gitbroker}`]);
    expect(JSON.parse(those(runtime, 'CMD')[0] ?? '')).toEqual(['serve']);
    expect(existsSync(new URL(bin.gitbroker.replace(/^dist/, 'src').replace(/js$/, 'ts'), ROOT))).toBe(true);
  });

  test('runs as a user without privileges, who can write to the volume', async () => {
    const [, runtime] = await readStages();
    expect(those(runtime, 'USER')).toEqual(['node']);
    expect(those(runtime, 'VOLUME')).toEqual(['/data']);
    expect(those(runtime, 'ENV').join(' ')).toContain('GIT_LOCAL_PATH=/data');
    expect(those(runtime, 'RUN').join(' ')).toContain('chown node:node /data');
  });

  test('has git and ssh, and no development dependencies', async () => {
    const [, runtime] = await readStages();
    const commands = those(runtime, 'RUN').join('\n');
    for (const needed of ['ca-certificates', 'git', 'openssh-client', 'npm ci --omit=dev']) {
      expect(commands).toContain(needed);
    }
    expect(commands.match(/npm (?:ci|install)\b/g)).toHaveLength(1);
  });

  test('the health check asks /healthz at the configured port and protocol', async () => {
    const [, runtime] = await readStages();
    const [check = ''] = those(runtime, 'HEALTHCHECK');
    const [node, flag, script] = JSON.parse(check.slice(check.indexOf('CMD ') + 4));
    expect([node, flag]).toEqual(['node', '-e']);
    for (const needed of ['/healthz', 'SERVER_PORT', 'PORT', 'SERVER_TLS_CERT', 'SERVER_TLS_CERT_FILE']) {
      expect(script).toContain(needed);
    }
  });
});
