/** How `gitbroker uuid` is called. Light enough to need no action of its own. */
import { randomUUID } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

const MAX_COUNT = 10_000;

export const declareUuid: DeclareCommand = (program, { stdout }) => {
  program
    .command('uuid')
    .description('print new ids, for offerings and plans of a catalog')
    .argument('[count]', 'how many', parseCount, 1)
    .addHelpText('after', examples('gitbroker uuid', 'gitbroker uuid 3'))
    .action((count: number) => {
      stdout.write(Array.from({ length: count }, () => `${randomUUID()}\n`).join(''));
    });
};

function parseCount(value: string): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > MAX_COUNT) throw new InvalidArgumentError(`It must be a number from 1 to ${MAX_COUNT}.`);
  return count;
}
