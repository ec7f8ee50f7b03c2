/** How `gitbroker show` is called. */
import { Option } from 'commander';
import type { ShowOptions } from '../actions/show.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, withRecordArguments } from '../options.js';

export const declareShow: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('show'))
    .description('show a service instance with its bindings, or one binding')
    .option('--reveal', 'show credentials; without it only their names')
    .addOption(outputOption('yaml'))
    .addOption(new Option('--output-format <format>', "UniPipe's name of it").choices(['yaml', 'json']).hideHelp())
    .addOption(new Option('--pretty', "UniPipe's: it is pretty anyway").hideHelp())
    .addHelpText(
      'after',
      examples(
        'gitbroker show 49c96fa5-46cc-4334-a718-378ceed2de81',
        'gitbroker show my-db -b my-app --reveal -o json',
      ),
    )
    .action(async (first: string | undefined, second: string | undefined, options: ShowOptions) => {
      const { runShow } = await import('../actions/show.js');
      await runShow(context, [first, second], options);
    });
};
