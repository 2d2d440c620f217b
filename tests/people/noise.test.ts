import pino from 'pino';
import { beforeAll, expect, test } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { TIMERS } from '../../src/every-case.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { acceptHandoff, acknowledgeHandoff, returnHandoff } from '../../src/handoffs/verbs/answer.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { NOW, newMember, newTeam, ownWorkspace } from './world.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database);
const ids: Record<string, string> = {};
let now = NOW;

beforeAll(async () => {
  ids['director'] = await newMember(ctx, 'UDIRECTOR');
  // As in a small company: whoever leads is the manager, too.
  ids['lead'] = await newMember(ctx, 'ULEAD', { managerId: ids['director'] });
  ids['rep lead'] = await newMember(ctx, 'UREPLEAD', { managerId: ids['director'] });
  ids['cover'] = await newMember(ctx, 'UCOVER');
  ids['csm'] = await newMember(ctx, 'UCSM', { managerId: ids['lead'], coverId: ids['cover'] });
  ids['rep'] = await newMember(ctx, 'UREP', { managerId: ids['rep lead'] });
  for (const [name, lane, lead, member] of [
    ['Sample CS', 'cs', 'lead', 'csm'],
    ['Sample Sales', 'sales', 'rep lead', 'rep'],
  ] as const)
    await newTeam(ctx, name, lane, { leadId: ids[lead], members: [ids[member] ?? ''] });
  await setSetting(ctx, { key: 'escalation.channel', value: 'C0LEADERS' });
});

const acting = (name: string): Ctx => ({ ...ctx, now, actor: { type: 'member', memberId: ids[name] ?? '' } });

function done<T>(answer: T): Exclude<T, { refused: string }> {
  if (isRefusal(answer)) throw new Error(answer.message);
  return answer as Exclude<T, { refused: string }>;
}

/** Lets time go by, with each clock at its instant. */
async function until(instant: Date): Promise<void> {
  for (;;) {
    const next = await ctx.db.timer.findFirst({
      where: { dueAt: { not: null } },
      orderBy: { dueAt: 'asc' },
      select: { dueAt: true },
    });
    if (!next?.dueAt || next.dueAt > instant) break;
    if (next.dueAt > now) now = next.dueAt;
    const clock = { now: () => now, wall: () => now };
    const served = serving([ctx.workspace]);
    await fireDueTimers({ db: ctx.db, clock, served, handlers: TIMERS, log: pino({ level: 'silent' }) });
  }
  now = instant;
}

const DAY_MS = 24 * 3_600_000;
const day = (n: number) => new Date(NOW.getTime() + n * DAY_MS);

async function handsOver(account: string): Promise<string> {
  const saved = await saveDraft(acting('rep'), {
    viewId: `V-${account}`,
    patch: {
      accountName: account,
      receiverId: ids['csm'] ?? '',
      brief: {
        ...{ contact: 'Sample Contact', why: 'Sample reason', promises: 'None' },
        outcomes: [{ id: 'o1', text: 'Sample outcome' }],
      },
    },
  });
  const handoffId = done(saved).handoff.id;
  done(await handOver(acting('rep'), { handoffId }));
  return handoffId;
}

/** Nobody is quick: a week for each step, and one comes back twice. */
async function neglect(
  handoffId: string,
  start: number,
  returns: number,
): Promise<[number, () => Promise<void>][]> {
  const steps: (() => Promise<void>)[] = [];
  for (let i = 0; i < returns; i++) {
    steps.push(
      async () => void done(await returnHandoff(acting('csm'), { handoffId, criteria: ['champion'] })),
      async () => {
        const champion = { id: 'p1', name: `Sample Champion ${i}`, role: 'champion' } as const;
        const patch = { brief: { people: [champion] } };
        done(await saveDraft(acting('rep'), { handoffId, viewId: '', patch }));
        done(await handOver(acting('rep'), { handoffId }));
      },
    );
  }
  steps.push(
    async () => void done(await acknowledgeHandoff(acting('csm'), { handoffId })),
    async () => void done(await acceptHandoff(acting('csm'), { handoffId })),
  );
  return steps.map((step, i) => [start + 7 * (i + 1), step]);
}

