/** `gitbroker osb services`: what this client has made, and not deleted again. Asks no broker. */
import { openRememberedServices } from '../broker/remembered-services.js';
import type { Remembered, ServicesFileFlags } from '../broker/remembered-services.js';
import type { CommandContext } from '../command-context.js';
import { describeAge } from '../output/age.js';
import { writeRows } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';

export interface ServicesFlags extends ServicesFileFlags {
  readonly url?: string;
  readonly output: OutputFormat;
}

export async function runOsbServices(context: CommandContext, flags: ServicesFlags): Promise<void> {
  const wanted = flags.url?.replace(/\/+$/, '');
  const all = await openRememberedServices(context, flags).list();
  const rows = all.filter(({ url }) => wanted === undefined || url === wanted);
  const columns = [
    { title: 'name', value: ({ name }: Remembered) => name },
    { title: 'instance', value: ({ instanceId }: Remembered) => instanceId },
    { title: 'binding', value: ({ bindingId }: Remembered) => bindingId },
    { title: 'service', value: ({ service }: Remembered) => service.name },
    { title: 'plan', value: ({ plan }: Remembered) => plan.name },
    { title: 'age', value: ({ at }: Remembered) => describeAge((Date.now() - Date.parse(at)) / 1_000) },
    { title: 'broker', value: ({ url }: Remembered) => url },
  ];
  // Secrets are for `credentials` to tell.
  writeRows(context, flags.output, rows, columns, ({ binding: _secret, ...row }) => row);
}
