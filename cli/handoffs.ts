import type { Command } from 'commander';
import { DEAL_ALIASES, DEAL_COLUMNS } from '../src/deals/take/deal-row.ts';
import { importDeals } from '../src/deals/take/import-deals.ts';
import { DRY_RUN, EXIT_CODES, readTable, reportRejected } from './import-file.ts';
import { type Io, progressBar, someOf } from './io.ts';
import { inWorkspace } from './open.ts';

const SHOWN = 20;
/** Of the columns that repeat for each contact, the first. */
const SAID_ONCE = DEAL_COLUMNS.filter((column) => !/^contact_(?!1_)/u.test(column));

export function registerHandoffs(program: Command, io: Io): void {
  program
    .command('handoffs')
    .description('deals that are won, and so to be handed over')
    .command('import')
    .argument('<file>', 'CSV with a header')
    .option('--dry-run', DRY_RUN)
    .description(`tell of deals from a file: ${SAID_ONCE.join(', ')}`)
    .addHelpText(
      'after',
      `
A deal is known by deal_id: imported again it changes nothing, or what it says now. state is won, expected or lost;
empty, it is won. The account is found by account_id, by account_domain where the names agree too, or by account_name.
owner and receiver are emails or Slack ids. Of contacts there are up to ten: contact_2_name and so on. Days
are YYYY-MM-DD. What was won more than 30 days ago is kept, and no one is asked.`,
    )
    .addHelpText('after', EXIT_CODES)
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const dryRun = options.dryRun ?? false;
        const csv = await readTable(file, {
          known: DEAL_COLUMNS,
          required: ['deal_id'],
          aliases: DEAL_ALIASES,
        });
        const result = await importDeals(ctx, csv, { dryRun, onProgress: progressBar(io) });
        const notes = result.planned.flatMap(({ line, accountName, note }) =>
          note ? [`line ${line}, ${accountName}: ${note}`] : [],
        );
        io.write(someOf(notes, SHOWN, 'note'));
        io.write(
          `${dryRun ? 'Nothing was written. Would be: ' : ''}${result.created} new, ${result.updated} changed, ` +
            `${result.same} unchanged, ${result.rejected.length} rejected.\n`,
        );
        await reportRejected(io, file, csv, result.rejected, !dryRun);
      }),
    );
}
