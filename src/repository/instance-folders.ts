/** Finds the folders of instances, in both layouts: a repository can hold some of each while it is being moved. */
import type { Entry, Snapshot } from '../store/store.js';
import { INSTANCES_FOLDER, LAYOUTS, decodeId, instancePath, isInShard, isShard } from './paths.js';

export interface InstanceFolder {
  readonly instanceId: string;
  readonly path: string;
  /** Id of its content; undefined while uncommitted. */
  readonly contentId: string | undefined;
}

/** The folder that has the instance's order; undefined when none has. */
export async function locateInstance(snapshot: Snapshot, instanceId: string): Promise<string | undefined> {
  for (const layout of LAYOUTS) {
    const path = instancePath(instanceId, layout);
    if (path !== undefined && (await hasOrder(snapshot, path))) return path;
  }
  return undefined;
}

/** All folders that an instance could have; files and folders of others are left out. */
export async function instanceFolders(snapshot: Snapshot): Promise<readonly InstanceFolder[]> {
  const found: InstanceFolder[] = [];
  for (const [folder, entry] of await snapshot.list(INSTANCES_FOLDER)) {
    if (entry.kind !== 'folder') continue;
    const path = `${INSTANCES_FOLDER}/${folder}`;
    if (isShard(folder)) found.push(...(await foldersOfShard(snapshot, folder)));
    // A shard can also be the folder of an instance whose id looks like one.
    if (isShard(folder) && !(await hasOrder(snapshot, path))) continue;
    found.push(...instanceFolder(folder, path, entry));
  }
  return found;
}

async function foldersOfShard(snapshot: Snapshot, shard: string): Promise<InstanceFolder[]> {
  const path = `${INSTANCES_FOLDER}/${shard}`;
  return [...(await snapshot.list(path))]
    .filter(([folder]) => isInShard(folder, shard))
    .flatMap(([folder, entry]) => instanceFolder(folder, `${path}/${folder}`, entry));
}

function instanceFolder(folder: string, path: string, { kind, id: contentId }: Entry): InstanceFolder[] {
  const instanceId = kind === 'folder' ? decodeId(folder) : undefined;
  return instanceId === undefined ? [] : [{ instanceId, path, contentId }];
}

async function hasOrder(snapshot: Snapshot, path: string): Promise<boolean> {
  return (await snapshot.entry(`${path}/instance.yml`)) !== undefined;
}
