/** Regular expressions whose matching takes time in proportion to the text: RE2 in place of the engine of JavaScript. */
import type { RegExpEngine } from 'ajv/dist/types/index.js';
import { RE2JS } from 're2js';

/** @throws PatternError for what cannot be matched in linear time: look-around, back references, huge repetitions. */
const compile = (pattern: string): { test: (text: string) => boolean } => {
  try {
    const expression = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { test: (text) => expression.matcher(text).find() };
  } catch (cause) {
    throw new PatternError(
      `the pattern ${JSON.stringify(pattern)} is not supported (look-around and back references are not)`,
      {
        cause,
      },
    );
  }
};

export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** `code` is what ajv would write into stand-alone modules, which nobody here makes. */
export const linearRegExp: RegExpEngine = Object.assign(compile, { code: 'linearRegExp' });
