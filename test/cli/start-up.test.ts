import { describe, expect, test } from 'vitest';
import { UNIPIPE, VPC } from './given-cli.js';
import { loadedBy } from './loaded-modules.js';

/** How long a command takes to start is how much it loads: time itself depends on the machine. */
describe('what a command loads', () => {
  test.each([
    ['--version', []],
    ['--help', []],
    ['uuid', []],
    ['completion', ['bash']],
    ['generate', []],
  ])('%s: nothing but the parser of the command line', async (command, args) => {
    expect((await loadedBy([command, ...args])).packages).toEqual(['commander']);
  });

  test.each([
    ['list', [UNIPIPE]],
    ['pending', [UNIPIPE]],
    ['show', [VPC, UNIPIPE]],
  ])('%s of a folder: neither git, nor HTTP, nor parameter schemas', async (command, args) => {
    const { packages, layers } = await loadedBy([command, ...args]);
    expect(packages).toEqual(['commander', 'js-yaml', 'zod']);
    expect(layers.filter((layer) => ['runner', 'client', 'mock', 'conformance'].includes(layer))).toEqual([]);
  });

  test('a command does not load the others', async () => {
    const [alone, all] = [await loadedBy(['uuid']), await loadedBy(['--help'])];
    expect(alone.files).toBeLessThan(12);
    expect(all.files).toBeGreaterThan(20);
  });
});
