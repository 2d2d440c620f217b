import type { Command } from 'commander';
import { ACCOUNT_COLUMNS } from '../src/accounts/account-row.ts';
import { importAccounts } from '../src/accounts/import-accounts.ts';
import { readTable, reportRejected } from './import-file.ts';
import { count, type Io, progressBar } from './io.ts';
import { inWorkspace } from './open.ts';

const SHOWN = 20;

export function registerAccounts(program: Command, io: Io): void {
  program
    .command('accounts')
    .description('customer companies')
    .command('import')
    .argument('<file>', 'CSV with a header')
    .option('--dry-run', 'write nothing, show what would happen')
    .description(`make and complete accounts from a file: ${ACCOUNT_COLUMNS.join(', ')}`)
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const dryRun = options.dryRun ?? false;
        const csv = await readTable(file, { known: ACCOUNT_COLUMNS, required: ['name'] });
        const result = await importAccounts(ctx, csv, { dryRun, onProgress: progressBar(io) });
        if (dryRun) {
          for (const { line, kind, name } of result.planned.slice(0, SHOWN))
            io.write(`  line ${line}: would ${kind} ${name}\n`);
          if (result.planned.length > SHOWN)
            io.write(`  and ${count(result.planned.length - SHOWN, 'more row')}\n`);
        }
        const done = dryRun ? 'Nothing was written. Would be: ' : '';
        const rejected = result.rejected.length;
        io.write(`${done}${result.created} created, ${result.updated} updated, ${rejected} rejected.\n`);
        await reportRejected(io, file, csv, result.rejected, !dryRun);
      }),
    );
}
