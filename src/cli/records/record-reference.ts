/** Which record a command is about, from its arguments and options. */
import { wrongUsage } from '../refusal.js';

export interface RecordReference {
  readonly instanceId: string;
  readonly bindingId?: string | undefined;
}

export interface RecordOptions {
  readonly instanceId?: string;
  readonly bindingId?: string;
}

export type RecordArguments = readonly [string | undefined, string | undefined];

/** With `-i` the first argument is the repository, as UniPipe has it. @throws Refusal when none is named */
export function readRecordArguments(
  [first, second]: RecordArguments,
  { instanceId, bindingId }: RecordOptions,
): { readonly reference: RecordReference; readonly repository: string } {
  if (instanceId !== undefined) {
    if (second !== undefined) throw wrongUsage('the instance is named twice, by its argument and by --instance-id');
    return { reference: { instanceId, bindingId }, repository: first ?? '.' };
  }
  if (first === undefined) throw wrongUsage('which instance? Give its id as argument');
  return { reference: { instanceId: first, bindingId }, repository: second ?? '.' };
}

/** For messages. */
export function describeReference({ instanceId, bindingId }: RecordReference): string {
  return bindingId === undefined
    ? `service instance ${instanceId}`
    : `service binding ${bindingId} of service instance ${instanceId}`;
}
