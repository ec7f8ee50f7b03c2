/**
 * What the client has made, remembered in a file of this machine: one line per event, only ever appended, so that
 * commands that run at the same time lose nothing.
 *
 * Written before an order is sent. Secrets are in it only where the broker will not tell them again.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { CommandContext } from '../command-context.js';
import { wrongUsage } from '../refusal.js';

const Named = z.object({ id: z.string(), name: z.string() });
const Event = z.object({
  at: z.string(),
  event: z.enum(['made', 'gone']),
  url: z.string(),
  instanceId: z.string(),
  bindingId: z.string().optional(),
  name: z.string().optional(),
  service: Named,
  plan: Named,
  binding: z.record(z.string(), z.unknown()).optional(),
});
type Event = z.infer<typeof Event>;

/** An instance, or one of its bindings. */
export type Remembered = Omit<Event, 'event'>;

export interface RememberedServices {
  list(): Promise<Remembered[]>;
  /** Adds, or replaces what was known of it. */
  remember(made: Omit<Remembered, 'at'>): Promise<void>;
  forget(gone: Omit<Remembered, 'at'>): Promise<void>;
}

export interface ServicesFileFlags {
  readonly servicesFile?: string;
}

export function openRememberedServices(
  { env, cwd }: Pick<CommandContext, 'env' | 'cwd'>,
  { servicesFile }: ServicesFileFlags,
): RememberedServices {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  const path = resolve(
    cwd,
    servicesFile ?? (env['GITBROKER_SERVICES_FILE'] || join(state, 'gitbroker', 'services.jsonl')),
  );
  const append = async (event: Event) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(event)}\n`, { mode: 0o600 });
  };
  const now = () => new Date().toISOString();
  return {
    list: async () => known(await readEvents(path)),
    remember: (made) => append({ ...made, event: 'made', at: now() }),
    forget: ({ binding: _secret, ...gone }) => append({ ...gone, event: 'gone', at: now() }),
  };
}

async function readEvents(path: string): Promise<Event[]> {
  const lines = (await contentOf(path)).split('\n').filter(Boolean);
  return lines.map((line, index) => {
    try {
      return Event.parse(JSON.parse(line));
    } catch (cause) {
      const reason = cause instanceof SyntaxError ? cause.message : 'not an event of gitbroker';
      throw wrongUsage(`${path}, line ${index + 1}: ${reason}`);
    }
  });
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw cause;
  }
}

/** Bindings go with their instance. What is told anew keeps its name and its time. */
function known(events: readonly Event[]): Remembered[] {
  const all = new Map<string, Remembered>();
  for (const { event, ...told } of events) {
    const key = JSON.stringify([told.url, told.instanceId, told.bindingId]);
    const before = all.get(key);
    if (event === 'made') all.set(key, { ...before, ...told, at: before?.at ?? told.at });
    else {
      all.delete(key);
      for (const [other, { url, instanceId }] of told.bindingId === undefined ? all : [])
        if (url === told.url && instanceId === told.instanceId) all.delete(other);
    }
  }
  return [...all.values()];
}
