/** The one module that builds paths of the repository contract. Ids are hostile input; their folder names are not. */
import { hash } from 'node:crypto';

export const CATALOG_PATH = 'catalog.yml';
export const RUNNER_PATH = 'runner.yml';
const TERRAFORM_FOLDER = 'terraform';
export const INSTANCES_FOLDER = 'instances';
export const BINDINGS_FOLDER = 'bindings';

/**
 * How instances lie below `instances/`. Sharded: in sub-folders of two characters, so that a commit among ten thousand
 * instances does not have to write the list of them all.
 */
export const LAYOUTS = ['flat', 'sharded'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** File systems allow 255; room is left for what tools append. */
const MAX_FOLDER_NAME_BYTES = 200;

/**
 * An id as a folder name: `A-Z a-z 0-9 - _ ~ .` as they are, every other byte and a leading dot percent-encoded.
 * Injective, so two ids never share a folder.
 * @returns undefined for an id that is empty, no Unicode, or too long
 */
function encodeId(id: string): string | undefined {
  if (id === '' || !id.isWellFormed()) return undefined;
  const encoded = encodeURIComponent(id)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\./, '%2E');
  return encoded.length > MAX_FOLDER_NAME_BYTES ? undefined : encoded;
}

/** @returns undefined for a folder that no id has */
export function decodeId(folder: string): string | undefined {
  try {
    const id = decodeURIComponent(folder);
    return encodeId(id) === folder ? id : undefined;
  } catch {
    return undefined;
  }
}

/** The sub-folder of an instance in the sharded layout: `printf %s "$id" | sha256sum | cut -c1-2`. */
export function shardOf(instanceId: string): string {
  return hash('sha256', instanceId).slice(0, 2);
}

/** Whether a folder below `instances/` can be such a sub-folder. */
export function isShard(folder: string): boolean {
  return /^[0-9a-f]{2}$/.test(folder);
}

/** Whether a folder inside a shard is that of an instance: it lies where the hash of its id says. */
export function isInShard(folder: string, shard: string): boolean {
  const id = decodeId(folder);
  return id !== undefined && shardOf(id) === shard;
}

/** `instances/<instance>` or `instances/<shard>/<instance>`; undefined when the id is no folder name, so nothing of it can exist. */
export function instancePath(instanceId: string, layout: Layout): string | undefined {
  const folder = encodeId(instanceId);
  if (folder === undefined) return undefined;
  return layout === 'flat' ? `${INSTANCES_FOLDER}/${folder}` : `${INSTANCES_FOLDER}/${shardOf(instanceId)}/${folder}`;
}

/** `<path of the instance>/bindings/<binding>` */
export function bindingPath(pathOfInstance: string, bindingId: string): string | undefined {
  const folder = encodeId(bindingId);
  return folder && `${pathOfInstance}/${BINDINGS_FOLDER}/${folder}`;
}

/** `terraform/<service offering id>`: the Terraform module of an offering; undefined when the id is no folder name. */
export function terraformModulePath(offeringId: string): string | undefined {
  const folder = encodeId(offeringId);
  return folder && `${TERRAFORM_FOLDER}/${folder}`;
}
