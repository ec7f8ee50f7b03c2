/** The `gitbroker` command line: every command, declared in the order of `--help`. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CommandContext, DeclareCommand } from './command-context.js';
import { declareCancel } from './commands/cancel.js';
import { declareCheck } from './commands/check.js';
import { declareCompletion } from './commands/completion.js';
import { declareDemo } from './commands/demo.js';
import { declareGenerate } from './commands/generate.js';
import { declareGit } from './commands/git.js';
import { declareHistory } from './commands/history.js';
import { declareImport } from './commands/import.js';
import { declareList } from './commands/list.js';
import { declareMigrate } from './commands/migrate.js';
import { declareMock } from './commands/mock.js';
import { declareOsb } from './commands/osb.js';
import { declarePending } from './commands/pending.js';
import { declarePrune } from './commands/prune.js';
import { declareRetry } from './commands/retry.js';
import { declareRun } from './commands/run.js';
import { declareServe } from './commands/serve.js';
import { declareShow } from './commands/show.js';
import { declareTerraform } from './commands/terraform.js';
import { declareTransform } from './commands/transform.js';
import { declareUpdate } from './commands/update.js';
import { declareUuid } from './commands/uuid.js';
import { declareValidate } from './commands/validate.js';
import { EXIT } from './exit-codes.js';

const COMMANDS: readonly DeclareCommand[] = [
  declareServe,
  declareDemo,
  declareList,
  declarePending,
  declareShow,
  declareValidate,
  declareHistory,
  declareRun,
  declareTerraform,
  declareTransform,
  declareUpdate,
  declareRetry,
  declareCancel,
  declareImport,
  declarePrune,
  declareMigrate,
  declareGit,
  declareOsb,
  declareCheck,
  declareMock,
  declareGenerate,
  declareUuid,
  declareCompletion,
];

const EXAMPLES = `
Examples:
  $ gitbroker demo
  $ APP_BASIC_AUTH_USERNAME=user APP_BASIC_AUTH_PASSWORD=secret gitbroker serve
  $ GIT_REMOTE=https://git.example.com/services.git GIT_TOKEN_FILE=/run/secrets/token gitbroker serve

Exit codes: ${EXIT.ok} done, ${EXIT.no} the answer is no, ${EXIT.usage} wrong usage or configuration, ${EXIT.git} git or its remote failed
`;

export function createProgram(context: CommandContext): Command {
  const program = new Command('gitbroker')
    .description('The GitOps Open Service Broker: sell services from a git repository')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .helpCommand(false)
    .exitOverride();
  for (const declare of COMMANDS) declare(program, context);
  return program;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown';
}
