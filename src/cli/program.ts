/** The `gitbroker` command line: its commands, each declared in a file of its own. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CommandContext, DeclareCommand } from './command-context.js';
import { EXIT } from './exit-codes.js';

/** In the order of `--help`. Loaded when they are needed: a command starts faster without the others. */
const COMMANDS = {
  serve: async () => (await import('./commands/serve.js')).declareServe,
  demo: async () => (await import('./commands/demo.js')).declareDemo,
  list: async () => (await import('./commands/list.js')).declareList,
  pending: async () => (await import('./commands/pending.js')).declarePending,
  show: async () => (await import('./commands/show.js')).declareShow,
  browse: async () => (await import('./commands/browse.js')).declareBrowse,
  validate: async () => (await import('./commands/validate.js')).declareValidate,
  history: async () => (await import('./commands/history.js')).declareHistory,
  run: async () => (await import('./commands/run.js')).declareRun,
  terraform: async () => (await import('./commands/terraform.js')).declareTerraform,
  transform: async () => (await import('./commands/transform.js')).declareTransform,
  update: async () => (await import('./commands/update.js')).declareUpdate,
  retry: async () => (await import('./commands/retry.js')).declareRetry,
  cancel: async () => (await import('./commands/cancel.js')).declareCancel,
  import: async () => (await import('./commands/import.js')).declareImport,
  prune: async () => (await import('./commands/prune.js')).declarePrune,
  migrate: async () => (await import('./commands/migrate.js')).declareMigrate,
  git: async () => (await import('./commands/git.js')).declareGit,
  osb: async () => (await import('./commands/osb.js')).declareOsb,
  check: async () => (await import('./commands/check.js')).declareCheck,
  mock: async () => (await import('./commands/mock.js')).declareMock,
  generate: async () => (await import('./commands/generate.js')).declareGenerate,
  uuid: async () => (await import('./commands/uuid.js')).declareUuid,
  completion: async () => (await import('./commands/completion.js')).declareCompletion,
} satisfies Record<string, () => Promise<DeclareCommand>>;

const EXAMPLES = `
Examples:
  $ gitbroker demo
  $ APP_BASIC_AUTH_USERNAME=user APP_BASIC_AUTH_PASSWORD=secret gitbroker serve
  $ GIT_REMOTE=https://git.example.com/services.git GIT_TOKEN_FILE=/run/secrets/token gitbroker serve

Exit codes: ${EXIT.ok} done, ${EXIT.no} the answer is no, ${EXIT.usage} wrong usage or configuration, ${EXIT.git} git or its remote failed
`;

/** @param called the only command that is wanted; all of them unless it is one that can do without the others */
export async function createProgram(context: CommandContext, called?: string): Promise<Command> {
  const program = new Command('gitbroker')
    .description('The GitOps Open Service Broker: sell services from a git repository')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .helpCommand(false)
    .exitOverride();
  const wanted = called !== undefined && isAlone(called) ? [COMMANDS[called]] : Object.values(COMMANDS);
  for (const declare of await Promise.all(wanted.map((load) => load()))) declare(program, context);
  return program;
}

/** `completion` tells what all the others are. */
function isAlone(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name) && name !== 'completion';
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown';
}
