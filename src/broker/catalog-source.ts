/** The catalog in force: the one of the snapshot, or the last good one while that is invalid. */
import type { Catalog } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';
import { validateCatalog } from '../osb/validate-catalog.js';
import { readCatalogFile } from '../repository/catalog-file.js';
import { CATALOG_PATH } from '../repository/paths.js';
import { describeProblem } from '../repository/problem.js';
import type { Snapshot } from '../store/store.js';
import { catalogChanges } from './catalog-changes.js';
import { withDefaults } from './catalog-defaults.js';

export interface CatalogObserver {
  /** The catalog of the newest snapshot is invalid: `problems` has all of them, with their place. */
  invalid?(problems: readonly string[]): void;
  /** A valid catalog has come into force; `warnings` tells what could surprise those who use it. */
  changed?(catalog: Catalog, warnings: readonly string[]): void;
}

export class CatalogSource {
  readonly #observer: CatalogObserver;
  /** Id of the content that was read last; the same content is not read twice. */
  #contentId: string | undefined;
  #lastGood: Catalog | undefined;
  #valid = false;

  constructor(observer: CatalogObserver = {}) {
    this.#observer = observer;
  }

  /** False while the newest catalog that was read is invalid or missing. */
  get valid(): boolean {
    return this.#valid;
  }

  /** @throws OsbError `Unavailable` when there has never been a valid one */
  async at(snapshot: Snapshot): Promise<Catalog> {
    const entry = await snapshot.entry(CATALOG_PATH);
    const contentId = entry?.id ?? '';
    if (contentId !== this.#contentId) {
      const bytes = await snapshot.read(CATALOG_PATH);
      this.#contentId = contentId;
      this.#take(bytes);
    }
    if (this.#lastGood) return this.#lastGood;
    throw new OsbError('Unavailable', 'The service catalog is not available at the moment.', { retryAfterSeconds: 60 });
  }

  #take(bytes: Uint8Array | undefined): void {
    const read = readCatalog(bytes);
    this.#valid = read.catalog !== undefined;
    if (!read.catalog) {
      this.#observer.invalid?.(read.problems);
      return;
    }
    const warnings = this.#lastGood ? catalogChanges(this.#lastGood, read.catalog) : [];
    this.#lastGood = read.catalog;
    this.#observer.changed?.(read.catalog, warnings);
  }
}

function readCatalog(bytes: Uint8Array | undefined): { catalog?: Catalog; problems: string[] } {
  if (!bytes) return { problems: [`${CATALOG_PATH} does not exist: add one to the root of the branch`] };
  const file = readCatalogFile(bytes);
  if (file.kind !== 'valid') return { problems: [describeProblem(file.problem)] };
  const checked = validateCatalog(file.value);
  if ('catalog' in checked && checked.catalog) return { catalog: withDefaults(checked.catalog), problems: [] };
  return { problems: checked.problems.map(({ path, message }) => `${CATALOG_PATH}: ${path}: ${message}`) };
}
