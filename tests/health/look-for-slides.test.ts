import { beforeEach, describe, expect, it } from 'vitest';
import { renderMorning } from '../../jobs/morning.ts';
import { loadDepth } from '../../src/health/calibration/load-told-slides.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { lookForSlides } from '../../src/health/slides/look-for-slides.ts';
import { lookAt, startOfWeek, weekOf } from '../../src/health/slides/weeks.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { raiseAlerts } from '../../src/risks/alerts/raise-alerts.ts';
import { loadShownRisk } from '../../src/risks/read/load-risks.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { riskCard } from '../../views/risks/messages.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import { newWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { keptLog } from '../support/log.ts';
import { serving } from '../support/served.ts';
import { newAccount } from './signals.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const TODAY = new Date('2027-02-24T09:00:00Z');
/** The latest week that is over. */
const LAST = weekOf(TODAY) - 1;

let names: string[];
beforeEach(async () => {
  names = ['Sample Slider', ...Array.from({ length: 24 }, (_, n) => `Sample Steady ${n + 1}`)];
  const csOwnerId = house.ids['receiver'] ?? '';
  for (const name of names) await newAccount(house.ctx, name, { segment: 'enterprise', csOwnerId });
  const { id: workspaceId } = house.ctx.workspace;
  await database.db.alertSegment.create({
    data: { workspaceId, segment: 'enterprise', previewSince: TODAY, enabledAt: TODAY },
  });
});

const at = (now: Date): Ctx => ({ ...house.ctx, now });

/** Two types of two dimensions, on the Wednesday of a week: `points` of what is usage and of what is adoption. */
function readings(name: string, week: number, points: number, observedAt = wednesday(week)) {
  return (['usage_depth', 'feature_adoption'] as const).map((type) => ({
    account: { name },
    type,
    value: points,
    observedAt,
    source: 'sample export',
  }));
}

const wednesday = (week: number) => new Date(startOfWeek(week).getTime() + 3.4 * 86_400_000);

/** What everybody has for a year: a little up and down. */
const usual = (week: number) => 88 + (week % 3);

const past = (name: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => readings(name, from + n, usual(from + n))).flat();

async function aYear(): Promise<void> {
  await recordSignals(
    at(TODAY),
    names.flatMap((name) => past(name, LAST - 40, LAST)),
  );
}

const look = (week: number, log = house.ctx.log) =>
  lookForSlides(
    {
      db: database.db,
      clock: { now: () => lookAt(week), wall: () => lookAt(week) },
      served: serving([house.ctx.workspace]),
      log,
      raise: raiseAlerts,
    },
    week,
  );

/** A week passes: everybody is as usual, and the slider has so many points. */
async function week(number: number, points: number, others = usual(number)): Promise<void> {
  const ctx = at(lookAt(number));
  await recordSignals(
    ctx,
    names.flatMap((name) => readings(name, number, name === 'Sample Slider' ? points : others)),
  );
  await look(number);
}

const slider = async () => {
  const account = await database.db.account.findFirstOrThrow({
    where: { workspaceId: house.ctx.workspace.id, name: 'Sample Slider' },
    include: { slide: true, risks: true },
  });
  return { ...account.slide, risks: account.risks };
};

/** Falls for eight weeks, by five points more each. */
async function slides(from = LAST + 1): Promise<number> {
  for (let n = 0; n < 8; n++) await week(from + n, 85 - 5 * n);
  return from + 7;
}

describe('an account that slides', () => {
  it('is watched first, then has one card, which says what it is and was', async () => {
    await aYear();
    await look(LAST);
    expect(await slider()).toMatchObject({ tier: null, week: LAST, risks: [] });
    const tiers: (string | null | undefined)[] = [];
    for (let n = 1; n <= 8; n++) {
      await week(LAST + n, 90 - 5 * n);
      tiers.push((await slider()).tier);
    }
    expect(tiers.join(' ')).toMatch(/^( |null)*(watch )+(card ?)+$/);
    const { risks } = await slider();
    expect(risks).toMatchObject([{ rule: 'slide', state: 'open', severity: 'watch' }]);
    const [risk] = risks;
    expect(risk?.slide).toMatchObject({ areas: 2, shock: expect.closeTo(0, 1) });
    const said = (risk?.reasons ?? []) as { observedAt: string }[];
    expect(said.map(({ observedAt }) => new Date(observedAt).getUTCDay())).toEqual([3, 3]);
    expect(risk?.reasons).toMatchObject([
      { before: expect.closeTo(89, 0) },
      { before: expect.closeTo(89, 0) },
    ]);
    expect(await database.db.healthChange.findMany({ where: { rule: 'slide' } })).toMatchObject([
      { outcome: 'opened', riskId: risk?.id },
    ]);
  });

  it('has its risk closed by itself once it is back', async () => {
    await aYear();
    await look(LAST);
    const end = await slides();
    for (let n = 1; n <= 12; n++) await week(end + n, 92);
    const { tier, risks } = await slider();
    expect(tier).toBeNull();
    expect(risks).toMatchObject([{ state: 'resolved', outcome: 'recovered' }]);
  });

  it('of the past is in the lists, and in no card', async () => {
    const history = names.flatMap((name) =>
      name === 'Sample Slider'
        ? [
            ...past(name, LAST - 40, LAST - 8),
            ...Array.from({ length: 8 }, (_, n) => readings(name, LAST - 7 + n, 85 - 5 * n)).flat(),
          ]
        : past(name, LAST - 40, LAST),
    );
    await recordSignals(at(TODAY), history);
    await look(LAST);
    expect(await slider()).toMatchObject({ tier: 'card', risks: [] });
    expect(await mornings()).toEqual([]);
    await week(LAST + 1, 45);
    expect((await slider()).risks).toEqual([]);
  });

  it('is told the same whether its signals come one by one, twice, or late', async () => {
    await aYear();
    await look(LAST);
    const held = readings('Sample Slider', LAST + 2, 75);
    for (let n = 0; n < 5; n++) {
      const number = LAST + 1 + n;
      const ctx = at(lookAt(number));
      if (n !== 1)
        for (const one of readings('Sample Slider', number, 85 - 5 * n).reverse())
          await recordSignals(ctx, [one]);
      for (const name of names.slice(1)) await recordSignals(ctx, readings(name, number, usual(number)));
      // What belongs to the second week comes in the fourth.
      if (n === 3) await recordSignals(ctx, [...held, ...held]);
      await look(number);
    }
    const late = await slider();
    const { means } = late;
    expect((means as Record<string, (number | null)[]>)['usage_depth']?.slice(-5)).toEqual([
      85, 75, 75, 70, 65,
    ]);
  });

  it('is seen without a signal that was corrected', async () => {
    await aYear();
    await look(LAST);
    const ctx = at(lookAt(LAST + 1));
    const wrong = { ...readings('Sample Slider', LAST + 1, 5)[0], key: 'wrong' };
    await recordSignals(ctx, [wrong as never]);
    await look(LAST + 1);
    const right = { ...wrong, value: 90, key: 'right', corrects: 'wrong' };
    await recordSignals(at(lookAt(LAST + 2)), [right as never]);
    await look(LAST + 2);
    const { means } = await slider();
    expect((means as Record<string, (number | null)[]>)['usage_depth']?.slice(-2)).toEqual([90, null]);
  });
});

/** Those that wait, for whom and for which week. */
const mornings = () =>
  database.db.morningItem.findMany({
    where: { workspaceId: house.ctx.workspace.id, subjectType: 'slides' },
    select: { memberId: true, epoch: true, day: true },
    orderBy: { epoch: 'asc' },
  });

const owner = () => house.ids['receiver'] ?? '';
const isBack = (awayUntil: Date | null) =>
  database.db.member.update({ where: { id: owner() }, data: { awayUntil } });

/** Falls until it is watched. Returns the week. */
async function beginsToSlide(from = LAST + 1): Promise<number> {
  for (let number = from, points = 85; ; number++, points -= 5) {
    await week(number, points);
    if ((await slider()).tier === 'watch') return number;
  }
}

const isDay = (date: Date) => date.toISOString().slice(0, 10);
const mondayAfter = (number: number) => isDay(new Date(lookAt(number).getTime() + 86_400_000));
const reads = async (day: string, now = new Date(`${day}T09:00:00Z`)) =>
  (await renderMorning(at(now), { memberId: owner(), day, posted: false }))?.text ?? null;

describe('its owner', () => {
  it('reads on Monday morning that it began to slide, and once only', async () => {
    await isBack(null);
    await aYear();
    await look(LAST);
    const watched = await beginsToSlide();
    const day = mondayAfter(watched);
    expect(await mornings()).toEqual([{ memberId: owner(), epoch: watched, day }]);
    const [dm] = await database.db.outboxMessage.findMany({
      where: { workspaceId: house.ctx.workspace.id, kind: 'morning' },
    });
    expect(dm?.holdUntil && isDay(dm.holdUntil)).toBe(day);
    expect(await reads(day)).toBe('1 account began to slide: Sample Slider');
    // What is said of it is of its latest week; when it was told stays.
    const { facts: before, toldAt } = await slider();
    await week(watched + 1, usual(watched + 1) - 12);
    const { facts, tier, toldAt: still } = await slider();
    expect([tier, still]).toEqual(['watch', toldAt]);
    expect(facts).not.toEqual(before);
    expect(await mornings()).toHaveLength(1);
    expect(await reads(mondayAfter(watched + 1))).toBeNull();
  });

  it('reads nothing where a risk was flagged meanwhile, or it is somebody else’s now', async () => {
    await isBack(null);
    await aYear();
    await look(LAST);
    const day = mondayAfter(await beginsToSlide());
    const { accountId = '' } = await slider();
    const accounts = database.db.account;
    await accounts.update({ where: { id: accountId }, data: { csOwnerId: house.ids['present'] ?? '' } });
    expect(await reads(day)).toBeNull();
    await accounts.update({ where: { id: accountId }, data: { csOwnerId: owner() } });
    expect(await reads(day)).not.toBeNull();
    await openListedRisk(acting(house, 'onlooker'), { summaryId: null, accountId });
    expect(await reads(day)).toBeNull();
  });

  it('reads it in the first morning after they are back', async () => {
    await aYear();
    await look(LAST);
    const back = new Date(lookAt(LAST + 6).getTime() + 2 * 86_400_000);
    await isBack(back);
    await beginsToSlide();
    const [item] = await mornings();
    expect(item && item.day > isDay(back)).toBe(true);
  });

  it('reads nothing once their account is deactivated', async () => {
    await database.db.member.update({ where: { id: owner() }, data: { deactivatedAt: TODAY } });
    await aYear();
    await look(LAST);
    await beginsToSlide();
    expect(await mornings()).toEqual([]);
  });
});

describe('an account whose slide is expected', () => {
  const expects = async (types: readonly string[], until: Date) => {
    const account = await database.db.account.findFirstOrThrow({
      where: { workspaceId: house.ctx.workspace.id, name: 'Sample Slider' },
    });
    const { id: workspaceId } = house.ctx.workspace;
    const rest = { until, note: 'summer break', createdAt: TODAY };
    await database.db.expectedSignal.createMany({
      data: types.map((type) => ({ accountId: account.id, workspaceId, type, ...rest })),
    });
  };

  it('is told by nothing while that holds, and its means are kept whole', async () => {
    await aYear();
    await look(LAST);
    await expects(['usage_depth', 'feature_adoption'], lookAt(LAST + 20));
    await slides();
    const { tier, fall, lowForLong, risks, means } = await slider();
    expect([tier, fall, lowForLong, risks]).toEqual([null, null, false, []]);
    expect(Object.keys(means as object).sort()).toEqual(['feature_adoption', 'usage_depth']);
  });

  it('is not told while a person’s word about its health holds', async () => {
    await aYear();
    await look(LAST);
    const { accountId } = await slider();
    const word = {
      overrideBand: 'healthy',
      overrideUntil: lookAt(LAST + 30),
      overrideNote: 'Sample',
    } as const;
    await database.db.accountHealth.updateMany({ where: { accountId: accountId ?? '' }, data: word });
    await slides();
    expect(await slider()).toMatchObject({ tier: null, risks: [] });
  });

  it('makes no card of a past that is sent later', async () => {
    await look(LAST);
    const now = readings('Sample Slider', LAST + 1, 45);
    await recordSignals(at(lookAt(LAST + 1)), now);
    await look(LAST + 1);
    const weeks = Array.from({ length: 8 }, (_, n) => readings('Sample Slider', LAST - 7 + n, 85 - 5 * n));
    await recordSignals(at(lookAt(LAST + 2)), [
      ...past('Sample Slider', LAST - 40, LAST - 8),
      ...weeks.flat(),
    ]);
    await recordSignals(at(lookAt(LAST + 2)), readings('Sample Slider', LAST + 2, 44));
    await look(LAST + 2);
    expect(await slider()).toMatchObject({ tier: 'card', risks: [] });
  });

  it('is told by what is not expected alone', async () => {
    await aYear();
    await look(LAST);
    await expects(['usage_depth'], lookAt(LAST + 20));
    await slides();
    // One dimension is no slide, however far it has fallen.
    expect(await slider()).toMatchObject({ tier: null, risks: [], fall: expect.any(Number) });
    expect((await slider()).fall).toBeGreaterThan(10);
  });

  it('is told once that is over', async () => {
    await aYear();
    await look(LAST);
    await expects(['usage_depth', 'feature_adoption'], lookAt(LAST + 8));
    const end = await slides();
    await week(end + 2, usual(end + 2));
    // What was expected then is no slide later.
    expect(await slider()).toMatchObject({ tier: null, risks: [] });
    for (let n = 3; n < 8; n++) await week(end + n, 40);
    expect(await slider()).toMatchObject({ tier: 'card', risks: [{ rule: 'slide' }] });
  });

  it('keeps what is over for as long as a signal can be valid, and no longer', async () => {
    await aYear();
    const ago = (days: number) => new Date(lookAt(LAST).getTime() - days * 86_400_000);
    await expects(['usage_depth'], ago(729));
    await expects(['feature_adoption'], ago(731));
    await look(LAST);
    const left = await database.db.expectedSignal.findMany({
      where: { workspaceId: house.ctx.workspace.id },
    });
    expect(left.map(({ type }) => type)).toEqual(['usage_depth']);
  });
});

describe('an account that cannot be looked at', () => {
  const OTHER = 'Sample Steady 1';
  const other = () =>
    database.db.account.findFirstOrThrow({
      where: { workspaceId: house.ctx.workspace.id, name: OTHER },
      include: { slide: true, risks: true },
    });
  /** The same week for everybody, in which the slider and that one have so many points. */
  async function weekOfBoth(number: number, points: number) {
    const both = ['Sample Slider', OTHER];
    const signals = names.flatMap((name) =>
      readings(name, number, both.includes(name) ? points : usual(number)),
    );
    await recordSignals(at(lookAt(number)), signals);
    const { log, errors } = keptLog();
    expect(await look(number, log)).toBe(true);
    return errors().map((line) => line['account']);
  }
  const means = async () => (await other()).slide?.means as Record<string, (number | null)[]>;

  it('because of its signals is logged and passed over; once they are mended all its weeks are read', async () => {
    await aYear();
    await look(LAST);
    const { id } = await other();
    const signal = await database.db.signal.findFirstOrThrow({
      where: { accountId: id, type: 'usage_depth' },
    });
    // Both are numbers, and what they add up to is none.
    const broken = ['broken 1', 'broken 2'].map((key, n) => ({
      ...{ ...signal, actor: {}, id: newId(TODAY), key, value: 1.7e308 },
      observedAt: new Date(wednesday(LAST + 1).getTime() + n),
    }));
    await database.db.signal.createMany({ data: broken });
    for (let n = 1; n <= 8; n++) expect(await weekOfBoth(LAST + n, 90 - 5 * n)).toEqual([id]);
    expect((await slider()).risks).toMatchObject([{ rule: 'slide' }]);
    expect(await other()).toMatchObject({ slide: { week: LAST + 8, tier: null }, risks: [] });

    await database.db.signal.deleteMany({ where: { accountId: id, value: 1.7e308 } });
    expect(await weekOfBoth(LAST + 9, 45)).toEqual([]);
    expect(await other()).toMatchObject({
      slide: { week: LAST + 9, tier: 'card' },
      risks: [{ rule: 'slide' }],
    });
    expect((await means())['usage_depth']?.slice(-10)).toEqual([
      ...[usual(LAST), 85, 80, 75, 70, 65, 60, 55, 50, 45],
    ]);
  });

  it('because of who is to hear of it is logged and passed over; once that is mended it is told', async () => {
    const present = house.ids['present'] ?? '';
    const zoneIs = (zone: string) => database.db.member.update({ where: { id: present }, data: { zone } });
    const { id } = await other();
    await database.db.account.update({ where: { id }, data: { csOwnerId: present } });
    await isBack(null);
    await aYear();
    await look(LAST);
    await zoneIs('Nowhere/At_all');
    const failed: unknown[][] = [];
    for (let n = 1; n <= 8; n++) failed.push(await weekOfBoth(LAST + n, 90 - 5 * n));
    expect(failed.flat()).toEqual(expect.arrayContaining([id, id]));
    expect(new Set(failed.flat())).toEqual(new Set([id]));
    expect((await slider()).risks).toMatchObject([{ rule: 'slide' }]);
    expect(await other()).toMatchObject({ slide: { tier: null }, risks: [] });

    await zoneIs('Europe/Berlin');
    expect(await weekOfBoth(LAST + 9, 45)).toEqual([]);
    expect((await other()).risks).toMatchObject([{ rule: 'slide' }]);
  });
});

describe('how earlier slides ended', () => {
  /** Cards of more than 270 days ago: of twenty that fell by 8 to 13 points none left, of the next ten, of the next all. */
  const ended = async (of: Ctx, from: number, to: number) => {
    for (let n = from; n < to; n++) {
      const accountId = await newAccount(of, `Sample Past ${n}`);
      const told = new Date(TODAY.getTime() - 300 * 86_400_000);
      const whose = { workspaceId: of.workspace.id, accountId, reasons: [] };
      await of.db.healthChange.create({
        data: {
          ...{ ...whose, id: newId(told), at: told, rule: 'slide', outcome: 'preview', configVersion: 0 },
          ...{ scoreBefore: 80, score: 72 - n / 4 },
        },
      });
      if (n < 20 || (n < 40 && n % 2 === 1)) continue;
      const resolvedAt = new Date(told.getTime() + 100 * 86_400_000);
      await of.db.risk.create({
        data: {
          ...{ ...whose, id: newId(told), number: 10_000 + n, rule: 'flagged', severity: 'watch' },
          ...{ state: 'resolved', outcome: 'lost', resolvedAt, openedAt: told, updatedAt: resolvedAt },
        },
      });
    }
  };
  const cardOf = async () => {
    const [risk] = (await slider()).risks;
    return loadShownRisk(at(TODAY), risk?.id ?? '');
  };

  it('is said by a card once enough of them are known here, and stays as it was said', async () => {
    await ended(house.ctx, 0, 60);
    await aYear();
    await look(LAST);
    await slides();
    const card = await cardOf();
    expect(card?.slide?.alike).toEqual({ slides: 20, left: 10, from: 13, to: 18 });
    expect(card && riskCard(card).blocks).toContainEqual(
      expect.objectContaining({
        text: expect.objectContaining({
          text: expect.stringContaining('After 10 of 20 slides of 13 to 18 points here, the customer left'),
        }),
      }),
    );
    await database.db.risk.updateMany({ where: { number: { gte: 10_000 } }, data: { outcome: 'saved' } });
    expect((await cardOf())?.slide).toEqual(card?.slide);
  });

  it('is not said before, however many are known of another workspace', async () => {
    await ended(house.ctx, 0, 49);
    const other = await newWorkspace(database.db);
    await ended(other, 0, 60);
    await aYear();
    await look(LAST);
    await slides();
    const card = await cardOf();
    expect(card).toMatchObject({ rule: 'slide', slide: { alike: null } });
    expect((await loadDepth({ ...other, now: TODAY })).says).toBe('foretells');
    // One more, and it is.
    await ended(house.ctx, 49, 50);
    expect([await loadDepth(at(TODAY)), await cardOf()]).toMatchObject([
      { ended: 50 },
      { slide: { alike: null } },
    ]);
    expect((await loadDepth(at(TODAY))).says).toBe('foretells');
  });
});

it('what befalls everybody makes no card, and is told once however long it lasts', async () => {
  await aYear();
  for (let n = 0; n < 20; n++) await week(LAST + n, usual(LAST + n));
  for (let n = 20; n < 36; n++) await week(LAST + n, 60, 60);
  expect(await database.db.risk.count({ where: { workspaceId: house.ctx.workspace.id } })).toBe(0);
  const weeks = await database.db.slideWeek.findMany({
    where: { workspaceId: house.ctx.workspace.id },
    orderBy: { week: 'asc' },
  });
  expect(weeks.at(-1)?.shock).toBeGreaterThan(10);
  expect(weeks.filter(({ incident }) => incident !== null)).toMatchObject([{ incident: 25 }]);
  const told = await database.db.outboxMessage.findMany({
    where: { workspaceId: house.ctx.workspace.id, kind: 'health_incident' },
  });
  const asked = [house.ids['receiver lead'], house.ids['admin']];
  expect(told.map(({ memberId }) => memberId).sort()).toEqual(asked.sort());
});
