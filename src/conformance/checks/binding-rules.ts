/** What a binding hands out must look like (BIND-20 … BIND-28, META-07 … META-09). */
import { z } from 'zod';
import type { ServiceOffering } from '../../osb/catalog.js';
import { describeIssues, reason } from '../../osb/describe-issues.js';
import { Endpoint, VolumeMount } from '../../osb/responses.js';
import type { Check } from '../check.js';
import { field } from '../exchange.js';

export type BindingRule = Omit<Check, 'run'> & {
  readonly problems: (body: unknown, offering: ServiceOffering) => string[];
};

const METADATA = 'Binding Metadata Object';
const PERMISSIONS = {
  syslog_drain_url: 'syslog_drain',
  route_service_url: 'route_forwarding',
  volume_mounts: 'volume_mount',
} as const;

export const BINDING_RULES: readonly BindingRule[] = [
  {
    requirement: 'CAT-42',
    level: 'MUST',
    section: 'Binding: Body; Fetching a Service Binding',
    title: 'a binding hands out only what the offering `requires` permission for',
    problems: (body, { requires = [] }) =>
      Object.entries(PERMISSIONS)
        .filter(([name, permission]) => present(body, name) && !requires.includes(permission))
        .map(([name, permission]) => `${name}: needs ${permission} in \`requires\``),
  },
  {
    requirement: 'BIND-25',
    level: 'MUST',
    section: 'Volume Mount Object; Device Object',
    title: '`volume_mounts` are complete',
    problems: (body) => problemsOf(z.array(VolumeMount), body, 'volume_mounts'),
  },
  {
    requirement: 'BIND-26',
    level: 'SHOULD',
    section: 'Endpoint Object',
    since: 15,
    title: '`endpoints` have host and ports',
    problems: (body) => problemsOf(z.array(Endpoint), body, 'endpoints'),
  },
  {
    requirement: 'META-07',
    level: 'MUST',
    section: METADATA,
    since: 16,
    title: '`expires_at` is a UTC time',
    problems: (body) => timeProblems(body, 'expires_at'),
  },
  {
    requirement: 'META-08',
    level: 'MUST',
    section: METADATA,
    since: 17,
    title: '`renew_before` is a UTC time',
    problems: (body) => timeProblems(body, 'renew_before'),
  },
  {
    requirement: 'META-09',
    level: 'MUST',
    section: METADATA,
    since: 17,
    title: '`renew_before` is not later than `expires_at`',
    problems: (body) => {
      const time = (name: string) => Date.parse(String(field(field(body, 'metadata'), name)));
      // Comparisons with what is no time are false.
      return time('renew_before') > time('expires_at') ? ['metadata.renew_before: is later than expires_at'] : [];
    },
  },
];

function present(body: unknown, name: string): boolean {
  return (field(body, name) ?? undefined) !== undefined;
}

function problemsOf(schema: z.ZodType, body: unknown, name: string): string[] {
  if (!present(body, name)) return [];
  const result = schema.safeParse(field(body, name), { error: reason });
  return result.success ? [] : describeIssues(result.error).map(({ path, message }) => `${name}${path}: ${message}`);
}

function timeProblems(body: unknown, name: string): string[] {
  const metadata = field(body, 'metadata');
  if (!present(metadata, name) || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(field(metadata, name))))
    return [];
  return [`metadata.${name}: must be a UTC time such as 2030-01-31T23:59:59.0Z`];
}
