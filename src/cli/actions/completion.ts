/** `gitbroker completion`: what shells can complete, written down from the program itself. */
import type { Command, Option } from 'commander';

export type Shell = 'bash' | 'zsh' | 'fish';

interface Completed {
  /** `git pull` */
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** What an argument can be, when that is known. */
  readonly choices: readonly string[];
}

export function completionOf(program: Command, shell: Shell): string {
  const commands = commandsOf(program, '');
  if (shell === 'fish') return fish(commands);
  const lines = bash(commands);
  return shell === 'bash'
    ? `${lines}complete -o default -F _gitbroker gitbroker\n`
    : `#compdef gitbroker\nautoload -U +X bashcompinit && bashcompinit\n${lines}complete -o default -F _gitbroker gitbroker\n`;
}

function commandsOf(parent: Command, prefix: string): Completed[] {
  return parent.commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    const options = command.options.filter(({ hidden }) => !hidden);
    const choices = [
      ...command.commands.map((child) => child.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ];
    return [{ name, description: command.description(), options, choices }, ...commandsOf(command, `${name} `)];
  });
}

function flagsOf({ short, long }: Option): string[] {
  return [long, short].filter((flag) => flag !== undefined && flag !== null);
}

function bash(commands: readonly Completed[]): string {
  const top = commands.filter(({ name }) => !name.includes(' ')).map(({ name }) => name);
  const groups = top.filter((group) => commands.some(({ name }) => name.startsWith(`${group} `)));
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      option.argChoices
        ? flagsOf(option).map(
            (flag) => `    ${quote(`${name}/${flag}`)}) words=(${option.argChoices?.map(quote).join(' ')}) ;;`,
          )
        : [],
    ),
  );
  const words = commands.map(
    ({ name, options, choices }) =>
      `    ${quote(name)}) words=(${[...choices, ...options.flatMap(flagsOf), '--help'].map(quote).join(' ')}) ;;`,
  );
  return `_gitbroker() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" word
  local -a words=()
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$command" in ${groups.join('|')}) command="$command \${COMP_WORDS[2]}" ;; esac
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then words=(${[...top, '--help', '--version'].map(quote).join(' ')}); else
  case "$command/$before" in
${values.join('\n')}
    *) case "$command" in
${words.join('\n')}
    esac ;;
  esac; fi
  COMPREPLY=()
  for word in "\${words[@]}"; do
    case "$word" in "$current"*) COMPREPLY+=("$(printf %q "$word")") ;; esac
  done
}
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => {
    const [first = '', second] = name.split(' ');
    const when =
      second === undefined
        ? `__fish_seen_subcommand_from ${first}`
        : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    const own =
      second === undefined
        ? [`complete -c gitbroker -n __fish_use_subcommand -f -a ${quote(first)} -d ${quote(description)}`]
        : [];
    return [
      ...own,
      ...choices.map((choice) => `complete -c gitbroker -n ${quote(when)} -f -a ${quote(choice)}`),
      ...options.map((option) => fishOption(option, when)),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function fishOption({ short, long, description, argChoices, required, optional }: Option, when: string): string {
  return [
    `complete -c gitbroker -n ${quote(when)}`,
    ...(short ? [`-s ${short.replace(/^-/, '')}`] : []),
    ...(long ? [`-l ${long.replace(/^--/, '')}`] : []),
    ...(required || optional ? ['-r'] : []),
    ...(argChoices ? [`-f -a ${quote(argChoices.map((choice) => quote(choice)).join(' '))}`] : []),
    `-d ${quote(description)}`,
  ].join(' ');
}

function quote(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
