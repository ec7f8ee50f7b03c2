/** `gitbroker import`: a resource that nobody has ordered gets the record it would have if somebody had. */
import { randomUUID } from 'node:crypto';
import type { CommandContext } from '../command-context.js';
import { decideBindingImport, decideInstanceImport } from '../records/decide-import.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions } from '../records/record-reference.js';
import { readMapFile, readPairs } from '../records/report-input.js';
import { wrongUsage } from '../refusal.js';
import { withRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';

export interface ImportOptions extends RecordOptions {
  readonly branch?: string;
  readonly push?: boolean;
  readonly offering?: string;
  readonly plan?: string;
  readonly parameter?: readonly string[];
  readonly parametersFile?: string;
  readonly context?: readonly string[];
  readonly org?: string;
  readonly space?: string;
  readonly dashboardUrl?: string;
  readonly credentials?: readonly string[];
  readonly credentialsFile?: string;
}

export async function runImport(
  context: CommandContext,
  given: RecordArguments,
  options: ImportOptions,
): Promise<void> {
  const { reference, repository } = readRecordArguments(given, options);
  const { instanceId, bindingId } = reference;
  const { branch, push, offering, plan, org, space, dashboardUrl } = options;
  if (options.parametersFile === '-' && options.credentialsFile === '-')
    throw wrongUsage('stdin can be read once only');
  const values = {
    parameters: await mapOf('--parameter', options.parameter, options.parametersFile, context),
    context: options.context && readPairs('--context', options.context),
    operationId: randomUUID(),
  };
  const hasCredentials = (options.credentials ?? options.credentialsFile) !== undefined;
  const credentials = await mapOf('--credentials', options.credentials, options.credentialsFile, context);
  if (bindingId === undefined && hasCredentials) throw wrongUsage('credentials belong to a binding: give --binding-id');
  if (bindingId === undefined && (offering === undefined || plan === undefined)) {
    throw wrongUsage('which one is it? Give --offering and --plan');
  }
  const reading = readingContext(context.env);
  await withRepository({ repository, branch, push }, context, (opened) =>
    opened.change((snapshot) =>
      bindingId === undefined
        ? decideInstanceImport(
            snapshot,
            { ...values, instanceId, offering: offering ?? '', plan: plan ?? '', org, space, dashboardUrl },
            reading,
          )
        : decideBindingImport(
            snapshot,
            { ...values, instanceId, bindingId, credentials: hasCredentials ? credentials : undefined },
            reading,
          ),
    ),
  );
  context.stderr.write(`Imported ${describeReference(reference)}\n`);
}

async function mapOf(
  option: string,
  pairs: readonly string[] | undefined,
  file: string | undefined,
  context: CommandContext,
): Promise<Record<string, unknown>> {
  return {
    ...(file === undefined ? {} : await readMapFile(`${option}s-file`, file, context)),
    ...readPairs(option, pairs ?? []),
  };
}
