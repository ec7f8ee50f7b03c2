/** The files that the broker writes, as changes for a transaction. */
import type { Change } from '../store/store.js';
import { BindingFile } from './binding-file.js';
import { InstanceFile } from './instance-file.js';
import { formatYaml } from './yaml.js';

/** @param recordPath the instance's folder */
export function writeInstance(recordPath: string, file: InstanceFile): Change[] {
  return [{ path: `${recordPath}/instance.yml`, content: formatYaml(inOrder(file, Object.keys(InstanceFile.shape))) }];
}

/** @param recordPath the binding's folder */
export function writeBinding(recordPath: string, file: BindingFile): Change[] {
  return [{ path: `${recordPath}/binding.yml`, content: formatYaml(inOrder(file, Object.keys(BindingFile.shape))) }];
}

/** Keys as the contract orders them, unknown ones last. */
function inOrder(file: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return { ...Object.fromEntries(keys.map((key) => [key, file[key]])), ...file };
}

/** An update or delete begins: whatever the status file said was about the operation before. */
export function resetStatus(recordPath: string, operationId: string): Change[] {
  const status = { status: 'in progress', description: 'waiting for the pipeline', operation: operationId };
  return [{ path: `${recordPath}/status.yml`, content: formatYaml(status) }];
}

/** Another attempt to create the same thing: nothing that the last one left as its outcome stays. */
export function forgetOutcome(recordPath: string): Change[] {
  return ['status.yml', 'credentials.yml', 'response.yml'].map((name) => ({
    path: `${recordPath}/${name}`,
    content: null,
  }));
}

/** An id is used again after its delete: nothing of the earlier life stays. */
export function startNewLife(recordPath: string): Change[] {
  return [{ path: recordPath, content: null }];
}
