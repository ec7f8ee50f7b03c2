/** `catalog.yml`, read as YAML only: what it must contain is the protocol's to say. */
import { CATALOG_PATH } from './paths.js';
import { parseYaml } from './yaml.js';
import type { Parsed } from './yaml.js';

export function readCatalogFile(bytes: Uint8Array): Parsed {
  return parseYaml(CATALOG_PATH, bytes);
}
