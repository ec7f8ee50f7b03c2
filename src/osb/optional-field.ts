/** Optional fields of anything JSON: `null` counts as absent. */
import { z } from 'zod';

/** The cast tells what the schema does: a key may be missing, and a missing key stays missing. */
export const optional = <T extends z.ZodType>(schema: T): z.ZodOptional<T> =>
  z.preprocess((value) => value ?? undefined, schema.optional()) as unknown as z.ZodOptional<T>;
