/** What is wrong with catalog.yml: by the specification (errors), and by the rules of Cloud Foundry (warnings). */
import type { Catalog } from '../../osb/catalog.js';
import { validateCatalog } from '../../osb/validate-catalog.js';
import { readCatalogFile } from '../../repository/catalog-file.js';
import { CATALOG_PATH } from '../../repository/paths.js';
import type { Snapshot } from '../../store/store.js';
import { cloudFoundryProblems } from './cloud-foundry-rules.js';
import type { Finding } from './finding.js';
import { lineFinder } from './problem-lines.js';

const CORRECT = 'correct it; until then the broker serves the last valid catalog, if it knows one';

export interface CatalogFindings {
  /** undefined while it is not valid. */
  readonly catalog: Catalog | undefined;
  readonly findings: readonly Finding[];
}

export async function catalogFindings(snapshot: Snapshot): Promise<CatalogFindings> {
  const bytes = await snapshot.read(CATALOG_PATH);
  const error = (reason: string, remedy: string, line?: number): Finding => ({
    severity: 'error',
    file: CATALOG_PATH,
    line,
    reason,
    remedy,
  });
  if (!bytes) {
    return { catalog: undefined, findings: [error('does not exist', 'add one: gitbroker generate catalog')] };
  }
  const file = readCatalogFile(bytes);
  if (file.kind === 'unreadable') {
    return { catalog: undefined, findings: [error(file.problem.reason, CORRECT, file.problem.line)] };
  }
  const lineOf = await lineFinder(snapshot, CATALOG_PATH);
  const checked = validateCatalog(file.value);
  if (!checked.catalog) {
    const findings = checked.problems.map(({ path, message }) =>
      error(path === '' ? message : `${path}: ${message}`, CORRECT, lineOf(path)),
    );
    return { catalog: undefined, findings };
  }
  const lint = cloudFoundryProblems(checked.catalog).map(({ path, message, remedy }): Finding => ({
    severity: 'warning',
    file: CATALOG_PATH,
    line: lineOf(path),
    reason: `${path}: ${message}`,
    remedy,
  }));
  return { catalog: checked.catalog, findings: lint };
}
