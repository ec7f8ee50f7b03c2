/** Compares output with what a page shows of it: `…` stands for anything; ids, times, ages and the width of columns may differ. */

export function isShown(output: string, shown: string): boolean {
  const parts = normalize(shown).split('…').map(escape);
  return new RegExp(`^${parts.join('[^]*?')}$`).test(normalize(output));
}

/** The output as it is to be compared with `normalize(shown)`: the same when the page is right. */
export function asShown(output: string, shown: string): string {
  return normalize(isShown(output, shown) ? shown : output);
}

export function normalize(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d[.-]\d{3}Z/g, '<time>')
    .replaceAll(/(?<=^| )\d+[smhd](?= )/gm, '<age>')
    .replaceAll(/(?<=\S) +/g, ' ')
    .replaceAll(/ +$/gm, '')
    .trim();
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
