/**
 * Whether a webhook comes from a git host that knows the secret: each host has a way of its own to show it. Compared in
 * constant time, over the body as it came.
 *
 * - GitHub: `X-Hub-Signature-256: sha256=<hex>`; Bitbucket the same as `X-Hub-Signature`
 * - Gitea, Forgejo: `X-Gitea-Signature`, `X-Forgejo-Signature: <hex>`
 * - GitLab: `webhook-signature: v1,<base64>` of id, time and body (Standard Webhooks), or `X-Gitlab-Token: <the secret>`
 * - Azure DevOps: HTTP Basic authentication with the secret as password
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Standard Webhooks recommends five minutes, against those who send a recorded message again. */
const TOLERANCE_SECONDS = 300;

/** @param secrets one or more, so that they can be changed without a gap */
export function isGenuine(
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  secrets: readonly string[],
  now: Date,
): boolean {
  // No early exit: the time must not tell which secret and which way were right.
  const verdicts = secrets.flatMap((secret) => [
    ...hexSignatures(headers).map((given) => equal(given, hmac(secret, body).toString('hex'))),
    ...standardSignatures(headers, now).map((given) => equal(given, standardSignature(headers, body, secret))),
    ...plainSecrets(headers).map((given) => equal(given, secret)),
  ]);
  return verdicts.includes(true);
}

function hexSignatures(headers: IncomingHttpHeaders): string[] {
  const prefixed = [headers['x-hub-signature-256'], headers['x-hub-signature']].map((value) =>
    /^sha256=(.+)$/.exec(String(value))?.at(1),
  );
  return present([...prefixed, headers['x-gitea-signature'], headers['x-forgejo-signature']]);
}

function standardSignatures(headers: IncomingHttpHeaders, now: Date): string[] {
  const age = now.getTime() / 1000 - Number(headers['webhook-timestamp']);
  // Also false for a timestamp that is no number.
  if (!(Math.abs(age) <= TOLERANCE_SECONDS)) return [];
  const signatures = String(headers['webhook-signature'] ?? '').split(' ');
  return present(signatures.map((signature) => /^v1,(.+)$/.exec(signature)?.at(1)));
}

function standardSignature(headers: IncomingHttpHeaders, body: Uint8Array, secret: string): string {
  const encoded = /^whsec_(.+)$/.exec(secret)?.at(1);
  const key = encoded === undefined ? secret : Buffer.from(encoded, 'base64');
  const signed = [`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`, body] as const;
  return hmac(key, ...signed).toString('base64');
}

function plainSecrets(headers: IncomingHttpHeaders): string[] {
  const basic = /^basic (.+)$/i.exec(headers.authorization ?? '')?.at(1);
  const credentials = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString();
  return present([headers['x-gitlab-token'], credentials?.slice(credentials.indexOf(':') + 1)]);
}

function present(values: readonly (string | string[] | undefined)[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

function hmac(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const digest = createHmac('sha256', key);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Digests have one length, so that comparing them does not tell how long the secrets are. */
function equal(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
