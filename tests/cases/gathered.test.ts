import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { MESSAGES } from '../../jobs/messages.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { escalateCase } from '../../src/cases/escalate-now.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { TIMERS } from '../../src/every-case.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { acknowledgeHandoff, returnHandoff } from '../../src/handoffs/verbs/answer.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { expectDone } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { newMember, newTeam, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

// One person, several cases at once: what they get, by the messages that are kept for them.

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });
const ids: Record<string, string> = {};
let now: Date;

const utc = (day: number, time: string) => new Date(`2027-03-${String(day).padStart(2, '0')}T${time}:00Z`);
const [MONDAY, TUESDAY] = [1, 2];

beforeEach(async () => {
  const zone = 'UTC';
  ids['cs lead'] = await newMember(ctx, 'ULEAD', { zone });
  ids['rep lead'] = await newMember(ctx, 'UREPLEAD', { zone });
  ids['csm'] = await newMember(ctx, 'UCSM', { zone });
  ids['rep'] = await newMember(ctx, 'UREP', { zone });
  ids['far rep'] = await newMember(ctx, 'UFAR', { zone: 'America/Los_Angeles' });
  await newTeam(ctx, 'Sample CS', 'cs', { leadId: ids['cs lead'], members: [ids['csm'] ?? ''] });
  const sellers = [ids['rep'] ?? '', ids['far rep'] ?? ''];
  await newTeam(ctx, 'Sample Sales', 'sales', { leadId: ids['rep lead'], members: sellers });
  await setSetting(ctx, { key: 'handoff.hard_stop', value: 'P60D' });
  now = utc(MONDAY, '09:00');
});

const acting = (name: string): Ctx => ({ ...ctx, now, actor: { type: 'member', memberId: ids[name] ?? '' } });

async function handsOver(account: string, from = 'rep'): Promise<string> {
  const { handoff } = expectDone(
    await saveDraft(acting(from), {
      viewId: `V ${account}`,
      patch: {
        accountName: account,
        receiverId: ids['csm'] ?? '',
        brief: {
          ...{ contact: 'Sample Contact', why: 'Sample reason', promises: 'None' },
          outcomes: [{ id: 'o1', text: 'Sample outcome' }],
        },
      },
    }),
  );
  expectDone(await handOver(acting(from), { handoffId: handoff.id }));
  return handoff.id;
}

async function flag(name: string): Promise<void> {
  const id = await newAccount({ ...ctx, now }, name, { csOwnerId: ids['csm'] ?? null });
  const kind = 'other' as const;
  const said = { kind, sentiment: null, note: 'Sample note', evidence: null, urgent: false };
  expectDone(await flagRisk(acting('rep'), { account: { id }, ...said }));
}

/** Lets time go by, with each clock at its instant. */
async function until(instant: Date): Promise<void> {
  for (;;) {
    const where = { workspaceId: ctx.workspace.id, dueAt: { lte: instant } };
    const next = await ctx.db.timer.findFirst({ where, orderBy: { dueAt: 'asc' }, select: { dueAt: true } });
    if (!next?.dueAt) break;
    if (next.dueAt > now) now = next.dueAt;
    const clock = { now: () => now, wall: () => now };
    const log = pino({ level: 'silent' });
    await fireDueTimers({ db: ctx.db, clock, served: serving([ctx.workspace]), handlers: TIMERS, log });
  }
  now = instant;
}

const CHASING = /_(reminder|escalation|roundup)$|^(roundup|reminders|morning)$/;

const rowsTo = async (name: string) =>
  (
    await ctx.db.outboxMessage.findMany({
      where: { workspaceId: ctx.workspace.id, memberId: ids[name] ?? '', isRoot: true },
      orderBy: { id: 'asc' },
    })
  ).filter(({ kind }) => CHASING.test(kind));

type Row = Awaited<ReturnType<typeof rowsTo>>[number];
const casesOf = ({ data }: Row) => (data as { cases?: unknown[] }).cases?.length ?? 1;

/** What somebody was sent by clocks: kind, of how many cases, and until when it is held. */
const heardBy = async (name: string) =>
  (await rowsTo(name)).map((row) => [row.kind, casesOf(row), row.holdUntil?.toISOString() ?? 'now']);

