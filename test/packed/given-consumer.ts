/**
 * An empty project with the packed tarball in it, as `npm install` would put it there; its dependencies are those of this
 * checkout, so that no registry is needed.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { givenFolder } from '../helpers/broker-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** As strict as it gets: what the entries export is compiled too. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2024'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    outDir: 'out',
    rootDir: '.',
  },
  include: ['*.ts'],
};

export interface Consumer {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  /** What the compiler has to say about all files, which is nothing in the end. */
  compile(): Promise<string>;
  remove(): Promise<void>;
}

export async function givenConsumer(): Promise<Consumer> {
  const { path: folder, remove } = await givenFolder();
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'gitbroker'), { recursive: true });
  const tarball = join(folder, stdout.trim());
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'gitbroker')]);
  const { dependencies } = JSON.parse(await readFile(join(modules, 'gitbroker', 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'consumer', type: 'module', private: true }));
  await write('tsconfig.json', JSON.stringify(TSCONFIG));
  const compiler = join(ROOT, 'node_modules', '.bin', 'tsc');
  const compile = () => run(compiler, ['-p', folder], { cwd: folder }).then(said, said);
  return { folder, write, compile, remove };
}

function said(result: unknown): string {
  return typeof result === 'object' && result && 'stdout' in result ? String(result.stdout) : String(result);
}
