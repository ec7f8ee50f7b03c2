/** Paths of instances and bindings below a broker's URL; ids may be any text (URL-03). */

export interface InstanceIds {
  readonly instanceId: string;
}
export interface BindingIds extends InstanceIds {
  readonly bindingId: string;
}

export function instancePath({ instanceId }: InstanceIds): string {
  return `/v2/service_instances/${segment(instanceId)}`;
}

export function bindingPath({ instanceId, bindingId }: BindingIds): string {
  return `${instancePath({ instanceId })}/service_bindings/${segment(bindingId)}`;
}

/** No encoding keeps `.` and `..` from being taken as steps in the path, so they cannot be asked for. */
function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`"${id}" cannot be used as an id in a URL`);
  return encodeURIComponent(id);
}