async function words(row: Row | undefined, posted = false): Promise<string> {
  if (!row) return '';
  const kind = MESSAGES[row.kind as keyof typeof MESSAGES];
  const { id, memberId, dedupeKey } = row;
  const subject = { type: row.subjectType, id: row.subjectId };
  const data = row.data as Record<string, unknown>;
  const message = { id, kind: row.kind, subject, memberId, data, dedupeKey, isLatest: true };
  const said = await kind.render({ ...ctx, now }, message, { dm: true, posted });
  return said === null ? '' : `${said.text}\n${JSON.stringify(said.blocks)}`;
}

test('what is escalated in one night is in one message of the morning', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  now = utc(TUESDAY, '09:00');
  for (let n = 0; n < 12; n++) {
    await handsOver(`Sample Account ${n}`, 'far rep');
    now = new Date(now.getTime() + 60_000);
  }
  // Two at night in California.
  await until(utc(TUESDAY, '10:30'));
  expect(await heardBy('far rep')).toEqual([['morning', 1, utc(TUESDAY, '17:00').toISOString()]]);
  now = utc(TUESDAY, '17:00');
  const [morning] = await rowsTo('far rep');
  expect(await words(morning)).toMatch(/^12 late with someone else: Sample Account 0 /);
});

test('what is escalated in the minute before somebody begins is not a day late', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  now = new Date(utc(TUESDAY, '15:59').getTime() + 30_000);
  await handsOver('Sample Account', 'far rep');
  // At 30 s before 9 o'clock in California.
  await until(utc(TUESDAY, '17:00'));
  const [first] = await heardBy('far rep');
  expect(first?.[0]).toBe('handoff_escalation');
});

test('what is urgent does not wait for an hour that somebody chose for their mornings: all of it is one message', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge_urgent', value: 'PT1H' });
  await ctx.db.member.updateMany({ where: { id: ids['far rep'] ?? '' }, data: { morningMinute: 11 * 60 } });
  now = utc(TUESDAY, '09:00');
  const urgent = [];
  for (const n of [1, 2, 3]) urgent.push(await handsOver(`Sample Account ${n}`, 'far rep'));
  await until(utc(TUESDAY, '09:01'));
  await ctx.db
    .$executeRaw`UPDATE timers SET ladder = jsonb_set(ladder, '{urgent}', 'true'), due_at = ${utc(TUESDAY, '10:00').toISOString()}::timestamptz,
    rung = 1 WHERE clock = 'acknowledge' AND workspace_id = ${ctx.workspace.id}::uuid`;
  await until(utc(TUESDAY, '10:30'));
  expect(await heardBy('far rep')).toEqual([['handoff_roundup', 3, utc(TUESDAY, '17:00').toISOString()]]);
});

test('what comes over lunch is one message after it, of whatever kinds; what was answered by then is left out', async () => {
  await ctx.db.team.updateMany({
    where: { workspaceId: ctx.workspace.id, name: 'Sample CS' },
    data: { calendar: { week: 'Mon-Fri 08:00-18:00', holidays: [] } },
  });
  const lead = await newTeam(ctx, 'A Sample Desk', 'cs', { members: [ids['cs lead'] ?? ''] });
  await ctx.db.team.update({
    where: { id: lead },
    data: { calendar: { week: 'Mon-Fri 09:00-12:00, 13:00-18:00', holidays: [] } },
  });
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT2H' });
  await setSetting(ctx, { key: 'risk.claim', value: 'PT2H' });
  now = utc(MONDAY, '09:10');
  await handsOver('Sample One');
  now = utc(MONDAY, '09:20');
  const answered = await handsOver('Sample Two');
  now = utc(MONDAY, '09:40');
  await flag('Sample Three');
  await until(utc(MONDAY, '12:15'));
  expect(await heardBy('cs lead')).toEqual([['handoff_escalation', 1, utc(MONDAY, '13:00').toISOString()]]);
  await until(utc(MONDAY, '12:45'));
  expect(await heardBy('cs lead')).toEqual([['roundup', 3, utc(MONDAY, '13:00').toISOString()]]);
  expectDone(await acknowledgeHandoff(acting('csm'), { handoffId: answered }));
  now = utc(MONDAY, '13:00');
  const [row] = await rowsTo('cs lead');
  expect(await words(row)).toMatch(/^2 late with someone else: Sample One \(overdue .*\) and Sample Three/);
  expect(await words(row)).not.toContain('Sample Two');
  // Once it stands there, it says what has become of that.
  expect(await words(row, true)).toContain('Done: Sample Two');
});

