#!/usr/bin/env node
/**
 * The `gitbroker` command: reads arguments, hands over to one command, and is the only place that ends the process.
 *
 * Commands are loaded when they are called, so that `--help` and `--version` answer at once.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

const EXAMPLES = `
Examples:
  $ gitbroker demo
  $ APP_BASIC_AUTH_USERNAME=user APP_BASIC_AUTH_PASSWORD=secret gitbroker serve
  $ GIT_REMOTE=https://git.example.com/services.git GIT_TOKEN_FILE=/run/secrets/token gitbroker serve

Exit codes: ${EXIT.ok} done, ${EXIT.no} the answer is no, ${EXIT.usage} wrong usage or configuration, ${EXIT.git} git or its remote failed
`;

async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command('gitbroker')
    .description('The GitOps Open Service Broker: sell services from a git repository')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .helpCommand(false)
    .exitOverride();
  program
    .command('serve')
    .description('run the broker; it is configured by environment variables')
    .helpOption(false)
    .option('-h, --help', 'list all environment variables')
    .action(async ({ help }: { help?: true }, command: Command) => {
      const { describeEnvironment, runServe } = await import('./commands/serve.js');
      if (help) process.stdout.write(`${command.helpInformation()}\n${describeEnvironment()}`);
      else exitCode = await runServe({ env: process.env, stderr: process.stderr, signal: stopSignal() });
    });
  program
    .command('demo')
    .description('play the whole life of a service on this machine, and clean up')
    .action(async () => {
      const { runDemo } = await import('./commands/demo.js');
      await runDemo({ stdout: process.stdout, color: process.stdout.isTTY && !process.env['NO_COLOR'] });
    });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (cause) {
    // Commander has printed what is wrong.
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw cause;
  }
  return exitCode;
}

/** The first SIGTERM or SIGINT asks politely, the second one ends the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => (stop.signal.aborted ? process.exit(EXIT.no) : stop.abort());
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stop.signal;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown';
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (cause) {
  process.stderr.write(`gitbroker: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(EXIT.git);
}
