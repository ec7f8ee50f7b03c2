/**
 * Takes the commands out of a pipeline file, as its system would run them: with its shell, its variables and its
 * expressions. An expression that the system does not know is an error, not an empty text.
 */
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { GivenHost, Step } from './given-host.js';
import { TOKEN } from './git-gate.js';

type Values = Readonly<Record<string, string>>;
type Surroundings = Pick<GivenHost, 'url' | 'tokenFile'>;
export type ReadSteps = (host: Surroundings) => Promise<Step[]>;

const Texts = z.record(z.string(), z.string());

export function readText(path: string): Promise<string> {
  return readFile(new URL(`../../pipelines/${path}`, import.meta.url), 'utf8');
}

/** @throws ZodError when the file has not the shape that its commands are looked for in */
export async function readYaml<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(load(await readText(path)));
}

/** The steps that are commands; actions of others are not run. */
export async function githubSteps(path: string, { url }: Surroundings): Promise<Step[]> {
  const Job = z.object({
    env: Texts.default({}),
    steps: z.array(z.object({ run: z.string().optional(), env: Texts.default({}) })),
  });
  const { jobs } = await readYaml(path, z.object({ jobs: z.record(z.string(), Job) }));
  const known = { 'github.server_url': url, 'github.repository': 'remote.git', 'github.token': TOKEN };
  return Object.values(jobs).flatMap((job) =>
    job.steps.flatMap(({ run, env }): Step[] =>
      run === undefined
        ? []
        : [
            {
              command: ['bash', '-e', '-c', expand(run, /\$\{\{ ?(.*?) ?\}\}/g, known)],
              env: expandAll({ ...job.env, ...env }, /\$\{\{ ?(.*?) ?\}\}/g, known),
            },
          ],
    ),
  );
}

export async function gitlabSteps(path: string, job: string, { url }: Surroundings): Promise<Step[]> {
  const Job = z.object({ variables: Texts, script: z.array(z.string()) });
  const { script, variables } = Job.parse((await readYaml(path, z.record(z.string(), z.unknown())))[job]);
  const predefined = {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PROJECT_URL: `${url}/remote`,
    CI_DEFAULT_BRANCH: 'main',
    CI_JOB_TOKEN: TOKEN,
  };
  const env = { ...predefined, ...expandAll(variables, /\$(\w+)/g, predefined) };
  return [{ command: ['bash', '-eo', 'pipefail', '-c', script.join('\n')], env }];
}

export async function azureSteps(path: string, { url }: Surroundings): Promise<Step[]> {
  const Script = z.object({ script: z.string().optional(), env: Texts.default({}) });
  const Job = z.object({ strategy: z.object({ runOnce: z.object({ deploy: z.object({ steps: z.array(Script) }) }) }) });
  const { jobs } = await readYaml(path, z.object({ jobs: z.array(Job) }));
  return jobs.flatMap(({ strategy }) =>
    strategy.runOnce.deploy.steps.flatMap(({ script, env }): Step[] => {
      if (script === undefined) return [];
      const known = { 'System.AccessToken': TOKEN };
      const mapped = expandAll(env, /\$\(([\w.]+)\)/g, known);
      // Variables of the system are in the environment; the token is only where it is mapped.
      const command = ['bash', '--noprofile', '--norc', '-c', expand(script, /\$\(([\w.]+)\)/g, known)] as const;
      return [{ command, env: { BUILD_REPOSITORY_URI: `${url}/remote.git`, ...mapped } }];
    }),
  );
}

/** Groovy is not run: its `environment`, `withCredentials` and `sh` are texts in a form of their own. */
export async function jenkinsSteps(path: string, { url }: Surroundings): Promise<Step[]> {
  const file = await readText(path);
  const [, block = ''] = /environment \{([^}]*)\}/.exec(file) ?? [];
  const environment = Object.fromEntries([...block.matchAll(/(\w+) = '(.*)'/g)].map(([, key, value]) => [key, value]));
  const [, user = '', password = ''] = /usernameVariable: '(\w+)', passwordVariable: '(\w+)'/.exec(file) ?? [];
  const env = { ...environment, REPOSITORY: `${url}/remote.git`, [user]: 'bot', [password]: TOKEN };
  return [...file.matchAll(/\bsh '(.*)'$/gm)].map(([, script = '']) => ({ command: ['sh', '-xec', script], env }));
}

export async function concourseSteps(path: string, { url }: Surroundings): Promise<Step[]> {
  const Config = z.object({ params: Texts, run: z.object({ path: z.string(), args: z.array(z.string()) }) });
  const Plan = z.array(z.object({ config: Config.optional() }));
  const { jobs } = await readYaml(path, z.object({ jobs: z.array(z.object({ plan: Plan })) }));
  const vars = { repository: `${url}/remote.git`, username: 'bot', password: TOKEN };
  return jobs.flatMap(({ plan }) =>
    plan.flatMap(({ config }): Step[] =>
      config === undefined
        ? []
        : [
            {
              command: [config.run.path, ...config.run.args],
              env: expandAll(config.params, /\(\((.*?)\)\)/g, vars),
            },
          ],
    ),
  );
}

function expandAll(env: Values, expression: RegExp, known: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, expand(value, expression, known)]));
}

function expand(text: string, expression: RegExp, known: Values): string {
  return text.replaceAll(expression, (whole, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`${whole} is not known here`);
    return value;
  });
}
