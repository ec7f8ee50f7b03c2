/** Handler `terraform`: not here yet. */
import type { Handler } from './handler.js';

export const terraformHandler: Handler = {
  check: () => Promise.resolve('terraform is not supported yet'),
  run: () => Promise.resolve({ kind: 'blocked', reason: 'terraform is not supported yet' }),
};
