import { beforeAll, expect, test } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { TIMERS } from '../../src/every-case.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { claimRisk } from '../../src/risks/verbs/work.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { newAccount, riskFor, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);
beforeAll(async () => {
  // Many tests speak to the same few people.
  const { workspace, now } = house.ctx;
  const data = { workspaceId: workspace.id, key: 'interruptions.per_day', value: '50', updatedAt: now };
  await database.db.setting.create({ data });
});

test('of two who take it at once, one has it and the other is told who', async () => {
  const names = ['onlooker', 'present', 'admin', 'cover'];
  for (let round = 0; round < 5; round++) {
    const riskId = await riskFor(house, 'claim');
    const answers = await Promise.all(names.map((name) => claimRisk(acting(house, name), { riskId })));
    const winner = answers.findIndex((answer) => !isRefusal(answer));
    const refusals = answers.filter(isRefusal);
    expect(refusals.length).toBe(names.length - 1);
    const { ownerId, number } = await database.db.risk.findUniqueOrThrow({ where: { id: riskId } });
    expect(ownerId).toBe(house.ids[names[winner] ?? '']);
    const { name } = await database.db.member.findUniqueOrThrow({ where: { id: ownerId ?? '' } });
    for (const { message } of refusals) expect(message).toContain(`R-${number} was already taken by ${name}`);
    const claims = { subjectId: riskId, action: 'risk.claimed' };
    expect(await database.db.auditEntry.count({ where: claims })).toBe(1);
  }
});

test('a name that reads like a pattern is shown as it is', async () => {
  const riskId = await riskFor(house, 'claim');
  await database.db.member.update({
    where: { id: house.ids['cover'] ?? '' },
    data: { name: 'Sample $1 $& Dana' },
  });
  await claimRisk(acting(house, 'cover'), { riskId });
  expect(await claimRisk(acting(house, 'onlooker'), { riskId })).toMatchObject({
    message: expect.stringContaining('was already taken by Sample $1 $& Dana'),
  });
});

test('a second tap of the same person is told that it is theirs', async () => {
  const riskId = await riskFor(house, 'claim');
  await claimRisk(acting(house, 'onlooker'), { riskId });
  const again = await claimRisk(acting(house, 'onlooker'), { riskId });
  expect(again).toMatchObject({ message: expect.stringMatching(/was already taken by you/) });
});

/** Fires what is due so many hours from now. */
function fire(hours: number): Promise<number> {
  const now = new Date(house.ctx.now.getTime() + hours * 3_600_000);
  return fireDueTimers({
    db: database.db,
    clock: { now: () => now, wall: () => now },
    served: serving([house.ctx.workspace]),
    handlers: TIMERS,
    log: house.ctx.log,
  });
}

async function escalations(riskId: string) {
  return database.db.outboxMessage.findMany({ where: { subjectId: riskId, kind: 'risk_escalation' } });
}

/** What would be said of it now: nothing is null. */
async function said(riskId: string) {
  const { ctx } = house;
  return Promise.all(
    (await escalations(riskId)).map((row) =>
      MESSAGES[row.kind as Kind].render(
        ctx,
        {
          id: row.id,
          kind: row.kind,
          subject: { type: 'risk', id: riskId },
          memberId: row.memberId,
          data: row.data as Record<string, unknown>,
          dedupeKey: row.dedupeKey,
          isLatest: true,
        },
        { dm: true, posted: false },
      ),
    ),
  );
}

/** Well past the limit of a day, at a time when everybody works. */
const LATE = 25;

test('taken just before its clock runs out, nobody is told that it is late', async () => {
  const riskId = await riskFor(house, 'claim');
  await run.claim(acting(house, 'onlooker'), riskId);
  while ((await fire(LATE)) > 0);
  const clocks = (await escalations(riskId)).map(({ data }) => (data as { clock: string }).clock);
  expect(clocks).not.toContain('claim');
});

test('taken just after its clock ran out, what was to be said is not said any more', async () => {
  const riskId = await riskFor(house, 'claim');
  while ((await fire(LATE)) > 0);
  const late = await escalations(riskId);
  expect(late.map(({ data }) => (data as { clock: string }).clock)).toContain('claim');
  expect((await said(riskId)).filter((one) => one !== null).length).toBe(late.length);
  await run.claim(acting(house, 'onlooker'), riskId);
  expect(await said(riskId)).toEqual(late.map(() => null));
});

test('taken while its clock runs out, it ends as one of the two', async () => {
  for (let round = 0; round < 5; round++) {
    const riskId = await riskFor(house, 'claim');
    const [answer] = await Promise.all([run.claim(acting(house, 'onlooker'), riskId), fire(LATE)]);
    expect(isRefusal(answer)).toBe(false);
    expect((await said(riskId)).filter((one) => one !== null)).toEqual([]);
    const timers = await database.db.timer.findMany({ where: { subjectId: riskId, dueAt: { not: null } } });
    expect(timers.map(({ clock }) => clock)).toEqual(['plan']);
  }
});

test('snoozed, it is quiet; what fell due meanwhile is said once after that', async () => {
  const riskId = await riskFor(house, 'snooze');
  expect(isRefusal(await run.snooze(acting(house, 'cover'), riskId))).toBe(false);
  await database.db.risk.update({
    where: { id: riskId },
    data: { snoozedUntil: new Date(house.ctx.now.getTime() + 26 * 3_600_000) },
  });
  while ((await fire(LATE)) > 0);
  expect(await escalations(riskId)).toEqual([]);
  while ((await fire(26.5)) > 0);
  const roles = (await escalations(riskId)).map(({ data }) => (data as { role: string }).role);
  expect(roles.length).toBeGreaterThan(0);
  while ((await fire(26.6)) > 0);
  expect((await escalations(riskId)).length).toBe(roles.length);
});

test('two who flag one account at once open one risk', async () => {
  const id = await newAccount(house);
  const flag = { kind: 'other', sentiment: null, note: 'Sample', evidence: null, urgent: false } as const;
  const answers = await Promise.all(
    ['onlooker', 'present', 'admin'].map((name) =>
      flagRisk(acting(house, name), { ...flag, account: { id } }),
    ),
  );
  expect(answers.filter(isRefusal)).toEqual([]);
  expect(await database.db.risk.count({ where: { accountId: id } })).toBe(1);
  expect(answers.map((answer) => 'wasOpen' in answer && answer.wasOpen).sort()).toEqual([false, true, true]);
});
