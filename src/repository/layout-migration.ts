/** Moves all instances to one layout, as the changes of one commit. */
import type { Change, Snapshot } from '../store/store.js';
import { instanceFolders } from './instance-folders.js';
import type { InstanceFolder } from './instance-folders.js';
import { INSTANCES_FOLDER, instancePath, isInShard, isShard } from './paths.js';
import type { Layout } from './paths.js';
import { readFile } from './read-file.js';
import { describeProblem } from './problem.js';
import { SETTINGS_PATH, SettingsFile } from './settings-file.js';
import { formatYaml } from './yaml.js';

export interface LayoutMigration {
  /** Instances that change their place. */
  readonly moved: number;
  readonly changes: readonly Change[];
}

/** @throws Error when the settings file cannot be read: what stands in it would be lost */
export async function migrateLayout(snapshot: Snapshot, layout: Layout): Promise<LayoutMigration> {
  const settings = await readFile(snapshot, SETTINGS_PATH, SettingsFile);
  if (settings.kind === 'unreadable') throw new Error(`mend it first: ${describeProblem(settings.problem)}`);
  const before = settings.kind === 'valid' ? settings.value : {};
  const changes: Change[] = [];
  let moved = 0;
  for (const folder of await instanceFolders(snapshot)) {
    const target = instancePath(folder.instanceId, layout);
    if (target === undefined || target === folder.path) continue;
    moved += 1;
    for (const path of await filesOf(snapshot, folder)) {
      const content = await snapshot.read(path);
      if (content === undefined) continue;
      changes.push({ path: target + path.slice(folder.path.length), content }, { path, content: null });
    }
  }
  if ((before.layout ?? 'flat') !== layout) {
    changes.push({ path: SETTINGS_PATH, content: formatYaml({ ...before, layout }) });
  }
  return { moved, changes };
}

/** File by file, since a shard's folder can be that of an instance, too, and others live in it then. */
async function filesOf(snapshot: Snapshot, { path }: InstanceFolder): Promise<string[]> {
  const name = path.slice(INSTANCES_FOLDER.length + 1);
  return filesBelow(snapshot, path, (child) => isShard(name) && isInShard(child, name));
}

async function filesBelow(snapshot: Snapshot, folder: string, isOthers = (_name: string) => false): Promise<string[]> {
  const files: string[] = [];
  for (const [name, { kind }] of await snapshot.list(folder)) {
    const path = `${folder}/${name}`;
    if (kind === 'file') files.push(path);
    else if (!isOthers(name)) files.push(...(await filesBelow(snapshot, path)));
  }
  return files;
}
