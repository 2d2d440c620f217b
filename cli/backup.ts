import type { Command } from 'commander';
import { backUp, type Contents, checkBackup } from '../src/platform/database/backup.ts';
import { grantRows } from '../src/platform/database/grant-rows.ts';
import { restore } from '../src/platform/database/restore.ts';
import { count } from '../src/platform/text.ts';
import { type Io, table } from './io.ts';
import { atDatabase } from './open.ts';

export function registerBackup(program: Command, io: Io): void {
  program
    .command('backup')
    .argument('<file>', 'a new file')
    .option('--check', 'read a file that is there, and say whether it is whole')
    .description('write everything that Baton keeps to a file, while it runs')
    .action(async (file: string, { check }: { check?: true }) => {
      if (check) {
        io.write(saying(`${file} is whole.`, await checkBackup(file)));
        return;
      }
      await atDatabase(io, async ({ url, log }) => {
        io.write(saying(`Written to ${file}, and read again.`, await backUp({ url, file, log })));
      });
    });
  program
    .command('restore')
    .argument('<file>', 'one that backup has written')
    .description('bring what is in a backup into an empty database')
    .addHelpText('after', '\nStop Baton first. What follows for messages: docs/backup.md.')
    .action((file: string) =>
      atDatabase(io, async ({ url, adminUrl, log }) => {
        const contents = await restore({ url: adminUrl ?? url, file, log });
        if (adminUrl) await grantRows({ adminUrl, url, log });
        io.write(saying(`Restored from ${file}.`, contents));
      }),
    );
}

function saying(first: string, { head, tables }: Contents): string {
  const filled = Object.entries(tables).filter(([, rows]) => rows > 0);
  const all = filled.reduce((sum, [, rows]) => sum + rows, 0);
  const rows = filled.sort().map(([name, rows]) => [name, String(rows)]);
  return `${first} As of ${head.at}, ${count(all, 'row')}.\n${rows.length > 0 ? table(rows) : ''}`;
}
