/** An object that a person gives to a command: as JSON in place, in a file, or on stdin. */
import { JsonObject } from '../../osb/json-object.js';
import type { CommandContext } from '../command-context.js';
import { readMapFile } from '../records/report-input.js';
import { wrongUsage } from '../refusal.js';

/** What begins with a brace is JSON, `-` is stdin, everything else the path of a file of YAML or JSON. */
export async function readObject(
  option: string,
  given: string,
  sources: Pick<CommandContext, 'cwd' | 'stdin'>,
): Promise<JsonObject> {
  if (!given.trimStart().startsWith('{')) return readMapFile(option, given, sources);
  try {
    return JsonObject.parse(JSON.parse(given));
  } catch (cause) {
    throw wrongUsage(`${option}: ${cause instanceof SyntaxError ? cause.message : 'must be a JSON object'}`);
  }
}
