/** Rows as a table for people. What comes from platforms and pipelines cannot steer the terminal. */

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | undefined;
}

const GAP = '  ';

/** Lines with their ends; the titles stand out where colour is welcome. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], color: boolean): string {
  const titles = columns.map(({ title }) => title.toUpperCase());
  const cells = rows.map((row) => columns.map(({ value }) => oneLine(value(row) ?? '')));
  const widths = titles.map((title, n) => Math.max(title.length, ...cells.map((row) => (row[n] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join(GAP)
      .trimEnd();
  const head = color ? `\u001B[1m${line(titles)}\u001B[0m` : line(titles);
  return `${[head, ...cells.map(line)].join('\n')}\n`;
}

/** Without what could steer a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
