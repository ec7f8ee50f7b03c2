/** `gitbroker.yml`: what a repository chooses for all who use it, broker, CLI and pipelines alike. */
import { z } from 'zod';
import { nullToUndefined } from './operation-file.js';
import { LAYOUTS } from './paths.js';

export const SETTINGS_PATH = 'gitbroker.yml';

export const SettingsFile = z.looseObject({
  /** Where new instances are written. Existing ones are found in both layouts. */
  layout: nullToUndefined(z.enum(LAYOUTS)),
});
export type SettingsFile = z.infer<typeof SettingsFile>;
