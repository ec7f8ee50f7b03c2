/** `status.yml`: what a pipeline, or a person, reports about an operation. */
import { z } from 'zod';
import { nullToUndefined } from './operation-file.js';

export const StatusFile = z.looseObject({
  status: z.enum(['in progress', 'succeeded', 'failed']),
  description: nullToUndefined(z.string()),
  /** Id of the operation it speaks of; absent in files of UniPipe pipelines. */
  operation: nullToUndefined(z.string()),
  instanceUsable: nullToUndefined(z.boolean()),
  updateRepeatable: nullToUndefined(z.boolean()),
  /** Seconds. */
  retryAfter: nullToUndefined(z.int().positive()),
});
export type StatusFile = z.infer<typeof StatusFile>;
