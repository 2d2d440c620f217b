import type { Command } from 'commander';
import { importSignals, SIGNAL_ALIASES, SIGNAL_COLUMNS } from '../src/health/signals/import-signals.ts';
import { DRY_RUN, EXIT_CODES, readTable, reportRejected } from './import-file.ts';
import { type Io, progressBar } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerSignals(program: Command, io: Io): void {
  program
    .command('signals')
    .description('what was observed about accounts')
    .command('import')
    .argument('<file>', 'CSV with a header')
    .option('--dry-run', DRY_RUN)
    .description(`record signals from a file: ${SIGNAL_COLUMNS.join(', ')}`)
    .addHelpText(
      'after',
      `
account is an external id, a domain or a name, tried in this order. value is a plain number in the unit of its
type: health types. observed_at is when it was true, date and time with a zone: 2027-01-31T09:00:00Z or
2027-01-31 10:00 +01:00; empty, it is now.`,
    )
    .addHelpText('after', EXIT_CODES)
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const dryRun = options.dryRun ?? false;
        const csv = await readTable(file, {
          known: SIGNAL_COLUMNS,
          required: ['account', 'type', 'value'],
          aliases: SIGNAL_ALIASES,
        });
        const result = await importSignals(ctx, csv, { dryRun, onProgress: progressBar(io) });
        const stale = result.stale > 0 ? ` (${result.stale} too old to count today)` : '';
        io.write(
          `${dryRun ? 'Nothing was written. Would be: ' : ''}${result.accepted} recorded${stale}, ` +
            `${result.duplicate} known before, ${result.rejected.length} rejected.\n`,
        );
        await reportRejected(io, file, csv, result.rejected, !dryRun);
      }),
    );
}
