/** How `gitbroker demo` is called. */
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

export const declareDemo: DeclareCommand = (program, context) => {
  program
    .command('demo')
    .description('play the whole life of three services on this machine, and clean up')
    .addHelpText('after', examples('gitbroker demo'))
    .action(async () => {
      const { runDemo } = await import('../actions/demo.js');
      await runDemo(context);
    });
};
