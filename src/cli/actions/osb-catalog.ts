/** `gitbroker osb catalog`: what a broker sells. */
import { isBindable } from '../../osb/catalog-checks.js';
import type { CommandContext } from '../command-context.js';
import { withBroker } from '../broker/osb-session.js';
import type { OsbFlags } from '../broker/osb-session.js';
import { renderTable } from '../output/table.js';
import { formatData } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';

export interface CatalogFlags extends OsbFlags {
  readonly output: OutputFormat;
}

export async function runOsbCatalog(context: CommandContext, flags: CatalogFlags): Promise<void> {
  await withBroker(context, flags, async ({ client }) => {
    const catalog = await client.catalog();
    const { output } = flags;
    if (output !== 'table') {
      context.stdout.write(formatData(output, catalog));
      return;
    }
    const rows = catalog.services.flatMap((offering) => offering.plans.map((plan) => ({ offering, plan })));
    const columns = [
      { title: 'service', value: ({ offering }: (typeof rows)[number]) => offering.name },
      { title: 'plan', value: ({ plan }: (typeof rows)[number]) => plan.name },
      { title: 'free', value: ({ plan }: (typeof rows)[number]) => yesOrNo(plan.free ?? true) },
      { title: 'bindable', value: ({ offering, plan }: (typeof rows)[number]) => yesOrNo(isBindable(offering, plan)) },
      { title: 'description', value: ({ plan }: (typeof rows)[number]) => plan.description },
    ];
    context.stdout.write(renderTable(columns, rows, context.color));
  });
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
