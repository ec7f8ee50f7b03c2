/** `gitbroker run` and `gitbroker terraform`: a runner for the time of one command. */
import type { EndedWork } from '../../runner/observer.js';
import type { RunnerOptions } from '../../runner/run-options.js';
import { runPending } from '../../runner/run-pending.js';
import type { RunSummary } from '../../runner/run-pending.js';
import { RunnerFileError } from '../../runner/runner-rules.js';
import { watchPending } from '../../runner/watch-pending.js';
import { offeringName } from '../../runner/work.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';
import type { OutputFormat } from '../output/write-output.js';
import { wrongUsage } from '../refusal.js';
import { openRunnerStore } from '../repository/runner-store.js';
import { readSettings } from '../repository/settings.js';
import { describeEnded, endedData, tellLeft, writeSummary } from '../runs/run-output.js';
import { tellProgress } from '../runs/tell-progress.js';
import { stateFolder } from '../runs/state-folder.js';

export interface TerraformOptions {
  readonly branch?: string;
  readonly plan?: boolean;
  readonly offering?: readonly string[];
  readonly folder?: string;
  readonly verbose?: boolean;
  readonly output: OutputFormat;
}

export interface RunOptions extends Omit<TerraformOptions, 'plan'> {
  readonly once?: boolean;
  readonly watch?: boolean;
  readonly interval?: number;
}

export async function runRun(context: CommandContext, repository: string, options: RunOptions): Promise<ExitCode> {
  const { watch, interval, output } = options;
  if (!watch && interval !== undefined) throw wrongUsage('--interval needs --watch');
  if (!watch) return withRunner(context, repository, options, (runner) => once(context, runner, output));
  const timing = interval === undefined ? {} : { pollMs: interval * 1000 };
  return withRunner(context, repository, options, async (runner) => {
    const ended = (work: EndedWork) => {
      runner.observer?.ended?.(work);
      context.stdout.write(output === 'table' ? `${describeEnded(work)}\n` : `${JSON.stringify(endedData(work))}\n`);
    };
    await watchPending({ ...runner, timing, observer: { ...runner.observer, ended } });
    return EXIT.ok;
  });
}

export async function runTerraform(
  context: CommandContext,
  repository: string,
  options: TerraformOptions,
): Promise<ExitCode> {
  const { plan = false, output } = options;
  // A plan is what the person has asked for: it is told whole.
  return withRunner(context, repository, { ...options, verbose: plan || options.verbose === true }, (runner) =>
    once(
      context,
      {
        ...runner,
        planOnly: plan,
        filter: (work, rule) => rule?.terraform !== undefined && (runner.filter?.(work, rule) ?? true),
      },
      output,
    ),
  );
}

async function once(context: CommandContext, runner: RunnerOptions, output: OutputFormat): Promise<ExitCode> {
  const summary = await runPending(runner);
  writeSummary(context, output, summary);
  tellLeft(context.stderr, summary);
  return exitCodeOf(summary);
}

/** No: something that somebody has to look at, or that was left undone. */
function exitCodeOf({ ended, problems }: RunSummary): ExitCode {
  if (ended.some(({ outcome }) => outcome === 'unreported')) return EXIT.git;
  const isNo = ended.some(({ outcome }) => ['failed', 'blocked', 'interrupted'].includes(outcome));
  return isNo || problems.length > 0 ? EXIT.no : EXIT.ok;
}

async function withRunner(
  context: CommandContext,
  repository: string,
  { branch, offering, folder, verbose = false }: Omit<TerraformOptions, 'output'>,
  work: (options: RunnerOptions) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { env, stderr } = context;
  const signal = context.stopSignal();
  const opened = await openRunnerStore(repository, branch, context);
  try {
    return await work({
      store: opened.store,
      folder: await stateFolder(folder, opened, context),
      signal,
      env,
      observer: tellProgress(stderr, { progress: verbose || stderr.isTTY === true, verbose }),
      rules: readSettings(env).rules,
      ...(offering && {
        filter: (one) => offering.includes(one.instance.serviceDefinitionId) || offering.includes(offeringName(one)),
      }),
    });
  } catch (cause) {
    if (cause instanceof RunnerFileError)
      throw wrongUsage(`${cause.message} (looked for on the branch ${opened.branch})`);
    throw cause;
  } finally {
    await opened.close();
  }
}
