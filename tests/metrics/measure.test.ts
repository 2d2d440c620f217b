import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { measureCases, measureTimers } from '../../src/cases/measure-cases.ts';
import { measureLag } from '../../src/health/evaluate/measure-lag.ts';
import { measureMessages, measureRedraws } from '../../src/outbox/measure-outbox.ts';
import { buildHouse, type House, handedOver, ownHouse } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const servedOf = ({ ctx }: House) => serving([ctx.workspace]);
const after = (minutes: number) => new Date(house.ctx.now.getTime() + minutes * 60_000);

test('timers are due at their time, and late a minute after it', async () => {
  const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
  const { db } = house.ctx;
  await db.timer.updateMany({ where: { subjectId }, data: { dueAt: null } });
  const [first] = await db.timer.findMany({ where: { subjectId }, take: 1 });
  await db.timer.update({ where: { id: first?.id ?? '' }, data: { dueAt: after(10) } });
  const at = (minutes: number) => measureTimers(db, servedOf(house), after(minutes));
  expect(await at(9)).toEqual({ count: 0, late: 0, oldestSeconds: 0 });
  expect(await at(10.5)).toEqual({ count: 1, late: 0, oldestSeconds: 30 });
  expect(await at(12)).toEqual({ count: 1, late: 1, oldestSeconds: 120 });
});

test('messages are counted by state, and are as old as they could have been said', async () => {
  const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
  const { db, workspace } = house.ctx;
  const workspaceId = workspace.id;
  await db.outboxMessage.deleteMany({ where: { workspaceId } });
  const put = (state: 'pending' | 'dead' | 'withheld' | 'sent', holdUntil: Date | null = null) =>
    db.outboxMessage.create({
      data: {
        ...{ id: randomUUID(), workspaceId, dedupeKey: randomUUID(), kind: 'sample', data: {}, lane: 'C1' },
        ...{
          subjectType: 'handoff',
          subjectId,
          thread: randomUUID(),
          seq: 1,
          isRoot: true,
          state,
          holdUntil,
        },
        ...{ notBefore: after(0), createdAt: after(0) },
      },
    });
  await Promise.all([put('pending'), put('dead'), put('dead'), put('withheld'), put('sent')]);
  await put('pending', after(60));
  const counted = await measureMessages(db, servedOf(house), after(2));
  expect(counted).toEqual([
    { state: 'pending', count: 2, oldestSeconds: 120 },
    { state: 'sending', count: 0, oldestSeconds: 0 },
    { state: 'uncertain', count: 0, oldestSeconds: 0 },
    { state: 'blocked', count: 0, oldestSeconds: 0 },
    { state: 'withheld', count: 1, oldestSeconds: 120 },
    { state: 'held', count: 0, oldestSeconds: 0 },
    { state: 'dead', count: 2, oldestSeconds: 120 },
  ]);
  await db.outboxMessage.deleteMany({ where: { workspaceId, holdUntil: null } });
  const [waiting] = await measureMessages(db, servedOf(house), after(2));
  expect(waiting).toEqual({ state: 'pending', count: 1, oldestSeconds: 0 });
  const [due] = await measureMessages(db, servedOf(house), after(61));
  expect(due).toEqual({ state: 'pending', count: 1, oldestSeconds: 60 });
});

test('messages that show something out of date are counted once they are in Slack', async () => {
  await handedOver(house, 'acknowledge', { isPrivate: false });
  const { db, workspace } = house.ctx;
  const where = { workspaceId: workspace.id };
  await db.outboxThread.updateMany({ where, data: { desiredVersion: 2, appliedVersion: 1 } });
  expect(await measureRedraws(db, servedOf(house))).toBe(0);
  const threads = await db.outboxThread.updateMany({ where, data: { slackTs: '1.1', slackChannel: 'C1' } });
  expect(threads.count).toBeGreaterThan(0);
  expect(await measureRedraws(db, servedOf(house))).toBe(threads.count);
});

test('the lag of health is that of the account which has waited longest', async () => {
  const { db, workspace } = house.ctx;
  for (const minutes of [5, 1, -1]) {
    const accountId = await newAccount(house.ctx, randomUUID());
    const due = { workspaceId: workspace.id, dueAt: after(-minutes) };
    await db.accountHealth.upsert({ where: { accountId }, create: { accountId, ...due }, update: due });
  }
  expect(await measureLag(db, servedOf(house), after(0))).toEqual({ count: 2, oldestSeconds: 300 });
});

test('cases are counted by kind while somebody owes a step of them, and as late once it is overdue', async () => {
  const { db } = house.ctx;
  const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
  await db.owed.updateMany({ where: { subjectId }, data: { lateAt: after(30) } });
  const at = (minutes: number) => measureCases(db, servedOf(house), after(minutes), ['handoff', 'risk']);
  expect(await at(29)).toEqual([
    { kind: 'handoff', open: 1, late: 0 },
    { kind: 'risk', open: 0, late: 0 },
  ]);
  expect((await at(30))[0]).toEqual({ kind: 'handoff', open: 1, late: 1 });
});

test('another workspace of the same database is not counted', async () => {
  const other = await buildHouse(database.db);
  await handedOver(house, 'acknowledge', { isPrivate: false });
  const far = after(90 * 24 * 60);
  const { db } = house.ctx;
  const counts = async (of: House) => [
    (await measureTimers(db, servedOf(of), far)).count,
    (await measureMessages(db, servedOf(of), far))[0]?.count,
    (await measureCases(db, servedOf(of), far, ['handoff']))[0]?.open,
  ];
  expect(await counts(other)).toEqual([0, 0, 0]);
  expect((await counts(house)).every((count) => (count ?? 0) > 0)).toBe(true);
});
