/** A JSON object whose keys are somebody else's: kept as it came. */
import { z } from 'zod';

export const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObject>;