test('a change of one case brings the message up to date in which several came', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  await setSetting(ctx, { key: 'risk.claim', value: 'PT1H' });
  const handoffId = await handsOver('Sample One');
  await flag('Sample Two');
  await until(utc(MONDAY, '10:45'));
  const [row] = await rowsTo('cs lead');
  expect(row?.kind).toBe('roundup');
  const thread = () =>
    ctx.db.outboxThread.findFirstOrThrow({
      where: { workspaceId: ctx.workspace.id, key: row?.thread ?? '' },
    });
  expect(await thread()).toMatchObject({ kind: 'roundup', subjectType: 'member', desiredVersion: 0 });
  expectDone(await acknowledgeHandoff(acting('csm'), { handoffId }));
  expect((await thread()).desiredVersion).toBe(1);
});

test('what somebody hurries is said by itself, also while something else waits for the same person', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  await handsOver('Sample One');
  now = utc(MONDAY, '09:05');
  const hurried = await handsOver('Sample Two');
  await until(utc(MONDAY, '10:30'));
  expect(await heardBy('cs lead')).toEqual([['handoff_escalation', 1, 'now']]);
  expectDone(await escalateCase(acting('rep'), HANDOFFS, { id: hurried, reason: 'Sample reason' }));
  await until(utc(MONDAY, '10:30'));
  expect(await heardBy('cs lead')).toEqual([
    ['handoff_escalation', 1, 'now'],
    ['handoff_escalation', 1, 'now'],
  ]);
  // The next one joins neither.
  now = utc(MONDAY, '10:32');
  await until(utc(MONDAY, '10:35'));
  expect((await heardBy('cs lead')).length).toBe(2);
});

test('once a case has broken in on somebody, they are not reminded of it on the same day, but on the next morning', async () => {
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  await setSetting(ctx, { key: 'handoff.resubmit', value: 'PT2H' });
  const late = await handsOver('Sample One');
  await until(utc(MONDAY, '10:05'));
  expect(await heardBy('rep')).toEqual([['handoff_escalation', 1, 'now']]);
  const early = await handsOver('Sample Two');
  for (const handoffId of [late, early])
    expectDone(await returnHandoff(acting('csm'), { handoffId, criteria: ['champion'] }));
  // Half of the time of both is over, and the limit is before the next morning.
  await until(utc(MONDAY, '11:30'));
  expect(await heardBy('rep')).toEqual([
    ['handoff_escalation', 1, 'now'],
    ['morning', 1, utc(TUESDAY, '09:00').toISOString()],
    ['handoff_reminder', 1, 'now'],
  ]);
  const [, , reminder] = await rowsTo('rep');
  expect(reminder?.subjectId).toBe(early);
});

test('sixty handoffs for one CSM in one morning: each side hears of all of them at once', async () => {
  for (let n = 0; n < 60; n++) await handsOver(`Sample Account ${n}`);
  // Half of the day, all of it, half of the next, and the day after.
  await until(utc(3, '16:00'));
  expect(await heardBy('csm')).toEqual([['reminders', 60, 'now']]);
  const [reminders] = await rowsTo('csm');
  now = utc(MONDAY, '13:00');
  expect(await words(reminders)).toContain('55 more in Home');
  // With no manager above, what is said last is said to the other side.
  expect(await heardBy('rep')).toEqual([
    ['morning', 1, utc(TUESDAY, '09:00').toISOString()],
    ['morning', 1, utc(3, '09:00').toISOString()],
  ]);
  expect(await heardBy('cs lead')).toEqual([['handoff_roundup', 60, 'now']]);
}, 60_000);
