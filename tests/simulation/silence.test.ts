import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifest } from '../support/baton.ts';
import { clockChange, DAY, HOUR, weekdaysAfter, weekdaysBetween } from './days.ts';
import { HOLES, type Hole, mayEnd } from './holes.ts';
import { empty, furnish, type Place, peopleOfPlaces } from './places.ts';
import { type CaseRef, type Heard, openStage, type Stage } from './stage.ts';

// Ten weeks in which nobody does what they owe, in departments that lack somebody: each of it reaches a person who can end it.

const full = process.env['MODE'] === 'week';
/** In the short form everything is left undone in one place, and some of it in each of the others. */
const isLeft = (place: Place, n: number, m: number): boolean =>
  full || place.name === 'with nobody above' || (n + m) % 4 === 0;

const ZONE = 'Europe/Berlin';
/** A Monday, three weeks before clocks are changed there. */
const START = new Date(clockChange([ZONE], Date.UTC(2027, 0, 1)) - 20 * DAY + 8 * HOUR);
const END = new Date(START.getTime() + 70 * DAY);

interface Left {
  hole: Hole;
  place: Place;
  account: string;
  begunAt: Date;
}

let stage: Stage;
const left: Left[] = [];

beforeAll(async () => {
  stage = await openStage({ manifest, people: peopleOfPlaces() }, START);
  const places = await furnish(stage);
  // What was there before the first look is not looked at.
  await stage.moveTo(new Date(START.getTime() + DAY));
  for (const [n, place] of places.entries()) {
    await stage.moveTo(weekdaysAfter(START, 2 + n));
    for (const [m, hole] of HOLES.entries()) {
      if (!isLeft(place, n, m)) continue;
      const account = `Sample ${String(n).padStart(2, '0')}-${String(m).padStart(2, '0')}`;
      await hole.begin(stage, place, account);
      left.push({ hole, place, account, begunAt: stage.now() });
    }
    await stage.moveTo(new Date(stage.now().getTime() + HOUR));
    await empty(stage, place, n);
  }
  await stage.moveTo(END);
}, 600_000);

afterAll(() => stage.close());

test('whatever is left undone reaches somebody who can end it', async () => {
  const silent: string[] = [];
  for (const one of left) {
    const said = await whyUnheard(one);
    if (said) silent.push(said);
  }
  expect(silent).toEqual([]);
}, 120_000);

test('no job has failed on the way', () => {
  expect(stage.errors).toEqual([]);
});

/** Who did not hear of what; null: somebody did, in time. */
async function whyUnheard({ hole, place, account, begunAt }: Left): Promise<string | null> {
  const where = `${account}: ${hole.what}, ${place.name}`;
  const ref = await hole.find(stage, account);
  if (!ref) return `${where}: it is no case`;
  const since = new Date(begunAt.getTime() + (hole.from ?? 0) * DAY);
  const heard = heardOf(ref, account, hole);
  const away = await absentIds();
  const others = heard.filter(
    ({ memberId }) => memberId !== null && memberId !== place.ids.get(hole.by ?? 'rep'),
  );
  for (const { at, memberId } of others) {
    const isHere = memberId !== null && !away.has(memberId);
    if (!isHere || !(await mayEnd(stage, ref, memberId))) continue;
    const days = weekdaysBetween(since, at);
    return days <= hole.within
      ? null
      : `${where}: heard after ${days} working days, and not within ${hole.within}`;
  }
  const told = await Promise.all(
    heard.map(async ({ at, kind, memberId }) => `${await nameOf(memberId)}: ${kind} at ${at.toISOString()}`),
  );
  return `${where}: reached nobody else who can end it; heard by ${told.join(', ') || 'nobody'}`;
}

function heardOf({ id }: CaseRef, account: string, { isPrivate }: Hole): Heard[] {
  // Of many, a message names some and counts the rest.
  const isNamed = ({ words }: Heard) =>
    isPrivate || words.includes(account) || words.includes('more in Home');
  return stage.heard.filter((one) => one.cases.some((each) => each.id === id) && isNamed(one));
}

async function absentIds(): Promise<Set<string>> {
  const rows = await stage.database.db.member.findMany({
    where: { OR: [{ awayUntil: { gt: stage.now() } }, { deactivatedAt: { not: null } }] },
  });
  return new Set(rows.map(({ id }) => id));
}

async function nameOf(memberId: string | null): Promise<string> {
  if (memberId === null) return 'a channel';
  return (await stage.database.db.member.findUniqueOrThrow({ where: { id: memberId } })).name;
}
