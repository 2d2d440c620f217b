import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { nudgeCase } from '../../src/cases/put-off.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { acknowledgeHandoff } from '../../src/handoffs/verbs/answer.ts';
import { backUp } from '../../src/platform/database/backup.ts';
import { restore } from '../../src/platform/database/restore.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { expectDone } from '../handoffs/house.ts';
import { MONDAY_10, startWorld, type World } from '../support/baton.ts';
import { dropDatabase } from '../support/database.ts';

const log = pino({ level: 'silent' });
let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  // So that Baton may look for what it posted.
  for (const scope of ['channels:history', 'im:history']) world.sandbox.grantScope(scope);
  folder = await mkdtemp(join(tmpdir(), 'baton-restore-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

/** The database is gone, and there is a new one of its name. */
async function lose(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await dropDatabase(name);
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`).finally(() => client.end());
}

it('goes on from a backup: what was posted since is found in Slack, and clocks fire as they would have', async () => {
  const { sandbox, database } = world;
  const [rep, csm] = [sandbox.person('rep.berlin'), sandbox.person('csm.berlin')];
  await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  await csm.message(/Acme Sample/, { in: 'dm' });
  await csm.message(/Acme Sample/, { in: 'customer-success' });
  await rep.message(/Acme Sample/, { in: 'dm' });

  // What waits to be posted when the backup is taken …
  await world.baton.stop();
  const ctx = await world.ctx();
  const handoff = await database.db.handoff.findFirstOrThrow({ where: { number: 1 } });
  const actor = (memberId: string | null) =>
    ({ ...ctx, actor: { type: 'member', memberId: memberId ?? '' } }) as const;
  expectDone(await nudgeCase(actor(handoff.senderId), HANDOFFS, handoff.id));
  const file = join(folder, 'backup');
  await backUp({ url: database.url, file, log });
  const before = csm.sees('dm').length + csm.sees('dm').reduce((sum, { replies }) => sum + replies.length, 0);
  await world.restart();
  const posted = () =>
    csm.sees('dm').length + csm.sees('dm').reduce((sum, { replies }) => sum + replies.length, 0);
  await expect.poll(posted, { timeout: 8_000 }).toBe(before + 1);

  // … is posted, and the database is lost.
  await world.baton.stop();
  await lose(database.url);
  await restore({ url: database.url, file, log });
  const unsettled = () =>
    database.db.outboxMessage.count({
      where: { state: { in: ['pending', 'sending', 'uncertain'] }, holdUntil: null },
    });
  expect(await unsettled()).toBeGreaterThan(0);
  await world.restart();
  await expect.poll(unsettled, { timeout: 8_000 }).toBe(0);
  expect(posted()).toBe(before + 1);

  // Nobody answers: the clock of before goes on.
  await world.moveTo(new Date(MONDAY_10.getTime() + 26 * 3_600_000));
  await rep.message(/Acme Sample.*(?:overdue|hasn’t|has not)/is, { in: 'dm' });
  expectDone(
    await acknowledgeHandoff(
      { ...actor(handoff.receiverId), now: await world.now() },
      { handoffId: handoff.id },
    ),
  );
});
