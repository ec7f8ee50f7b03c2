/**
 * Reads the records of the repository contract from a snapshot.
 *
 * Every file is read to a {@link Reading}: absent, valid or unreadable with a reason; so one bad file never disturbs
 * another, and nobody can mistake a broken file for an absent one.
 */
import type { Snapshot } from '../store/store.js';
import type { BindingFile } from './binding-file.js';
import type { InstanceFile } from './instance-file.js';
import type { FileProblem } from './problem.js';
import type { BindingResponseFile, InstanceResponseFile } from './response-file.js';
import type { StatusFile } from './status-file.js';

export type Reading<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

export interface InstanceRecord {
  /** Its folder: `instances/<encoded id>`. */
  readonly path: string;
  readonly instance: Reading<InstanceFile>;
  readonly status: Reading<StatusFile>;
  readonly response: Reading<InstanceResponseFile>;
}

export interface BindingRecord {
  readonly path: string;
  readonly binding: Reading<BindingFile>;
  readonly status: Reading<StatusFile>;
  readonly credentials: Reading<Record<string, unknown>>;
  readonly response: Reading<BindingResponseFile>;
}

/** The repository at one snapshot. */
export interface RepositoryView {
  readonly snapshot: Snapshot;
  /** undefined when there is no such folder, also for ids whose folder name would be too long. */
  instance(instanceId: string): Promise<InstanceRecord | undefined>;
  binding(instanceId: string, bindingId: string): Promise<BindingRecord | undefined>;
  /** Folders below `instances/` as {id of the instance, id of the folder's content}. Folders whose name is no encoded id are left out. */
  instanceIds(): Promise<readonly { readonly instanceId: string; readonly contentId: string | undefined }[]>;
  bindingIds(instanceId: string): Promise<readonly string[]>;
}
