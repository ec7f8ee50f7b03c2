/** The one module that builds paths of the repository contract. Ids are hostile input; their folder names are not. */

export const CATALOG_PATH = 'catalog.yml';
export const INSTANCES_FOLDER = 'instances';
export const BINDINGS_FOLDER = 'bindings';

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

/** `instances/<instance>`; undefined when the id is no folder name, so nothing of it can exist. */
export function instancePath(instanceId: string): string | undefined {
  const folder = encodeId(instanceId);
  return folder && `${INSTANCES_FOLDER}/${folder}`;
}

/** `instances/<instance>/bindings/<binding>` */
export function bindingPath(instanceId: string, bindingId: string): string | undefined {
  const instance = instancePath(instanceId);
  const folder = encodeId(bindingId);
  return instance && folder && `${instance}/${BINDINGS_FOLDER}/${folder}`;
}

/** Which handler does which offering's work. */
export const RUNNER_PATH = 'runner.yml';

/** `terraform/<service offering id>`: the module of an offering; undefined when the id is no folder name. */
export function terraformModulePath(offeringId: string): string | undefined {
  const folder = encodeId(offeringId);
  return folder && `terraform/${folder}`;
}
