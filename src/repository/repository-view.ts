/**
 * Reads the records of the repository contract from a snapshot.
 *
 * Every file is read to a {@link Reading}: absent, valid or unreadable with a reason; so one bad file never disturbs
 * another. Knows nothing of what a record means.
 */
import type { Entry, Snapshot } from '../store/store.js';
import { BindingFile } from './binding-file.js';
import { InstanceFile } from './instance-file.js';
import { JsonObject } from '../osb/json-object.js';
import { instanceFolders, locateInstance } from './instance-folders.js';
import { BINDINGS_FOLDER, bindingPath, decodeId, instancePath } from './paths.js';
import type { Layout } from './paths.js';
import { readFile } from './read-file.js';
import type { Reading } from './reading.js';
import type { RecordCache } from './record-cache.js';
import { BindingResponseFile, InstanceResponseFile } from './response-file.js';
import { SETTINGS_PATH, SettingsFile } from './settings-file.js';
import { StatusFile } from './status-file.js';

export interface InstanceRecord {
  /** Its folder, in whichever layout it was found. */
  readonly path: string;
  readonly instance: Reading<InstanceFile>;
  readonly status: Reading<StatusFile>;
  readonly response: Reading<InstanceResponseFile>;
}

export interface BindingRecord {
  readonly path: string;
  readonly binding: Reading<BindingFile>;
  readonly status: Reading<StatusFile>;
  /** A free map. */
  readonly credentials: Reading<JsonObject>;
  readonly response: Reading<BindingResponseFile>;
}

/** The repository at one snapshot. */
export interface RepositoryView {
  readonly snapshot: Snapshot;
  /** undefined when there is no instance.yml, also for ids that are no folder name. */
  instance(instanceId: string): Promise<InstanceRecord | undefined>;
  /** undefined when there is no binding.yml. */
  binding(instanceId: string, bindingId: string): Promise<BindingRecord | undefined>;
  /** Where the instance is, or else would be written; undefined for ids that are no folder name. */
  instancePath(instanceId: string): Promise<string | undefined>;
  /** Ids of all instances' folders, each with the id of its content. Folders that no id has are left out. */
  instanceIds(): Promise<readonly { readonly instanceId: string; readonly contentId: string | undefined }[]>;
  bindingIds(instanceId: string): Promise<readonly string[]>;
}

export function openRepositoryView(snapshot: Snapshot, cache: RecordCache): RepositoryView {
  const record = async <T>(path: string | undefined, read: (path: string) => Promise<T>): Promise<T | undefined> => {
    const entry = path === undefined ? undefined : await snapshot.entry(path);
    if (path === undefined || entry?.kind !== 'folder') return undefined;
    return cache.get(path, entry.id, () => read(path));
  };
  return {
    snapshot,
    instance: async (instanceId) => {
      const path = await locateInstance(snapshot, instanceId);
      return present(await record(path, (folder) => readInstance(snapshot, folder, instanceId)), 'instance');
    },
    binding: async (instanceId, bindingId) => {
      const parent = await locateInstance(snapshot, instanceId);
      const path = parent && bindingPath(parent, bindingId);
      return present(await record(path, (folder) => readBinding(snapshot, folder, bindingId)), 'binding');
    },
    instancePath: async (instanceId) =>
      (await locateInstance(snapshot, instanceId)) ?? instancePath(instanceId, await layoutOf(snapshot, cache)),
    instanceIds: () => instanceFolders(snapshot),
    bindingIds: async (instanceId) => {
      const path = await locateInstance(snapshot, instanceId);
      if (path === undefined) return [];
      return [...(await snapshot.list(`${path}/${BINDINGS_FOLDER}`))].flatMap(
        ([folder, entry]) => idOf(folder, entry) ?? [],
      );
    },
  };
}

/** Where the repository wants new instances. A settings file that cannot be read chooses nothing: then it is UniPipe's layout. */
async function layoutOf(snapshot: Snapshot, cache: RecordCache): Promise<Layout> {
  const entry = await snapshot.entry(SETTINGS_PATH);
  if (!entry) return 'flat';
  const settings = await cache.get('settings', entry.id, () => readFile(snapshot, SETTINGS_PATH, SettingsFile));
  return (settings.kind === 'valid' ? settings.value.layout : undefined) ?? 'flat';
}

function idOf(folder: string, { kind }: Entry): string | undefined {
  return kind === 'folder' ? decodeId(folder) : undefined;
}

/** A folder without its order is no record: pipelines may leave other files behind. */
function present<K extends string, T extends Record<K, Reading<unknown>>>(
  record: T | undefined,
  order: K,
): T | undefined {
  return record?.[order].kind === 'absent' ? undefined : record;
}

async function readInstance(snapshot: Snapshot, path: string, instanceId: string): Promise<InstanceRecord> {
  const [instance, status, response] = await Promise.all([
    readFile(snapshot, `${path}/instance.yml`, InstanceFile),
    readFile(snapshot, `${path}/status.yml`, StatusFile),
    readFile(snapshot, `${path}/response.yml`, InstanceResponseFile),
  ]);
  return { path, instance: ofId(instance, 'serviceInstanceId', instanceId, `${path}/instance.yml`), status, response };
}

async function readBinding(snapshot: Snapshot, path: string, bindingId: string): Promise<BindingRecord> {
  const [binding, status, credentials, response] = await Promise.all([
    readFile(snapshot, `${path}/binding.yml`, BindingFile),
    readFile(snapshot, `${path}/status.yml`, StatusFile),
    readFile(snapshot, `${path}/credentials.yml`, JsonObject),
    readFile(snapshot, `${path}/response.yml`, BindingResponseFile),
  ]);
  return { path, binding: ofId(binding, 'bindingId', bindingId, `${path}/binding.yml`), status, credentials, response };
}

/** A file that was copied to another folder must not be taken for that folder's record. */
function ofId<K extends string, T extends Record<K, string>>(
  reading: Reading<T>,
  key: K,
  id: string,
  path: string,
): Reading<T> {
  if (reading.kind !== 'valid' || reading.value[key] === id) return reading;
  return { kind: 'unreadable', problem: { path, reason: `${key}: is not the id that the folder stands for` } };
}