// Before these rules the same nine weeks brought the lead 68 escalations, and their channel 65.
test('nine weeks of six neglected handoffs: each of them breaks in on a person once, and the rest is in their mornings', async () => {
  // Introductions are another matter.
  done(await setSetting(ctx, { key: 'handoff.introduce', value: 'P90D' }));
  const events: [number, () => Promise<void>][] = [];
  // Two of one morning, then one each week.
  for (const [i, start] of [0, 0, 7, 14, 21, 28].entries())
    events.push([
      start,
      async () => {
        const id = await handsOver(`Sample Account ${i}`);
        later.push(...(await neglect(id, start, i === 0 ? 2 : 1)));
      },
    ]);
  const later: typeof events = [];
  const mornings = new Set<string>();
  for (let at = 0; at <= 63; at++) {
    await until(day(at));
    // Those of days to come may still move.
    const items = await ctx.db.morningItem.findMany({ where: { workspaceId: ctx.workspace.id } });
    for (const { memberId, subjectId, day } of items)
      if (day <= now.toISOString().slice(0, 10)) mornings.add(`${memberId} ${subjectId} ${day}`);
    for (const [when, act] of [...events, ...later]) if (when === at) await act();
  }
  const said = await ctx.db.outboxMessage.findMany({
    where: { workspaceId: ctx.workspace.id, isRoot: true },
    select: { kind: true, lane: true, subjectId: true, data: true, createdAt: true },
  });
  const breaksIn = said.filter(({ kind }) => kind === 'handoff_escalation' || kind === 'handoff_roundup');
  const inLane = (lane: string) => breaksIn.filter((one) => one.lane === lane);
  const count = (lane: string) => ({
    escalations: inLane(lane).length,
    mornings: said.filter((one) => one.kind === 'morning' && one.lane === lane).length,
  });
  const lanes = ['ULEAD', 'UREPLEAD', 'UDIRECTOR', 'UREP', 'UCOVER', 'C0LEADERS'];
  expect(Object.fromEntries(lanes.map((lane) => [lane, count(lane)]))).toEqual({
    ULEAD: { escalations: 5, mornings: 11 },
    UREPLEAD: { escalations: 5, mornings: 1 },
    UDIRECTOR: { escalations: 5, mornings: 33 },
    UREP: { escalations: 5, mornings: 12 },
    UCOVER: { escalations: 5, mornings: 11 },
    C0LEADERS: { escalations: 32, mornings: 0 },
  });
  for (const lane of ['ULEAD', 'UREPLEAD', 'UDIRECTOR', 'UREP', 'UCOVER']) {
    const cases = inLane(lane).flatMap(({ kind, subjectId, data }) =>
      kind === 'handoff_roundup'
        ? (data as { cases: { id: string }[] }).cases.map(({ id }) => id)
        : [subjectId],
    );
    expect([lane, cases.length]).toEqual([lane, new Set(cases).size]);
    expect(inLane(lane).length).toBeLessThanOrEqual(6);
  }
  const perDay = new Map<string, number>();
  for (const { subjectId, createdAt } of inLane('C0LEADERS')) {
    const key = `${subjectId} ${createdAt.toISOString().slice(0, 10)}`;
    perDay.set(key, (perDay.get(key) ?? 0) + 1);
  }
  expect(Math.max(...perDay.values())).toBe(1);
  expect(await twiceADay(mornings)).toEqual([]);
}, 120_000);

/** Who heard of one case more than once on a day of theirs, after the day on which it first broke in on them. */
async function twiceADay(mornings: ReadonlySet<string>): Promise<string[]> {
  const rows = await ctx.db.outboxMessage.findMany({
    where: { workspaceId: ctx.workspace.id, isRoot: true, memberId: { not: null } },
    orderBy: { createdAt: 'asc' },
    select: { kind: true, memberId: true, subjectId: true, data: true, createdAt: true, holdUntil: true },
  });
  const chases = rows.filter(({ kind }) =>
    /_(reminder|escalation|roundup)$|^(roundup|reminders)$/.test(kind),
  );
  const escalated = new Map<string, string>();
  const heard = new Map<string, number>();
  const add = (key: string) => heard.set(key, (heard.get(key) ?? 0) + 1);
  for (const { kind, memberId, subjectId, data, createdAt, holdUntil } of chases) {
    // Everybody here lives where it is the same day as in UTC while they work.
    const on = (holdUntil ?? createdAt).toISOString().slice(0, 10);
    for (const { id } of (data as { cases?: { id: string }[] }).cases ?? [{ id: subjectId }]) {
      add(`${memberId} ${id} ${on}`);
      if (!/reminder/.test(kind) && !escalated.has(`${memberId} ${id}`))
        escalated.set(`${memberId} ${id}`, on);
    }
  }
  for (const key of mornings) add(key);
  return [...heard]
    .filter(([key, times]) => {
      const [memberId, id, on = ''] = key.split(' ');
      return times > 1 && on > (escalated.get(`${memberId} ${id}`) ?? '9999');
    })
    .map(([key, times]) => `${key}: ${times}`);
}
