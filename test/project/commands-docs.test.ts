import type { Argument, Command, Option } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.js';

const nothing = { write: () => true } as unknown as NodeJS.WritableStream;

function programOf(): Promise<Command> {
  return createProgram({
    env: {},
    cwd: '/',
    stdin: process.stdin,
    stdout: nothing,
    stderr: nothing,
    color: false,
    stopSignal: () => new AbortController().signal,
    exitWith: () => {},
  });
}

const INTRO = `# Commands

Every command of \`gitbroker\`. This page is made from the program: \`npx vitest run test/project/commands-docs.test.ts --update\`.

Data is written to stdout, words to stderr. Exit codes: 0 done, 1 the answer is no, 2 wrong usage or configuration,
3 git or its remote failed. Colours are left out where \`NO_COLOR\` is set or stdout is no terminal.

\`[repository]\` is a checkout (its work tree is read and written), a bare repository, or the URL of one (it is read and
written through git, without a work tree). \`--push\` commits and pushes from a checkout too. Remotes are reached with
the credentials of your own git, or with \`GIT_USERNAME\`, \`GIT_TOKEN\`, \`GIT_SSH_KEY\` … as
[the broker's](configuration.md). Statuses count as \`STATUS_OPERATION\` and \`OPERATION_TIMEOUT\` say: give commands
the same as the broker.
`;

test('docs/reference/commands.md is what the program says', async () => {
  const commands = leaves(await programOf(), 'gitbroker');
  const page = `${INTRO}\n${commands.map(({ name, command }) => section(name, command)).join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../docs/reference/commands.md');
});

function leaves(parent: Command, prefix: string): { name: string; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const name = `${prefix} ${command.name()}`;
    return command.commands.length > 0 ? leaves(command, name) : [{ name, command }];
  });
}

function section(name: string, command: Command): string {
  const usage = [name, command.options.length > 0 ? '[options]' : '', ...command.registeredArguments.map(argumentText)];
  const rows = [
    ...command.registeredArguments.map((argument) => [
      argumentText(argument),
      sentence(argument.description, argument.argChoices, argument.defaultValue),
    ]),
    ...command.options
      .filter(({ hidden }) => !hidden)
      .map((option) => [option.flags, sentence(option.description, option.argChoices, defaultOf(option))]),
  ];
  const table = rows.map(([flags = '', words = '']) => `| \`${cell(flags)}\` | ${cell(words)} |\n`).join('');
  const head = table === '' ? '' : '\n| | |\n|---|---|\n';
  return `## ${name}\n\n${command.description()}\n\n\`\`\`\n${usage.filter(Boolean).join(' ')}\n\`\`\`\n${head}${table}${examplesOf(command)}`;
}

function argumentText(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function defaultOf({ defaultValue, negate }: Option): unknown {
  return negate ? undefined : defaultValue;
}

function sentence(description: string, choices: readonly string[] | undefined, fallback: unknown): string {
  const options = choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : '';
  return `${description}${options}${fallback === undefined ? '' : ` (default: \`${String(fallback)}\`)`}`;
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** Only help that is printed has them. */
function examplesOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (words) => (text += words) }).outputHelp();
  const [, examples = ''] = text.split('Examples:\n');
  const lines = examples.split('\n').filter((line) => line.startsWith('  $ '));
  return lines.length === 0 ? '' : `\n\`\`\`\n${lines.map((line) => line.slice(2)).join('\n')}\n\`\`\`\n`;
}
