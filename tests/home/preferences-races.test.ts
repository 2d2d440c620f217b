import { beforeEach, expect, test } from 'vitest';
import { remind } from '../../src/cases/told/remind.ts';
import { setPreferences } from '../../src/home/preferences.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { upsertMember } from '../../src/people/sync-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { RISK_MESSAGES } from '../../src/risks/messages.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { newMember, newWorkspace, slackUser } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

// The hour of a morning DM, changed by several at once and again and again: one a day, and nothing in none.

const database = ownDatabase();
let ctx: Ctx;
let memberId: string;
let members = 0;
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  members += 1;
  memberId = await newMember(ctx, `UMORNING${members}`);
});

const at = (iso: string): Ctx => ({ ...ctx, now: new Date(iso), actor: { type: 'member', memberId } });
const choose = async (now: string, hour: number | null, mutesReceipts = false) => {
  const saved = await setPreferences(at(now), memberId, {
    morningMinute: hour === null ? null : hour * 60,
    mutesReceipts,
  });
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.nextMorning.toISOString();
};

/** Something that can wait for the morning; the day of the morning that it waits for. */
async function wait(now: string): Promise<string> {
  const id = newId(new Date(now));
  await transact({ ...ctx, now: new Date(now) }, async (tx) => {
    const person = (await loadPeople(tx.tx, ctx.workspace.id, [memberId])).get(memberId);
    if (!person) throw new Error('member missing');
    const settings = await loadSettings(tx.tx, ctx.workspace.id);
    const timer = { subject: { type: 'risk', id }, clock: 'claim', epoch: 1, firing: id };
    await enqueue(tx, [await remind(tx, settings, person, timer, null, RISK_MESSAGES)]);
  });
  const [item] = await database.pool
    .query('SELECT day FROM morning_items WHERE subject_id = $1', [id])
    .then(({ rows }) => rows as { day: string }[]);
  return item?.day ?? '';
}

/** What goes out until then; the instants. */
async function goOut(now: string): Promise<string[]> {
  const due = await database.db.outboxMessage.findMany({
    where: { memberId, kind: 'morning', state: 'pending', holdUntil: { lte: new Date(now) } },
    orderBy: { holdUntil: 'asc' },
  });
  await database.db.outboxMessage.updateMany({
    where: { id: { in: due.map(({ id }) => id) } },
    data: { state: 'sent' },
  });
  return due.map(({ holdUntil }) => holdUntil?.toISOString() ?? '');
}

test('two windows saved at once: whichever is last holds, and that the hour was ever changed is not forgotten', async () => {
  for (let round = 0; round < 12; round++) {
    const id = await newMember(ctx, `UATONCE${members}${round}`);
    const save = (morningMinute: number | null, mutesReceipts: boolean) =>
      setPreferences(at('2026-11-24T18:00:00Z'), id, { morningMinute, mutesReceipts });
    await Promise.all([save(7 * 60, false), save(null, true), save(null, true), save(7 * 60, false)]);
    const { morningMoved } = await database.db.member.findUniqueOrThrow({ where: { id } });
    expect(morningMoved).toBe(true);
  }
});

test('what is said after the DM of a day that was moved is in that of the next day', async () => {
  expect(await wait('2026-11-24T18:00:00Z')).toBe('2026-11-25');
  await choose('2026-11-24T18:01:00Z', 7);
  await choose('2026-11-24T18:02:00Z', null);
  expect(await goOut('2026-11-25T06:00:00Z')).toEqual(['2026-11-25T06:00:00.000Z']);
  expect(await wait('2026-11-25T06:30:00Z')).toBe('2026-11-26');
  expect(await goOut('2026-11-25T23:00:00Z')).toEqual([]);
});

