/** When each pipeline starts, by the rules of its system; and how each keeps a second run from starting meanwhile. */
import { z } from 'zod';
import { readText, readYaml } from './read-pipeline.js';

/** What is known of a push that a system decides on. */
export interface Pushed {
  readonly paths: readonly string[];
  /** Of those paths, the ones that a git pathspec takes. */
  readonly matching: (pathspecs: readonly string[]) => Promise<readonly string[]>;
}

export type IsStarted = (pushed: Pushed) => Promise<boolean>;

const Paths = z.array(z.string()).min(1);
const Push = z.object({ on: z.object({ push: z.object({ paths: Paths, branches: z.tuple([z.literal('main')]) }) }) });
const Rules = z.array(z.object({ if: z.string(), changes: Paths.optional() }));
const Trigger = z.object({ trigger: z.object({ paths: z.strictObject({ include: Paths }) }) });
const Resources = z.object({
  resources: z.array(z.object({ type: z.string(), source: z.object({ paths: Paths.optional() }) })),
});

export const TRIGGERS: readonly [string, IsStarted][] = [
  ...['github-actions/.github/workflows/gitbroker.yml', 'pull-request/.github/workflows/propose-orders.yml'].map(
    (path): [string, IsStarted] => [
      path,
      async (pushed) => matchesGlob((await readYaml(path, Push)).on.push.paths, pushed),
    ],
  ),
  ...['gitlab-ci/.gitlab-ci.yml', 'pull-request/propose-orders.gitlab-ci.yml'].map((path): [string, IsStarted] => [
    path,
    async (pushed) => {
      const { workflow } = await readYaml(path, z.object({ workflow: z.object({ rules: Rules }) }));
      // A rule that does not ask where the pipeline comes from would take every push.
      return workflow.rules.some(({ if: condition, changes }) => {
        if (/"(schedule|web)"/.test(condition) && !condition.includes('"push"')) return false;
        return changes === undefined || matchesGlob(changes, pushed);
      });
    },
  ]),
  [
    'azure-devops/azure-pipelines.yml',
    async (pushed) =>
      matchesGlob((await readYaml('azure-devops/azure-pipelines.yml', Trigger)).trigger.paths.include, pushed),
  ],
  [
    'jenkins/Jenkinsfile',
    async ({ paths }) => {
      const [, groovy] = /includedRegions: '(.*?)'/.exec(await readText('jenkins/Jenkinsfile')) ?? [];
      if (groovy === undefined) throw new Error('every commit would start it');
      // The plugin takes a commit of which one path matches as a whole.
      const region = new RegExp(`^(?:${groovy.replaceAll('\\\\', '\\')})$`);
      return paths.some((path) => region.test(path));
    },
  ],
  [
    'concourse/pipeline.yml',
    async ({ matching }) => {
      const { resources } = await readYaml('concourse/pipeline.yml', Resources);
      const repository = resources.find(({ type }) => type === 'git');
      // The resource gives them to `git rev-list` as they are.
      return (await matching(repository?.source.paths ?? ['.'])).length > 0;
    },
  ],
];

/** `*` ends at a slash, `**` does not: so in GitHub, GitLab and Azure. */
function matchesGlob(globs: readonly string[], { paths }: Pushed): boolean {
  const patterns = globs.map((glob) => {
    const parts = glob.split(/(\*\*\/?|\*)/).map((part) => {
      if (part.startsWith('**')) return part.endsWith('/') ? '(?:.*/)?' : '.*';
      return part === '*' ? '[^/]*' : part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    });
    return new RegExp(`^${parts.join('')}$`);
  });
  return paths.some((path) => patterns.some((pattern) => pattern.test(path)));
}
