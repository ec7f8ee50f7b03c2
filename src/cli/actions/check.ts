/** `gitbroker check`: the conformance of any broker, after a person or a flag has agreed to what it orders. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { jsonReport } from '../../conformance/json-report.js';
import { junitReport } from '../../conformance/junit-report.js';
import { previewRun, runChecks } from '../../conformance/run-checks.js';
import type { Report, RunOptions } from '../../conformance/run-checks.js';
import { SubjectChoice } from '../../conformance/subject.js';
import { resultLine, textReport } from '../../conformance/text-report.js';
import { conforms } from '../../conformance/verdict.js';
import { readConnection } from '../broker/connection.js';
import type { ConnectionFlags } from '../broker/connection.js';
import { explained } from '../broker/explain-failure.js';
import { readObject } from '../broker/read-object.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';
import { oneLine } from '../output/table.js';
import { answerNo, wrongUsage } from '../refusal.js';

export interface CheckFlags extends ConnectionFlags {
  readonly yes?: boolean;
  readonly service?: string;
  readonly plan?: string;
  readonly choice?: string;
  readonly only?: readonly string[];
  readonly strict?: boolean;
  readonly maxDuration?: number;
  readonly output: 'text' | 'json' | 'junit';
}

export async function runCheck(context: CommandContext, url: string | undefined, flags: CheckFlags): Promise<ExitCode> {
  const { strict = false, maxDuration, only } = flags;
  const connection = await readConnection(context, { ...flags, ...(url !== undefined && { url }) });
  const choice = await readChoice(context, flags);
  const signal = context.stopSignal();
  const options: RunOptions = {
    connection: { ...connection, signal },
    choice,
    only,
    polling: { signal, maxDurationMs: maxDuration === undefined ? undefined : maxDuration * 1_000 },
    onResult: (result) => {
      if (context.stderr.isTTY) context.stderr.write(`${oneLine(resultLine(result))}\n`);
    },
  };
  return explained(async () => {
    await agree(context, await previewRun(options), flags, signal);
    const report = await runChecks(options);
    if (report.results.length === 0 && !report.interrupted)
      throw wrongUsage(`--only: there is no check of ${only?.join(', ')}`);
    context.stdout.write(REPORTS[flags.output](report, strict));
    return conforms(report, strict) ? EXIT.ok : EXIT.no;
  });
}

const REPORTS: Readonly<Record<CheckFlags['output'], (report: Report, strict: boolean) => string>> = {
  text: (report) => textReport(report),
  json: jsonReport,
  junit: junitReport,
};

/** @throws Refusal unless somebody has agreed */
async function agree(
  { stdin, stderr }: CommandContext,
  preview: readonly string[],
  { yes, choice }: CheckFlags,
  signal: AbortSignal,
): Promise<void> {
  stderr.write(preview.map((line) => `${line.trimEnd()}\n`).join(''));
  if (yes) return;
  if (!stdin.isTTY || choice === '-') throw wrongUsage('nobody can be asked here: agree with --yes');
  if (!/^y(es)?$/i.test(await ask('Go on? [y/N] ', { stdin, stderr }, signal))) throw answerNo('nothing was ordered');
}

/** Nothing, when whoever is asked goes away (Ctrl+C, Ctrl+D). */
async function ask(
  question: string,
  { stdin, stderr }: Pick<CommandContext, 'stdin' | 'stderr'>,
  signal: AbortSignal,
): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  const closed = once(terminal, 'close').then(() => '');
  try {
    return (await Promise.race([terminal.question(question, { signal }), closed])).trim();
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') return '';
    throw cause;
  } finally {
    terminal.close();
  }
}

async function readChoice(context: CommandContext, { choice, service, plan }: CheckFlags): Promise<SubjectChoice> {
  const told = choice === undefined ? {} : await readObject('--choice', choice, context);
  const read = SubjectChoice.safeParse({
    ...told,
    ...(service !== undefined && { service }),
    ...(plan !== undefined && { plan }),
  });
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw wrongUsage(`--choice: ${problems.join('; ')}`);
}
