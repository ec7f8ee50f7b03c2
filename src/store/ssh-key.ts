/** Private keys as people manage to get them into an environment variable. */

const ARMOUR = /^(-----BEGIN [A-Z ]+-----)([^-]+)(-----END [A-Z ]+-----)$/;

/** @throws Error when it is no private key; the message does not quote it */
export function readSshKey(text: string): string {
  const trimmed = text.replaceAll(String.raw`\n`, '\n').trim();
  const armoured = trimmed.startsWith('-----') ? trimmed : Buffer.from(trimmed, 'base64').toString('latin1').trim();
  const match = ARMOUR.exec(armoured.replaceAll(/\r/g, ''));
  if (!match) throw new Error('the ssh key is no private key in PEM or OpenSSH form, nor base64 of one');
  const [, begin, body, end] = match;
  // Headers of encrypted PEM keys end with a blank line and are kept; of all others only the base64 text counts.
  if (/Proc-Type/.test(body ?? '')) return `${armoured}\n`;
  const lines = (body ?? '').replaceAll(/\s/g, '').match(/.{1,70}/g) ?? [];
  return [begin, ...lines, end, ''].join('\n');
}
