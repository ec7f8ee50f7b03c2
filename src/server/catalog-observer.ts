/** Tells the log about every change of the catalog; an invalid one with all its problems. */
import type { Catalog } from '../osb/catalog.js';
import type { Log } from './log.js';

export function createCatalogObserver(log: Log) {
  return {
    invalid: (problems: readonly string[]): void => {
      const remedy = 'Push a valid catalog.yml; until then the last valid one stays in force, if there was one';
      log.error({ problems, remedy }, 'The catalog is invalid');
    },
    changed: (catalog: Catalog, warnings: readonly string[]): void => {
      for (const warning of warnings) log.warn({ warning }, 'The new catalog may surprise its users');
      log.info({ services: catalog.services.length }, 'The catalog is in force');
    },
  };
}
