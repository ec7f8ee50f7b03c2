/**
 * The forms that values in the environment can have. Each message is the remedy; none quotes a value, which may be secret.
 */
import { createPublicKey, createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** Longest wait that a Node timer can count. */
const MAX_SECONDS = 2_147_483;

const wholeNumber = (from: number, to: number, message: string) =>
  z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .refine((number) => number >= from && number <= to, message);

export const text = () => z.string();

export const seconds = ({ from = 1, to = MAX_SECONDS }: { from?: number; to?: number } = {}) =>
  wholeNumber(from, to, `must be a whole number of seconds, from ${from} to ${to}`);

export const port = () => wholeNumber(0, 65_535, 'must be a port number, from 1 to 65535 (0 takes any free port)');

export const choice = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, `must be one of: ${words.join(', ')}`);

/** With line ends, with blanks or `\\n` in their place, or base64 of it all: the store puts it in order. */
export const privateKey = () =>
  z
    .string()
    .refine(
      (key) => [key.trim(), Buffer.from(key, 'base64').toString('latin1').trim()].some(isArmoured),
      'must be a private key with its BEGIN and END lines, or base64 of it; mount it as a file and set GIT_SSH_KEY_FILE',
    );

const isArmoured = (key: string) => /^-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----$/.test(key);

export const branch = () => {
  const message = 'must be the name of a branch, for example main';
  return z
    .string()
    .regex(/^[^-./\s~^:?*[\\\p{Cc}][^\s~^:?*[\\\p{Cc}]*$/u, message)
    .refine((name) => !/\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)|[./]$/.test(name), message);
};

export const remote = () => z.string().regex(/^(?!-|ext::|fd::)/, 'must be the URL or path of a git repository');

export const headerSafe = (name: string) =>
  z.string().regex(/^[^<>\p{Cc}]+$/u, `must be the ${name} of the commits, without < and > or line breaks`);

export const certificate = () =>
  z
    .string()
    .refine(
      (pem) => parses(() => new X509Certificate(pem)),
      'must be a certificate in PEM format; mount it as a file and set SERVER_TLS_CERT_FILE',
    );

export const certificateKey = () =>
  z
    .string()
    .refine(
      (pem) => parses(() => createPrivateKey(pem)),
      'must be a private key in PEM format without a pass phrase; mount it as a file and set SERVER_TLS_KEY_FILE',
    );

/** True unless both are readable and belong to different keys. */
export function isPair(certificatePem: string, keyPem: string): boolean {
  let same = true;
  parses(() => {
    const key = createPublicKey(createPrivateKey(keyPem)).export({ type: 'spki', format: 'der' });
    same = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' }).equals(key);
  });
  return same;
}

/** Crypto reports a bad PEM only by throwing. */
function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
