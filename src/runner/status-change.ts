/** status.yml as a runner writes it: always of one operation. */
import { formatYaml } from '../repository/yaml.js';
import type { Change } from '../store/store.js';
import type { Work } from './work.js';

export interface Status {
  readonly status: 'in progress' | 'succeeded' | 'failed';
  readonly description: string;
  readonly instanceUsable?: boolean | undefined;
  readonly updateRepeatable?: boolean | undefined;
}

/** Platforms show it in one line. */
const MAX_DESCRIPTION = 500;

export function statusChange({ recordPath, operation, namesOperation }: Work, status: Status): Change {
  const { status: word, description, instanceUsable, updateRepeatable } = status;
  const file = {
    status: word,
    description: oneLine(description),
    ...(namesOperation && { operation: operation.id }),
    instanceUsable,
    updateRepeatable,
  };
  return { path: `${recordPath}/status.yml`, content: formatYaml(file) };
}

/** What handlers print is theirs: no control characters, no endless text. */
export function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION).toWellFormed()}…` : line;
}
