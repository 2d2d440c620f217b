import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/history.ts';
import { run } from '../../cli/run.ts';
import { HISTORY_COLUMNS } from '../../src/health/backtest/history.ts';
import { newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-backtest-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function played(histories: ReturnType<typeof generateHistory>): Promise<string> {
  const ctx = await newWorkspace(database.db);
  const rows = histories.flatMap(({ account, csm, observations, churnedAt }) => [
    ...observations.map(({ type, value, observedAt }) => [
      account,
      csm,
      type,
      value,
      observedAt.toISOString(),
    ]),
    ...(churnedAt ? [[account, csm, 'churned', '', churnedAt.toISOString()]] : []),
  ]);
  const file = join(folder, 'past.csv');
  await writeFile(file, [HISTORY_COLUMNS, ...rows].map((cells) => cells.join(',')).join('\n'));
  let out = '';
  const code = await run(['health', 'backtest', file, '--team', ctx.workspace.slackTeamId], {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      out += text;
    },
  });
  expect(code).toBe(0);
  return out;
}

it('prints what would have been told of a file, against chance and thresholds, within 100 columns', async () => {
  const out = await played(generateHistory({ seed: 7, accounts: 30 }));
  expect(out).toMatch(
    /^30 accounts, 10 owners, 2024-01-01 to 2025-12-30, \d+ account-months\. \d customers left\.$/m,
  );
  expect(out).toMatch(/^Seen 60 days ahead +\d+% \(\d of \d\) +\d+% \(\d of \d\)$/m);
  expect(out).toMatch(/^the same by chance +\d+% +\d+%$/m);
  expect(out).toMatch(/^Cards by reason: .*slide \d+/m);
  expect(out.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
});

it('says so where nobody left', async () => {
  const stayed = generateHistory({ seed: 7, accounts: 12 }).filter(({ churnedAt }) => churnedAt === null);
  expect(await played(stayed)).toContain(
    'Nobody left in this file: whether alerts came in time cannot be told.',
  );
});
