import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../../../prisma/generated/client.ts';
import { armTimer } from '../../../src/cases/clocks/arm-timer.ts';
import { forgetEnded, liveTimer, type SweepCheck, sweep } from '../../../src/cases/sweep.ts';
import type { Ctx } from '../../../src/platform/ctx.ts';
import { newId } from '../../../src/platform/id.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { serving } from '../../support/served.ts';
import { CALENDAR, createWorkspace, hours, inTransaction, LADDER, T0, testClock, testLog } from './world.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** For this test, every draft must have an `answer` clock. */
function checkWhich(unrepairable: string[] = []): SweepCheck {
  const findLost = async (db: Ctx['db'] | Parameters<SweepCheck['repair']>[0]['tx'], workspaceId: string) => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT h.id FROM handoffs h WHERE h.workspace_id = ${workspaceId}::uuid AND h.state = 'draft'
        AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.subject_id = h.id AND t.clock = 'answer' AND ${liveTimer})
      ORDER BY h.id LIMIT 100`;
    return rows.map(({ id }) => id);
  };
  return {
    subjectType: 'handoff',
    hasEnded: Prisma.sql`false`,
    findLost,
    async repair(ctx, id) {
      if (unrepairable.includes(id)) throw new Error('broken');
      if (!(await findLost(ctx.tx, ctx.workspace.id)).includes(id)) return false;
      await arm(ctx, id);
      return true;
    },
  };
}

const arm = (ctx: Parameters<SweepCheck['repair']>[0], id: string) =>
  armTimer(ctx, {
    subject: { type: 'handoff', id },
    clock: 'answer',
    ladder: LADDER,
    startedAt: T0,
    calendar: CALENDAR,
  });

async function anItem(ctx: Ctx): Promise<string> {
  const id = newId(T0);
  await inTransaction(ctx, async (ctx) => {
    await ctx.tx.handoff.create({
      data: {
        id,
        workspaceId: ctx.workspace.id,
        template: 'sample',
        senderId: newId(T0),
        brief: {},
        createdAt: T0,
        updatedAt: T0,
      },
    });
    await arm(ctx, id);
  });
  return id;
}

test('The watchdog of lost escalations was itself broken: a deleted timer is restored, and it is said', async () => {
  const { db } = database;
  const [one, two] = [await createWorkspace(db), await createWorkspace(db)];
  const ids = [await anItem(one), await anItem(one), await anItem(two)] as const;
  const { log, lines } = testLog();
  const served = serving([one.workspace, two.workspace]);
  const options = { db, clock: testClock(), served, log, checks: [checkWhich()] };
  expect(await sweep(options)).toBe(0);

  await db.timer.deleteMany({ where: { subjectId: { in: [ids[0], ids[2]] } } });
  expect(await sweep(options)).toBe(2);
  expect(await db.timer.findMany({ where: { subjectId: { in: [ids[0], ids[2]] } } })).toMatchObject([
    { dueAt: hours(1) },
    { dueAt: hours(1) },
  ]);
  expect(lines.map(({ level, subject }) => [level, subject]).sort()).toEqual(
    [
      [40, ids[0]],
      [40, ids[2]],
    ].sort(),
  );
  expect(
    await db.auditEntry.findMany({
      where: { subjectId: ids[2] },
      select: { action: true, workspaceId: true },
    }),
  ).toEqual([{ action: 'handoff.clock_restored', workspaceId: two.workspace.id }]);
  expect(await sweep(options)).toBe(0);
});

test('a clock that stands still is restored; one that has said everything is left alone', async () => {
  const { db } = database;
  const ctx = await createWorkspace(db);
  const [stopped, finished] = [await anItem(ctx), await anItem(ctx)];
  await db.timer.updateMany({ where: { subjectId: stopped }, data: { dueAt: null } });
  await db.timer.updateMany({
    where: { subjectId: finished },
    data: { dueAt: null, rung: LADDER.rungs.length },
  });
  expect(
    await sweep({
      db,
      clock: testClock(),
      served: serving([ctx.workspace]),
      log: testLog().log,
      checks: [checkWhich()],
    }),
  ).toBe(1);
  expect(await db.timer.findFirst({ where: { subjectId: stopped } })).toMatchObject({
    dueAt: hours(1),
    epoch: 2,
  });
  expect(await db.timer.findFirst({ where: { subjectId: finished } })).toMatchObject({
    dueAt: null,
    epoch: 1,
  });
});

test('an item that cannot be repaired is reported, and stops no other', async () => {
  const { db } = database;
  const ctx = await createWorkspace(db);
  const [broken, lost] = [await anItem(ctx), await anItem(ctx)];
  await db.timer.deleteMany({ where: { subjectId: { in: [broken, lost] } } });
  const { log, lines } = testLog();
  expect(
    await sweep({
      db,
      clock: testClock(),
      served: serving([ctx.workspace]),
      log,
      checks: [checkWhich([broken])],
    }),
  ).toBe(1);
  expect(lines).toMatchObject([
    { level: 50, subject: broken },
    { level: 40, subject: lost },
  ]);
  expect(await db.timer.count({ where: { subjectId: lost } })).toBe(1);
});

test('two sweepers at once restore a clock once', async () => {
  const { db } = database;
  const ctx = await createWorkspace(db);
  const id = await anItem(ctx);
  await db.timer.deleteMany({ where: { subjectId: id } });
  const served = serving([ctx.workspace]);
  const options = { db, clock: testClock(), served, log: testLog().log, checks: [checkWhich()] };
  await Promise.all([sweep(options), sweep(options)]);
  expect(await db.timer.findMany({ where: { subjectId: id } })).toMatchObject([
    { dueAt: hours(1), epoch: 1 },
  ]);
});

test('a check that fails ends neither the next one nor the next workspace, and the sweep fails with it', async () => {
  const { db } = database;
  const [one, two] = [await createWorkspace(db), await createWorkspace(db)];
  const ids = [await anItem(one), await anItem(two)];
  await db.timer.deleteMany({ where: { subjectId: { in: ids } } });
  const broken: SweepCheck = {
    ...checkWhich(),
    findLost: () => Promise.reject(new Error('canceling statement due to statement timeout')),
  };
  const served = serving([one.workspace, two.workspace]);
  const options = { db, clock: testClock(), served, log: testLog().log, checks: [broken, checkWhich()] };
  await expect(sweep(options)).rejects.toThrow('canceling statement');
  expect(await db.timer.count({ where: { subjectId: { in: ids } } })).toBe(2);
});

test('clocks that stand still are forgotten with the items that ended, and no others', async () => {
  const { db } = database;
  const ctx = await createWorkspace(db);
  const [ended, gone, open, running] = [
    await anItem(ctx),
    await anItem(ctx),
    await anItem(ctx),
    await anItem(ctx),
  ];
  const still = { where: { subjectId: { in: [ended, gone, open] } }, data: { dueAt: null } };
  await db.timer.updateMany(still);
  await db.handoff.updateMany({ where: { id: { in: [ended, running] } }, data: { state: 'cancelled' } });
  await db.handoff.delete({ where: { id: gone } });
  const check: SweepCheck = {
    ...checkWhich(),
    hasEnded: Prisma.sql`NOT EXISTS (SELECT FROM handoffs h WHERE h.id = t.subject_id AND h.state <> 'cancelled')`,
  };
  // Of a type that nothing checks, nobody knows what has ended.
  const other = { subjectType: 'another', subjectId: newId(T0), clock: 'answer', startedAt: T0, ladder: {} };
  await db.timer.create({ data: { id: newId(T0), workspaceId: ctx.workspace.id, ...other } });
  const forget = () => forgetEnded({ db, served: serving([ctx.workspace]), checks: [check], step: 2 });
  expect(await forget()).toBe(2);
  const left = await db.timer.findMany({ where: { workspaceId: ctx.workspace.id } });
  expect(left.map(({ subjectId }) => subjectId).sort()).toEqual([open, running, other.subjectId].sort());
  expect(await forget()).toBe(0);
});
