/** How long ago something was, in the unit that says enough: `45s`, `12m`, `5h`, `3d`. */
const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

export function describeAge(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  const unit = UNITS.find(([, size]) => seconds >= size);
  return unit ? `${Math.floor(seconds / unit[1])}${unit[0]}` : `${Math.max(0, Math.floor(seconds))}s`;
}
