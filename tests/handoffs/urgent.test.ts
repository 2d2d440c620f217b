import { beforeEach, expect, test } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { loadShown } from '../../src/handoffs/read/load-details.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { flagAccount } from '../../src/handoffs/verbs/become-urgent.ts';
import { requestMessage } from '../../views/handoffs/told/asking-messages.ts';
import { eventMessage } from '../../views/handoffs/told/news-messages.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, newDraft, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

let draft: string;
let accountId: string;
beforeEach(async () => {
  // The draft's account is there already.
  const first = await newDraft(house);
  expectDone(await handOver(acting(house, 'sender'), { handoffId: first }));
  expectDone(await run.cancel(acting(house, 'sender'), first));
  ({ accountId } = (await database.db.handoff.findUniqueOrThrow({ where: { id: first } })) as {
    accountId: string;
  });
  draft = await newDraft(house);
  await database.db.handoff.update({ where: { id: draft }, data: { accountId, accountName: null } });
});

const flag = async (urgent: boolean) =>
  expectDone(
    await flagAccount(acting(house, 'present'), {
      account: { id: accountId },
      ...{ kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent },
    }),
  );

async function sent() {
  expectDone(await handOver(acting(house, 'sender'), { handoffId: draft }));
  const [shown] = await loadShown(house.ctx, [draft], { memberId: house.ids['receiver'] ?? '' });
  if (!shown) throw new Error('it is not there');
  const { ladder } = await database.db.timer.findFirstOrThrow({
    where: { subjectId: draft, clock: 'acknowledge' },
  });
  const request = JSON.stringify(requestMessage(shown, shown.owes?.id ?? ''));
  return { limit: (ladder as { limit: string }).limit, urgent: shown.urgent, request };
}

test('a risk that was flagged as urgent makes the handoff of its account urgent, and the words say so', async () => {
  await flag(true);
  expect(await sent()).toMatchObject({
    limit: 'PT2H',
    urgent: '2 working hours',
    request: expect.stringContaining('Urgent: respond within 2 working hours.'),
  });
});

test('any other risk does not', async () => {
  await flag(false);
  const { limit, urgent, request } = await sent();
  expect([limit, urgent]).toEqual(['P1D', null]);
  expect(request).not.toContain('Urgent');
});

test('sent again, it is looked at anew', async () => {
  expect((await sent()).limit).toBe('P1D');
  await flag(true);
  expectDone(await run.return(acting(house, 'receiver'), draft));
  expectDone(await run.resubmit(acting(house, 'sender'), draft));
  const { ladder } = await database.db.timer.findFirstOrThrow({
    where: { subjectId: draft, clock: 'acknowledge' },
  });
  expect(ladder).toMatchObject({ limit: 'PT2H', urgent: true });
});

const clock = () => database.db.timer.findFirstOrThrow({ where: { subjectId: draft, clock: 'acknowledge' } });
const lines = async () => {
  const said = await database.db.outboxMessage.findMany({
    where: { subjectId: draft, kind: 'handoff_event' },
    orderBy: { id: 'asc' },
  });
  return said.map(({ lane }) => lane);
};

test('flagged after it was sent, it leaves the time of what cannot wait, once, with a line in its threads', async () => {
  await sent();
  await flag(false);
  expect((await clock()).ladder).toMatchObject({ limit: 'P1D' });
  await flag(true);
  const first = await clock();
  expect(first.ladder).toMatchObject({ limit: 'PT2H', urgent: true });
  const { urgentRisk } = await database.db.handoff.findUniqueOrThrow({ where: { id: draft } });
  expect(urgentRisk).toBe(true);
  // Those who wait for it, where they were told of it.
  expect((await lines()).sort()).toEqual(['UCOVER', 'USENDER']);
  await flag(true);
  expect((await clock()).epoch).toBe(first.epoch);
  expect((await lines()).length).toBe(2);
  const entry = await database.db.auditEntry.findFirstOrThrow({
    where: { subjectId: draft, action: 'handoff.became_urgent' },
  });
  const [history] = (await loadHistory(house.ctx, { id: draft, readable: true }, 0)).entries;
  expect(history?.id).toBe(entry.id);
  const [shown] = await loadShown(house.ctx, [draft], { memberId: house.ids['receiver'] ?? '' });
  const event = history && shown && eventMessage(history, shown);
  expect(JSON.stringify(event)).toMatch(
    /Person UPRESENT flagged an urgent risk, so the response is due <!date/,
  );
});

test('where less time than that is left, or somebody is on it, nothing changes', async () => {
  await sent();
  const late = { ...house.ctx, now: new Date(house.ctx.now.getTime() + 7 * 3_600_000) };
  const before = await clock();
  const said = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent: true } as const;
  expectDone(
    await flagAccount(
      { ...acting(house, 'present'), now: late.now },
      { account: { id: accountId }, ...said },
    ),
  );
  expect(await clock()).toEqual(before);
  expect(await lines()).toEqual([]);
  expectDone(await run.acknowledge(acting(house, 'receiver'), draft));
  const decide = () => database.db.timer.findFirstOrThrow({ where: { subjectId: draft, clock: 'decide' } });
  const running = await decide();
  await flag(true);
  expect(await decide()).toEqual(running);
});
