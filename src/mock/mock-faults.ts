/**
 * What the mock broker shall do wrong, and for how long: described as JSON or as a short text, switchable while it runs.
 *
 * Knows no HTTP: `mock-server.ts` makes the faults happen.
 */
import { z } from 'zod';
import { ERROR_TABLE, OsbError } from '../osb/errors.js';
import type { OsbErrorCode } from '../osb/errors.js';
import { describeIssues, reason } from '../osb/describe-issues.js';

const MOCK_CALLS = [
  'catalog',
  'provision',
  'fetchInstance',
  'update',
  'deprovision',
  'lastInstanceOperation',
  'bind',
  'fetchBinding',
  'unbind',
  'lastBindingOperation',
] as const;
export type MockCall = (typeof MOCK_CALLS)[number];

const isErrorCode = (word: string): word is OsbErrorCode => Object.hasOwn(ERROR_TABLE, word);
const common = {
  /** `*` for every call */
  on: z.enum(['*', ...MOCK_CALLS]),
  /** How many requests it hits; all of them unless told. */
  times: z.int().positive().optional(),
};

export const MockFault = z.discriminatedUnion('kind', [
  /** Refuses with this error, without doing anything. */
  z.strictObject({
    ...common,
    kind: z.literal('error'),
    code: z.string().refine(isErrorCode, `must be one of ${Object.keys(ERROR_TABLE).join(', ')}`),
  }),
  /** Answers this status, without doing anything. */
  z.strictObject({ ...common, kind: z.literal('status'), status: z.int().min(200).max(599) }),
  /** Never answers, and does nothing. */
  z.strictObject({ ...common, kind: z.literal('no-answer') }),
  /** Does the work, then cuts the connection instead of answering. */
  z.strictObject({ ...common, kind: z.literal('lost-answer') }),
  /** Does the work, then answers what is not JSON. */
  z.strictObject({ ...common, kind: z.literal('malformed') }),
  /** Answers late. */
  z.strictObject({ ...common, kind: z.literal('slow'), delayMs: z.int().positive() }),
  /** Every other request is answered 503. */
  z.strictObject({ ...common, kind: z.literal('flapping') }),
  /** The operation begins, and fails in the end. */
  z.strictObject({ ...common, kind: z.literal('failed-operation'), description: z.string().min(1).optional() }),
]);
export type MockFault = z.infer<typeof MockFault>;

const FAULT_TEXT = /^(?<on>[^:]+):(?<kind>[^:*]+)(?::(?<detail>.*?))?(?:\*(?<times>\d+))?$/;
/** Where the detail goes. */
const DETAILS: Readonly<Record<string, string>> = {
  error: 'code',
  status: 'status',
  slow: 'delayMs',
  'failed-operation': 'description',
};

/** @throws OsbError `BadRequest` that says what is wrong */
export function readMockFaults(value: unknown): MockFault[] {
  const result = z.array(MockFault).safeParse(value, { error: reason });
  if (result.success) return result.data;
  const problems = describeIssues(result.error).map(({ path, message }) => `${path || 'faults'}: ${message}`);
  throw new OsbError('BadRequest', problems.join('; '));
}

/**
 * Reads `<call>:<kind>[:<detail>][*<times>]`, for example `provision:status:503*2`, `*:flapping`, `bind:error:RequiresApp`.
 * @throws OsbError `BadRequest` that says what is wrong
 */
export function parseMockFault(text: string): MockFault {
  const groups = FAULT_TEXT.exec(text)?.groups;
  if (!groups) throw new OsbError('BadRequest', `"${text}" is no fault: write <call>:<kind>[:<detail>][*<times>]`);
  const { on, kind, detail, times } = groups;
  const name = DETAILS[kind ?? ''];
  const fault = {
    on,
    kind,
    ...(detail !== undefined && { [name ?? 'detail']: /^\d+$/.test(detail) ? Number(detail) : detail }),
    ...(times !== undefined && { times: Number(times) }),
  };
  const [read] = readMockFaults([fault]);
  if (!read) throw new OsbError('BadRequest', `"${text}" is no fault`);
  return read;
}

interface ActiveFault {
  readonly fault: MockFault;
  hits: number;
}

export class MockFaults {
  #active: ActiveFault[] = [];

  /** In place of all that there were. */
  set(faults: readonly MockFault[]): void {
    this.#active = faults.map((fault) => ({ fault, hits: 0 }));
  }

  /** Those that still have requests to hit. */
  list(): MockFault[] {
    return this.#active.filter(isLeft).map(({ fault }) => fault);
  }

  /** The faults that hit this call now; each is counted. */
  hit<K extends MockFault['kind']>(call: MockCall, kinds: readonly K[]): (MockFault & { kind: K })[] {
    const wanted = (fault: MockFault): fault is MockFault & { kind: K } => kinds.some((kind) => kind === fault.kind);
    const hits: (MockFault & { kind: K })[] = [];
    for (const active of this.#active) {
      const { fault } = active;
      if (!wanted(fault) || (fault.on !== '*' && fault.on !== call) || !isLeft(active)) continue;
      active.hits += 1;
      // Flapping counts all requests, and lets every other one pass.
      if (fault.kind !== 'flapping' || active.hits % 2 === 1) hits.push(fault);
    }
    return hits;
  }
}

function isLeft({ fault, hits }: ActiveFault): boolean {
  return fault.times === undefined || hits < fault.times;
}
