import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillOwed } from '../../bench/fill-owed.ts';
import { redrawDue } from '../../src/cases/redraw.ts';
import { sweep } from '../../src/cases/sweep.ts';
import { ALSO_SHOWN, CHECKS } from '../../src/every-case.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { claimRisk, planRisk } from '../../src/risks/verbs/work.ts';
import { acting, buildHouse, expectDone, type House, handedOver, newDraft, run } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

let database: TestDatabase;
let house: House;

beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

async function newRisk(name: string): Promise<string> {
  const words = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null } as const;
  const command = { account: { name }, ...words, urgent: name.endsWith('urgent') };
  return expectDone(await flagRisk(acting(house, 'present'), command)).riskId;
}

/** As if the version before had accepted it, which knows no clock of the kickoff. */
async function acceptedBefore(id: string): Promise<void> {
  const version = { increment: 1 };
  await database.db.handoff.update({ where: { id }, data: { kickoffFrom: null, version } });
  await database.db.timer.updateMany({ where: { subjectId: id }, data: { dueAt: null } });
  const { now, workspace, log } = house.ctx;
  const clock = { now: () => now, wall: () => now };
  await sweep({ db: database.db, clock, served: serving([workspace]), log, checks: CHECKS });
}

/** What came later than the migration is written by changes alone. */
const rows = async () =>
  (await database.pool.query("SELECT * FROM owed WHERE subject_type <> 'follow_up' ORDER BY subject_id"))
    .rows;

test('the migration says of what it finds what a change says of it', async () => {
  const receiver = acting(house, 'receiver');
  for (const isPrivate of [false, true]) {
    for (const verb of ['acknowledge', 'resubmit'] as const) await handedOver(house, verb, { isPrivate });
    expectDone(await run.acknowledge(receiver, await handedOver(house, 'acknowledge', { isPrivate })));
  }
  const ended = [
    await handedOver(house, 'acknowledge', { isPrivate: false }),
    await handedOver(house, 'acknowledge', { isPrivate: false }),
  ] as const;
  expectDone(await run.accept(receiver, ended[0]));
  await acceptedBefore(ended[0]);
  expectDone(await run.cancel(acting(house, 'sender'), ended[1]));
  await newDraft(house);
  await newRisk('Sample Open');
  const planned = await newRisk('Sample Planned, urgent');
  const claimed = await newRisk('Sample Claimed');
  for (const riskId of [planned, claimed]) expectDone(await claimRisk(receiver, { riskId }));
  const step = { firstAction: 'Sample step', dueOn: '2027-03-02', checkInOn: '2027-03-08' };
  expectDone(await planRisk(receiver, { riskId: planned, ...step }));

  const written = await rows();
  expect(written.map(({ step }) => step).sort()).toEqual([
    ...['acknowledge', 'acknowledge', 'check_in', 'claim', 'decide', 'decide', 'finish', 'plan'],
    ...['resubmit', 'resubmit'],
  ]);
  await database.pool.query("DELETE FROM owed WHERE subject_type <> 'follow_up'");
  await fillOwed(database.pool);
  // The first look says when each is drawn anew. What was accepted before nobody is offered to undo.
  const { now, workspace, log } = house.ctx;
  const clock = { now: () => now, wall: () => now };
  await redrawDue({ db: database.db, clock, served: serving([workspace]), log, shown: ALSO_SHOWN });
  expect(await rows()).toEqual(
    written.map((row) => (row.step === 'finish' ? { ...row, redraw_at: null } : row)),
  );
});
