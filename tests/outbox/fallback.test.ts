import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { tellAdmins } from '../../jobs/tell-admins.ts';
import { transact } from '../../src/platform/transact.ts';
import { buildHouse, type House, handedOver, run } from '../handoffs/house.ts';
import { riskFor } from '../risks/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

/** Before and after all that was said. */
const NIL = '00000000-0000-0000-0000-000000000000';
const LATEST = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

/** Who takes each message of the handoff when its channel or DM is closed, by name. */
async function takers(handoffId: string) {
  const nameOf = async (kind: string, memberId: string | null, data = {}) => {
    const message = {
      id: LATEST,
      kind,
      subject: { type: 'handoff', id: handoffId },
      memberId,
      data,
      isLatest: true,
    };
    const taker = await MESSAGES[kind as Kind].fallback?.(house.ctx, { ...message, dedupeKey: kind });
    const member = taker && (await database.db.member.findFirst({ where: { slackUserId: taker } }));
    return member ? Object.keys(house.ids).find((name) => house.ids[name] === member.id) : null;
  };
  const somebody = house.ids['sender'] ?? '';
  return {
    card: await nameOf('handoff_card', null),
    newsOfCard: await nameOf('handoff_event', null),
    request: await nameOf('handoff_request', house.ids['receiver'] ?? ''),
    lastRung: await nameOf('handoff_escalation', null, {
      clock: 'acknowledge',
      epoch: 1,
      role: 'fallback_channel',
    }),
    lead: await nameOf('handoff_escalation', somebody, { clock: 'acknowledge', epoch: 1, role: 'lead' }),
    news: await nameOf('handoff_event', somebody),
    receipt: await nameOf('handoff_receipt', somebody),
    returned: await nameOf('handoff_returned', somebody),
    decide: await nameOf('handoff_decide', somebody),
    reminder: await nameOf('handoff_reminder', somebody),
  };
}

const nobody = { lead: null, news: null, receipt: null, returned: null, decide: null, reminder: null };

test('a closed channel: nobody has the card beside the request, and the last rung goes to the other side', async () => {
  const waiting = await handedOver(house, 'acknowledge', { isPrivate: false });
  expect(await takers(waiting)).toEqual({
    card: null,
    newsOfCard: null,
    request: 'cover',
    lastRung: 'sender cover',
    ...nobody,
  });
  const returned = await handedOver(house, 'resubmit', { isPrivate: false });
  expect(await takers(returned)).toEqual({
    card: null,
    newsOfCard: null,
    request: null,
    lastRung: 'cover',
    ...nobody,
  });
});

test('what is settled is posted anew to nobody', async () => {
  const cancelled = await handedOver(house, 'cancel', { isPrivate: false });
  await run.cancel(
    { ...house.ctx, actor: { type: 'member', memberId: house.ids['sender'] ?? '' } },
    cancelled,
  );
  expect(new Set(Object.values(await takers(cancelled)))).toEqual(new Set([null]));
});

test('admins hear of a closed channel, and not of a closed DM', async () => {
  await transact(house.ctx, async (tx) => {
    await tellAdmins(tx, { lane: 'U0LEFT', reason: 'user_disabled' });
    await tellAdmins(tx, { lane: 'C0SAMPLE', reason: 'is_archived' });
  });
  const told = await database.db.outboxMessage.findMany({ where: { kind: 'channel_blocked' } });
  expect(new Set(told.map(({ thread }) => thread.split(':')[1]))).toEqual(new Set(['C0SAMPLE']));
});

test('a request whose reader is gone moves to nobody who was asked since in a message of their own', async () => {
  const cases: [string, string][] = [
    ['handoff_request', await handedOver(house, 'acknowledge', { isPrivate: false })],
    ['risk_request', await riskFor(house, 'claim')],
  ];
  for (const [kind, id] of cases) {
    const subject = { type: kind.replace('_request', ''), id };
    const earlier = {
      id: NIL,
      kind,
      subject,
      memberId: house.ids['receiver'] ?? '',
      data: {},
      dedupeKey: kind,
      isLatest: true,
    };
    const taker = (message: typeof earlier) => MESSAGES[kind as Kind].fallback?.(house.ctx, message);
    // Its own root went to the cover, for the receiver is away.
    expect(await taker(earlier)).toBeNull();
    expect(await taker({ ...earlier, id: LATEST })).toBe('UCOVER');
  }
});
