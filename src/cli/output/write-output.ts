/** Data on stdout, in the form that was asked for. */
import { formatYaml } from '../../repository/yaml.js';
import { renderTable } from './table.js';
import type { Column } from './table.js';

export type OutputFormat = 'table' | 'json' | 'yaml';

export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly color: boolean;
}

/** @param toData what programs get of a row */
export function writeRows<Row>(
  { stdout, color }: Output,
  format: OutputFormat,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  toData: (row: Row) => object,
): void {
  stdout.write(format === 'table' ? renderTable(columns, rows, color) : formatData(format, rows.map(toData)));
}

export function formatData(format: 'json' | 'yaml', value: object): string {
  return format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : formatYaml(value);
}
