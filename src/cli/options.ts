/** Arguments and options that several commands share. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

const REPOSITORY = 'a checkout, a bare repository, or the URL of one';

export function withRepositoryArgument(command: Command): Command {
  return command.argument('[repository]', REPOSITORY, '.').addOption(branchOption());
}

/** `<instance> [repository]`, or `-i <instance> [repository]` as UniPipe has it. */
export function withRecordArguments(command: Command): Command {
  return command
    .argument('[instance]', 'id of the service instance')
    .argument('[repository]', `${REPOSITORY} (default: ".")`)
    .option('-i, --instance-id <id>', 'id of the service instance, in place of the argument')
    .option('-b, --binding-id <id>', 'id of one of its service bindings')
    .addOption(branchOption());
}

export function outputOption(fallback: 'table' | 'yaml' = 'table'): Option {
  return new Option('-o, --output <format>', 'how the answer is written')
    .choices(['table', 'json', 'yaml'])
    .default(fallback);
}

export function pushOption(): Option {
  return new Option('--push', 'commit and push the change, decided anew whenever others were faster');
}

/** `true` or `false`, as an option's value. */
export function parseBoolean(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new InvalidArgumentError('Allowed choices are true, false.');
}

/** A whole number from 1 on, as an option's value. */
export function parseCount(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

function branchOption(): Option {
  return new Option('--branch <name>', 'branch of a bare repository or URL (default: GIT_REMOTE_BRANCH or its own)');
}