test('a DM that is still to come today is the next, also where the new hour of today is over', async () => {
  expect(await wait('2026-11-24T18:00:00Z')).toBe('2026-11-25');
  // Wednesday 08:30: that of today is planned for 09:00, and 08:00 is over.
  expect(await choose('2026-11-25T07:30:00Z', 8)).toBe('2026-11-25T08:00:00.000Z');
  expect(await wait('2026-11-25T07:40:00Z')).toBe('2026-11-25');
  expect(await goOut('2026-11-25T08:00:00Z')).toEqual(['2026-11-25T08:00:00.000Z']);
  expect(await wait('2026-11-25T08:10:00Z')).toBe('2026-11-26');
});

test('nor is anything lost of somebody who travels west, or begins to work later, after the DM of that day', async () => {
  const { slackUserId } = await database.db.member.findUniqueOrThrow({ where: { id: memberId } });
  expect(await wait('2026-11-24T18:00:00Z')).toBe('2026-11-25');
  expect(await goOut('2026-11-25T08:00:00Z')).toHaveLength(1);
  // 10:00 in Berlin is 04:00 in New York, and their working day is still to begin.
  await transact(at('2026-11-25T09:00:00Z'), (tx) =>
    upsertMember(tx, slackUser(ctx, slackUserId, { tz: 'America/New_York' })),
  );
  expect(await wait('2026-11-25T09:01:00Z')).toBe('2026-11-26');
  expect(await goOut('2026-11-26T14:00:00Z')).toHaveLength(1);
  const later = await setSetting(at('2026-11-26T14:30:00Z'), {
    key: 'calendar',
    value: 'Mon-Fri 11:00-19:00',
  });
  if (isRefusal(later)) throw new Error(later.message);
  expect(await wait('2026-11-26T14:31:00Z')).toBe('2026-11-27');
  expect(await goOut('2026-11-27T16:00:00Z')).toHaveLength(1);
});

test('changed twice a day for weeks, over both changes of the clocks: one DM a day at most, and nothing is lost', async () => {
  if (isRefusal(await setSetting(ctx, { key: 'calendar', value: 'always' }))) throw new Error('refused');
  for (const start of ['2027-03-22T00:00:00Z', '2027-10-25T00:00:00Z']) {
    const hours = [2, 15, null, 3, 23, 0, 2, 7, null, 1, 2, 22, 3];
    const waiting = new Map<string, number>();
    const sent: string[] = [];
    let told = 0;
    const days = 12;
    for (let step = 0; step < days * 4; step++) {
      const now = new Date(Date.parse(start) + step * 6 * 3_600_000 + 7 * 60_000).toISOString();
      sent.push(...(await goOut(now)));
      if (step % 2 === 0) await choose(now, hours[(step / 2) % hours.length] ?? null);
      const day = await wait(now);
      waiting.set(day, (waiting.get(day) ?? 0) + 1);
      told += 1;
    }
    sent.push(...(await goOut('2028-01-01T00:00:00Z')));
    const rows = await database.db.outboxMessage.findMany({ where: { memberId, kind: 'morning' } });
    const of = rows.map(({ data }) => (data as { day: string }).day);
    expect(new Set(of).size).toBe(of.length);
    const berlin = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' });
    const dates = sent.map((one) => berlin.format(new Date(one)));
    expect(dates).toEqual([...new Set(dates)]);
    expect([...waiting.values()].reduce((sum, n) => sum + n, 0)).toBe(told);
    // Each waits for a DM that was still to come.
    expect([...waiting.keys()].filter((day) => !of.includes(day))).toEqual([]);
  }
});

test('the next morning is one that is still to come, whatever the zone', async () => {
  for (const zone of ['Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'America/Scoresbysund']) {
    const id = await newMember(ctx, `U${zone.replace(/\W/g, '').toUpperCase()}`, { zone: zone });
    for (const now of ['2027-03-28T00:30:00Z', '2027-10-31T00:30:00Z', '2027-04-03T15:15:00Z'])
      for (const hour of [0, 2, 23]) {
        const saved = await setPreferences({ ...ctx, now: new Date(now) }, id, {
          morningMinute: hour * 60,
          mutesReceipts: false,
        });
        if (isRefusal(saved)) throw new Error(saved.message);
        expect(saved.nextMorning.getTime()).toBeGreaterThan(Date.parse(now));
      }
  }
});
