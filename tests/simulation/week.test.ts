import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadHandoffFigures } from '../../src/figures/load-figures.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { manifest } from '../support/baton.ts';
import { agendaOf } from './agenda.ts';
import { attainment } from './attainment.ts';
import { chanceOf } from './chance.ts';
import { clocksOf } from './clocks.ts';
import { answererAt, type Company, found, peopleOf, REGIONS, SMALL, WHOLE } from './company.ts';
import { clockChange, DAY, localTime } from './days.ts';
import {
  heardTwice,
  type Interruption,
  interruptionsOf,
  listing,
  outsideHours,
  overBudget,
} from './interruptions.ts';
import { begin, flag, goAway, type Life, reassign, win } from './life.ts';
import { type Fired, openStage, type Stage } from './stage.ts';

// A week of everyday life in a company that works in three zones, in which the clocks of one of them are changed.

const full = process.env['MODE'] === 'week';
const SIZE = full ? WHOLE : SMALL;
const DEALS_EACH = full ? 4 : 3;

/** A Sunday. */
const CHANGE = clockChange(
  REGIONS.map(({ zone }) => zone),
  Date.UTC(2027, 0, 1),
);
const START = CHANGE - 4 * DAY;
const END = new Date(START + 7 * DAY);
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

let stage: Stage;
let company: Company;
let life: Life;
let interruptions: Interruption[];

beforeAll(async () => {
  const channels = [{ name: 'leadership', app: true }];
  stage = await openStage({ manifest, people: peopleOf(SIZE), channels }, new Date(START));
  const chance = chanceOf(2027);
  const days = { holiday: dayOf(CHANGE - 2 * DAY), theirs: dayOf(CHANGE + DAY) };
  company = await found(stage, SIZE, { chance, ...days });
  const times = new Map<string, number>();
  const onceIn: Life['onceIn'] = (share, what) => {
    const time = times.get(what) ?? 0;
    times.set(what, time + 1);
    return time % share === 0;
  };
  const rest = { onceIn, clocks: clocksOf(), agenda: agendaOf(), counts: new Map(), handoffs: new Map() };
  life = { stage, company, chance, ...rest };
  plan();
  await live();
  interruptions = await interruptionsOf(stage, company);
  const file = process.env['TEST_LIST'];
  if (file) writeFileSync(file, `${listing(interruptions)}\n`);
}, 1_800_000);

afterAll(() => stage.close());

/** What comes to people in these days, whatever they do about it. */
function plan(): void {
  const { chance, agenda } = life;
  let n = 0;
  for (const rep of company.of('sales'))
    for (let k = 0; k < DEALS_EACH; k++) {
      const number = ++n;
      const receiver = chance.pick(company.of(chance.is(0.25) ? 'service' : 'cs'));
      agenda.at(Math.round(START + chance.between(0, 5.5) * DAY), () => win(life, number, rep, receiver));
    }
  for (const sender of company.of('service')) {
    const number = ++n;
    const receiver = chance.pick(company.of('cs'));
    const at = sender.hours.add(START, chance.between(1, 16) * 3_600_000);
    agenda.at(Math.round(at), () => begin(life, number, sender, receiver));
  }
  for (const account of company.accounts)
    if (chance.is(0.7)) {
      const at = account.rep.hours.add(START, chance.between(0, 12) * 3_600_000);
      agenda.at(Math.round(at), () => flag(life, account));
    }
  for (const who of company.members.filter(({ cover, isLead }) => cover !== null || isLead))
    if (chance.is(0.2)) {
      const first = START + Math.floor(chance.between(0, 6)) * DAY;
      // A cover who is away stands in for nobody: each covers for another, so of two at most one goes.
      if (who.cover?.away || company.members.some((one) => one.cover === who && one.away)) continue;
      who.away = [Infinity, Infinity];
      const last = first + Math.floor(chance.between(0, 3)) * DAY;
      agenda.at(START + 1, () => goAway(life, who, dayOf(first), dayOf(last)));
    }
}

async function live(): Promise<void> {
  let listened = 0;
  for (;;) {
    const next = life.agenda.take(END.getTime());
    await stage.moveTo(new Date(next?.at ?? END));
    for (const one of stage.heard.slice(listened)) {
      const lead = company.byId.get(one.memberId ?? '');
      for (const { id, role } of lead && /escalation|roundup/.test(one.kind) ? one.cases : []) {
        const handoff = life.handoffs.get(id);
        if (!lead || !handoff || role !== 'lead' || !life.onceIn(2, 'reassigned')) continue;
        const at = lead.hours.add(stage.now().getTime(), 90 * 60_000);
        life.agenda.at(at, () => reassign(life, handoff, lead));
      }
    }
    listened = stage.heard.length;
    if (!next) return;
    await next.act();
  }
}

