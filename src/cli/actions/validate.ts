/** `gitbroker validate`: all problems of a repository, each with its place, its reason and its remedy. */
import type { Catalog } from '../../osb/catalog.js';
import { validateCatalog } from '../../osb/validate-catalog.js';
import { readCatalogFile } from '../../repository/catalog-file.js';
import { CATALOG_PATH } from '../../repository/paths.js';
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';
import { renderTable } from '../output/table.js';
import { formatData } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { readRecordRows } from '../records/record-row.js';
import { wrongUsage } from '../refusal.js';
import { gitIn } from '../repository/git-command.js';
import { withRepository } from '../repository/open-repository.js';
import type { OpenRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';
import { catalogChangeFindings } from '../validation/catalog-change-findings.js';
import { catalogFindings } from '../validation/catalog-findings.js';
import { leftTheCatalog } from '../validation/catalog-of-records.js';
import type { Finding } from '../validation/finding.js';
import { otherFileFindings } from '../validation/other-file-findings.js';
import { recordFindings } from '../validation/record-findings.js';

export interface ValidateOptions {
  readonly branch?: string;
  readonly base?: string;
  readonly strict?: boolean;
  readonly output: OutputFormat;
}

const COLUMNS = [
  { title: 'severity', value: ({ severity }: Finding) => severity },
  { title: 'where', value: ({ file, line }: Finding) => (line === undefined ? file : `${file}:${line}`) },
  { title: 'reason', value: ({ reason }: Finding) => reason },
  { title: 'remedy', value: ({ remedy }: Finding) => remedy },
];

export async function runValidate(
  context: CommandContext,
  repository: string,
  { branch, base, strict, output }: ValidateOptions,
): Promise<ExitCode> {
  const findings = await withRepository({ repository, branch, fullHistory: base !== undefined }, context, (opened) =>
    findAll(opened, base, context),
  );
  const { stdout, stderr, color } = context;
  if (output !== 'table') stdout.write(formatData(output, findings));
  else if (findings.length > 0) stdout.write(renderTable(COLUMNS, findings, color));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  stderr.write(`${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}\n`);
  return errors > 0 || (strict && findings.length > 0) ? EXIT.no : EXIT.ok;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function findAll(opened: OpenRepository, base: string | undefined, context: CommandContext): Promise<Finding[]> {
  const snapshot = await opened.read();
  const view = openRepositoryView(snapshot, new RecordCache(1));
  const reading = readingContext(context.env);
  const { catalog, findings } = await catalogFindings(snapshot);
  const rows = await readRecordRows(view, reading);
  const before = base === undefined ? undefined : await catalogAt(opened, base, context);
  return [
    ...findings,
    ...(catalog && before ? catalogChangeFindings(before, catalog, rows) : []),
    ...(await recordFindings(view, reading)),
    ...(await otherFileFindings(
      snapshot,
      rows.filter(({ kind }) => kind === 'instance').map(({ path }) => path),
    )),
    ...(catalog ? leftTheCatalog(catalog, rows) : []),
  ];
}

/** undefined when there was none, or none that was valid: then nobody uses it. */
async function catalogAt(
  { history }: OpenRepository,
  revision: string,
  { env }: CommandContext,
): Promise<Catalog | undefined> {
  if (!history) throw wrongUsage('--base needs a git checkout: there is no history here');
  const git = gitIn(history.folder, env);
  const commit = await git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  if (commit.exitCode !== 0) throw wrongUsage(`--base: there is no revision "${revision}"`);
  const file = await git.ask('show', `${commit.stdout.trim()}:${CATALOG_PATH}`);
  if (file.exitCode !== 0) return undefined;
  const read = readCatalogFile(Buffer.from(file.stdout));
  return read.kind === 'valid' ? validateCatalog(read.value).catalog : undefined;
}
