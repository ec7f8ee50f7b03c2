/** How `gitbroker mock` is called. */
import { Option } from 'commander';
import type { MockFlags } from '../actions/mock.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, parseCount } from '../options.js';

export const declareMock: DeclareCommand = (program, context) => {
  program
    .command('mock')
    .description('run a broker in memory that creates nothing, and can be told what to do wrong')
    .addOption(new Option('--port <number>', 'a free one with 0').argParser(Number).default(8080))
    .option('--host <address>', 'to listen at', '127.0.0.1')
    .option(
      '--catalog <file>',
      'what it sells, as YAML or JSON; - is stdin (default: one offering that can do everything)',
    )
    .addOption(new Option('--mode <mode>', 'how it answers orders').choices(['async', 'sync']).default('async'))
    .addOption(new Option('--polls <count>', 'that say "in progress" (default: 1)').argParser(parseCount))
    .addOption(new Option('--operation-seconds <count>', 'that an operation takes at least').argParser(parseCount))
    .addOption(new Option('--retry-after <seconds>', 'sent with polls').argParser(parseCount))
    .option('--username <name>', 'wanted from platforms; without, everybody may do everything')
    .option('--password <password>', 'wanted from platforms')
    .addOption(new Option('--fault <fault>', '<call>:<kind>[:<detail>][*<times>]; several times').argParser(collect))
    .addHelpText(
      'after',
      examples(
        'gitbroker mock',
        'gitbroker mock --mode sync --username user --password secret',
        'gitbroker mock --fault provision:status:503*2 --fault bind:error:RequiresApp',
      ),
    )
    .action(async (flags: MockFlags) => {
      const { runMock } = await import('../actions/mock.js');
      await runMock(context, flags);
    });
};
