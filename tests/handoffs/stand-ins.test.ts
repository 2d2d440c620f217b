import { afterAll, beforeAll, expect, test } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { ASK_STAND_INS } from '../../src/every-case.ts';
import { moveBook } from '../../src/handoffs/books/move-book.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { syncPeople } from '../../src/people/sync-people.ts';
import { tellOfAbsences } from '../../src/people/tell-of-absences.ts';
import { listed, slackUser } from '../people/world.ts';
import { newAccount, riskFor, run as runRisk } from '../risks/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { acting, buildHouse, expectDone, type House, handedOver, newDraft, run } from './house.ts';

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

const nameOf = (id: string | null) => Object.keys(house.ids).find((name) => house.ids[name] === id);

/** Who was asked for it, in turn. */
async function asked(subjectId: string, kinds = ['handoff_request', 'handoff_returned']) {
  const rows = await database.db.outboxMessage.findMany({
    where: { subjectId, kind: { in: kinds }, isRoot: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ memberId }) => nameOf(memberId));
}

/** The job that asks who stands in. */
function standInsAreAsked(tell = ASK_STAND_INS): Promise<void> {
  const { db, now, log, workspace } = house.ctx;
  const clock = { now: () => now, wall: () => now };
  const stopping = new AbortController().signal;
  return tellOfAbsences({ db, clock, served: serving([workspace]), log, stopping, tell });
}

/** To somebody who is there. */
async function toPresent(): Promise<string> {
  const handoffId = await newDraft(house);
  const patch = { receiverId: house.ids['present'] ?? '' };
  expectDone(await saveDraft(acting(house, 'sender'), { handoffId, viewId: '', patch }));
  expectDone(await handOver(acting(house, 'sender'), { handoffId }));
  return handoffId;
}

test('when somebody is set away, their cover is asked at once: for handoffs, what came back, and risks', async () => {
  const { ctx, ids } = house;
  const away = async (name: string, over: object) => {
    expectDone(await setPerson(ctx, { memberId: ids[name] ?? '', ...over }));
    await standInsAreAsked();
  };
  for (const name of ['sender', 'receiver']) await away(name, { awayUntil: null });
  const [waits, back] = [
    await handedOver(house, 'acknowledge', { isPrivate: false }),
    await handedOver(house, 'resubmit', { isPrivate: false }),
  ];
  const open = await riskFor(house, 'claim');
  const planned = await riskFor(house, 'check_in');
  expectDone(await runRisk.plan(acting(house, 'receiver'), planned));
  expect([await asked(waits), await asked(back)]).toEqual([['receiver'], ['receiver', 'sender']]);

  const day = ctx.now.toISOString().slice(0, 10);
  await away('receiver', { awayUntil: day });
  await away('sender', { awayUntil: day });
  expect(await asked(waits)).toEqual(['receiver', 'cover']);
  expect(await asked(back)).toEqual(['receiver', 'sender', 'sender cover']);
  expect((await asked(open, ['risk_request'])).at(-1)).toBe('cover');
  expect((await asked(planned, ['risk_request', 'risk_event'])).at(-1)).toBe('cover');
  // Nothing is said twice where nothing has changed.
  await away('receiver', { managerId: null });
  expect(await asked(waits)).toEqual(['receiver', 'cover']);
});

test('for what came with a book each who comes to stand in is asked once, and anew when it is them again', async () => {
  const { ctx, ids } = house;
  const memberId = ids['receiver'] ?? '';
  expectDone(await setPerson(ctx, { memberId, awayUntil: null }));
  await standInsAreAsked();
  const accountIds = [await newAccount(house), await newAccount(house)];
  await database.db.account.updateMany({
    where: { id: { in: accountIds } },
    data: { csOwnerId: ids['present'] ?? '' },
  });
  const command = { fromId: ids['present'] ?? '', shares: [{ toId: memberId, accountIds }], note: '' };
  const { bookId } = expectDone(await moveBook(acting(house, 'receiver lead'), command));
  const handoffs = await database.db.handoff.findMany({ where: { bookId }, select: { id: true } });
  const entries = () =>
    database.db.auditEntry.count({
      where: { action: 'handoff.stand_in_asked', subjectId: { in: handoffs.map(({ id }) => id) } },
    });
  const awayUntil = ctx.now.toISOString().slice(0, 10);
  const told = ['receiver'];
  for (const cover of ['cover', 'onlooker', 'cover']) {
    told.push(cover);
    for (const _ of ['set', 'set to the same']) {
      expectDone(await setPerson(ctx, { memberId, awayUntil, coverId: ids[cover] ?? '' }));
      await standInsAreAsked();
      expect(await asked(bookId, ['book_request'])).toEqual(told);
      expect(await entries()).toBe(told.length - 1);
    }
  }
});

test('when somebody leaves, who stands in is asked at once for what waited for them, and once', async () => {
  const handoffId = await toPresent();
  expect(await asked(handoffId)).toEqual(['present']);
  const leaver = slackUser(house.ctx, 'UPRESENT', { deleted: true });
  const later = (minutes: number) => ({
    ...house.ctx,
    now: new Date(house.ctx.now.getTime() + minutes * 60_000),
  });
  await syncPeople(later(1), () => listed([leaver]));
  await standInsAreAsked();
  expect(await asked(handoffId)).toEqual(['present', 'receiver lead']);
  await syncPeople(later(2), () => listed([leaver]));
  await syncPeople(later(3), () => listed([{ ...leaver, real_name: 'Sample Other' }]));
  await standInsAreAsked();
  expect(await asked(handoffId)).toEqual(['present', 'receiver lead']);
  expectDone(await run.accept(acting(house, 'receiver lead'), handoffId));
});

test('whoever is set away waits for nothing that waits for them, and what fails is asked for again', async () => {
  const { ctx, ids } = house;
  const memberId = ids['receiver'] ?? '';
  expectDone(await setPerson(ctx, { memberId, awayUntil: null }));
  await standInsAreAsked();
  const [first, second] = [
    await handedOver(house, 'acknowledge', { isPrivate: false }),
    await handedOver(house, 'acknowledge', { isPrivate: false }),
  ];
  // Somebody is at work on the first all the while.
  await database.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM handoffs WHERE id = ${first}::uuid FOR UPDATE`;
    expectDone(await setPerson(ctx, { memberId, awayUntil: ctx.now.toISOString().slice(0, 10) }));
    await expect(standInsAreAsked()).rejects.toThrow();
    expect(await asked(second)).toEqual(['receiver', 'cover']);
  });
  expect(await asked(first)).toEqual(['receiver']);
  await standInsAreAsked();
  expect([await asked(first), await asked(second)]).toEqual([
    ['receiver', 'cover'],
    ['receiver', 'cover'],
  ]);
});
