/** `gitbroker update`: reports what an operation came to, safely: never about another one than the caller means. */
import type { StatusFile } from '../../repository/status-file.js';
import type { CommandContext } from '../command-context.js';
import { changeRecord } from '../records/change-record.js';
import { decideReport } from '../records/decide-report.js';
import type { Report } from '../records/decide-report.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions } from '../records/record-reference.js';
import { readMapFile, readPairs } from '../records/report-input.js';
import { wrongUsage } from '../refusal.js';

export interface UpdateOptions extends RecordOptions {
  readonly branch?: string;
  readonly push?: boolean;
  readonly status?: StatusFile['status'];
  /** True when given without a text. */
  readonly description?: string | true;
  readonly operation?: string;
  readonly credentials?: readonly string[];
  readonly credentialsFile?: string;
  readonly dashboardUrl?: string;
  readonly response?: readonly string[];
  readonly responseFile?: string;
  readonly instanceUsable?: boolean;
  readonly updateRepeatable?: boolean;
  readonly retryAfter?: number;
}

export async function runUpdate(
  context: CommandContext,
  given: RecordArguments,
  options: UpdateOptions,
): Promise<void> {
  const { reference, repository } = readRecordArguments(given, options);
  requireSensible(options);
  const report = await readReport(context, options);
  const { operation, changed, dashboardUnseen } = await changeRecord(
    { repository, reference, ...options },
    context,
    (snapshot, decisionContext) => decideReport(snapshot, reference, report, decisionContext),
  );
  const what = report.status?.status ?? 'the result';
  const words = changed ? `Reported ${what} for` : `Already reported ${what} for`;
  context.stderr.write(`${words} the ${operation.type} of ${describeReference(reference)}\n`);
  if (dashboardUnseen) {
    context.stderr.write(
      'Platforms are not told of the dashboard: it was ordered without one; see metadata.dashboardUrl in the catalog\n',
    );
  }
}

function requireSensible(options: UpdateOptions): void {
  const { bindingId, status, credentials, credentialsFile, responseFile } = options;
  const ofBinding = credentials !== undefined || credentialsFile !== undefined;
  if (ofBinding && bindingId === undefined) {
    throw wrongUsage('credentials belong to a service binding: name it by --binding-id');
  }
  if (options.dashboardUrl !== undefined && bindingId !== undefined) {
    throw wrongUsage('a dashboard belongs to the service instance: leave --binding-id out');
  }
  if (credentialsFile === '-' && responseFile === '-') throw wrongUsage('stdin can be read once only');
  const nothing =
    !ofBinding && [options.response, responseFile, options.dashboardUrl].every((one) => one === undefined);
  if (status === undefined && nothing) throw wrongUsage('what is to be reported? Give --status, or a result');
  const ofStatus = [options.description, options.instanceUsable, options.updateRepeatable, options.retryAfter];
  if (status === undefined && ofStatus.some((one) => one !== undefined)) {
    throw wrongUsage('--description, --instance-usable, --update-repeatable and --retry-after need --status');
  }
}

async function readReport(context: CommandContext, options: UpdateOptions): Promise<Report> {
  const { status, credentials, credentialsFile, response, responseFile, dashboardUrl } = options;
  const file = async (option: string, path: string | undefined) =>
    path === undefined ? {} : readMapFile(option, path, context);
  const [givenCredentials, givenResponse] = [
    { ...(await file('--credentials-file', credentialsFile)), ...readPairs('--credentials', credentials ?? []) },
    {
      ...(await file('--response-file', responseFile)),
      ...readPairs('--response', response ?? []),
      ...(dashboardUrl !== undefined && { dashboard_url: dashboardUrl }),
    },
  ];
  return {
    ...(status && { status: statusOf(status, options) }),
    ...((credentials ?? credentialsFile) !== undefined && { credentials: givenCredentials }),
    ...(Object.keys(givenResponse).length > 0 && { response: givenResponse }),
  };
}

function statusOf(status: StatusFile['status'], options: UpdateOptions): StatusFile {
  const { description, instanceUsable, updateRepeatable, retryAfter } = options;
  const text = description === true ? '' : (description ?? '');
  return { status, description: text, instanceUsable, updateRepeatable, retryAfter };
}