test('everything of everyday life has happened', () => {
  const happened = [...life.counts.keys()].sort();
  expect(happened).toEqual(EVERYDAY);
});

const EVERYDAY = [
  ...['accepted', 'acknowledged', 'amended', 'answered', 'assigned', 'away', 'begun', 'booked', 'checked in'],
  ...[
    'claimed',
    'confirmed',
    'customer answered',
    'drafted',
    'filled up',
    'finished',
    'flagged',
    'handed over',
  ],
  ...[
    'introduced',
    'nudged',
    'planned',
    'reassigned',
    'resolved',
    'returned',
    'saved',
    'sent again',
    'snoozed',
  ],
  ...['waiting', 'won'],
];

test('nobody is broken in on more often in a day than the budget allows', () => {
  expect(interruptions.length).toBeGreaterThan(company.members.length);
  expect(overBudget(interruptions)).toEqual([]);
});

test('nobody hears anything outside of their own hours and days', () => {
  expect(outsideHours(interruptions)).toEqual([]);
});

test('nobody hears the same thing twice', () => {
  expect(heardTwice(interruptions)).toEqual([]);
});

test('every clock fires when the calendar says', async () => {
  const names = await accountNames();
  const line = (one: Omit<Fired, 'epoch'>) =>
    `${one.type}.${one.clock} of ${names.get(one.id)}, rung ${one.rung}, repeat ${one.repeats}, ${localTime('UTC', one.at)} (${one.at.getTime()})`;
  const expected = life.clocks.due(END).map(line).sort();
  const fired = stage.fired.map(line).sort();
  expect(fired.length).toBeGreaterThan(company.members.length);
  const missing = expected.filter((one) => !fired.includes(one)).map((one) => `did not fire: ${one}`);
  const extra = fired.filter((one) => !expected.includes(one)).map((one) => `fired out of turn: ${one}`);
  expect([...missing, ...extra]).toEqual([]);
});

test('whoever an escalation names hears of it at once, or on their next morning', async () => {
  const entries = await stage.database.db.auditEntry.findMany({
    where: { action: { endsWith: '.escalated' } },
    orderBy: { at: 'asc' },
  });
  const names = await accountNames();
  const unheard = entries.flatMap(({ subjectType: type, subjectId: id, at, data }) => {
    const { told, clock } = data as { told: string[]; clock: string };
    return told.flatMap((memberId) => {
      const who = company.byId.get(memberId);
      if (!who) return [`somebody unknown was told of ${names.get(id)}`];
      // Whoever has gone away by then is stood in for.
      const morning = who.hours.morning(at.getTime() + 60_000);
      const reader = answererAt(who, morning);
      const by = reader === who ? morning : reader.hours.morning(morning + 60_000);
      const over = Math.min(life.clocks.endOf({ type, id }, clock, at), END.getTime());
      const isHeard = interruptions.some(
        (one) =>
          (one.who === who || one.who === reader) &&
          one.at >= at &&
          one.at.getTime() <= by &&
          one.cases.some((each) => each.id === id),
      );
      return isHeard || over <= by
        ? []
        : [`${who.name}, ${type}.${clock} of ${names.get(id)}, ${localTime(who.zone, at)}`];
    });
  });
  expect(entries.length).toBeGreaterThan(0);
  expect(unheard).toEqual([]);
});

test('figures of how soon handoffs were answered are what their rows say', async () => {
  const ctx = stage.ctx();
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const period = { from: new Date(START), to: END };
  const said = await loadHandoffFigures(ctx, { kind: 'everything' }, period, settings);
  const { teams: _, ...all } = said;
  expect(all.acknowledged.of).toBeGreaterThan(company.members.length / 4);
  expect(all).toEqual(await attainment(stage, company, period));
});

test('no job has failed on the way', () => {
  expect(stage.errors).toEqual([]);
});

/** What each case is about, by its id. */
async function accountNames(): Promise<ReadonlyMap<string, string>> {
  const { db } = stage.database;
  const handoffs = await db.handoff.findMany({ include: { account: true, followUps: true } });
  const risks = await db.risk.findMany({ include: { account: true } });
  const deals = await db.deal.findMany();
  return new Map([
    ...handoffs.flatMap(({ id, account, followUps }) =>
      [id, ...followUps.map((one) => one.id)].map((each) => [each, account?.name ?? ''] as const),
    ),
    ...risks.map(({ id, account }) => [id, account.name] as const),
    ...deals.map(({ id, accountName }) => [id, accountName] as const),
  ]);
}
