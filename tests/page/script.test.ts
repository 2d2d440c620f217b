import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { type Stage, startStage } from '../../sandbox/demo/stage.ts';
import type { Driver } from '../../sandbox/server.ts';
import { latestLook } from '../../src/health/slides/weeks.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CS = 'customer-success';
const BERLIN = 'Europe/Berlin';

let database: TestDatabase;
let stage: Stage;
let start: Date;
let csm: Driver;

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await startStage(database.url, pino({ level: 'silent' }));
  start = await businessNow(stage.db);
  csm = stage.sandbox.person('csm.berlin');
});

afterAll(async () => {
  await stage?.close();
  await database?.drop();
});

const at = (days: number) => new Date(start.getTime() + days * DAY_MS);
const day = (days: number) => stage.moveTo(at(days));
const ofPine = (who = csm, where = CS) =>
  who.sees(where).filter(({ text }) => /^Pine Sample Pharma \(R-\d+\)/.test(text));
const replies = () => ofPine()[0]?.replies.map(({ text }) => text.split('\n')[0]) ?? [];
const known = () => stage.db.accountHealth.count({ where: { known: true } });
/** What is told of the account's slide, and whether it is news. */
const slideOf = async (name: string) => {
  const slide = await stage.db.accountSlide.findFirstOrThrow({
    where: { account: { name: { startsWith: name } } },
  });
  return { tier: slide.tier, week: slide.week, isOld: slide.sinceWeek < slide.week - 20 };
};
const risks = async () =>
  (await stage.db.risk.findMany({ orderBy: { number: 'asc' } })).map(({ rule, state }) => `${rule} ${state}`);

describe('the accounts of the demo', () => {
  it('have a past, in every band, with too little and with too old signals', async () => {
    const health = await stage.db.accountHealth.findMany({ include: { account: true } });
    const inBand = (wanted: string) =>
      health
        .filter(({ known, band }) => (known ? band : 'unknown') === wanted)
        .map(({ account }) => account.name.split(' ')[0])
        .sort();
    expect(inBand('critical')).toEqual(['Harbor']);
    expect(inBand('unknown')).toEqual(['Fjord', 'Kite', 'North']);
    expect(inBand('watch')).toEqual([
      ...['Elm', 'Grove', 'Iris', 'Lotus', 'Olive', 'Pine', 'Quartz', 'River', 'Tulip'],
    ]);
    expect(inBand('healthy')).toHaveLength(12);
    expect(await stage.db.healthDay.count({ where: { day: { lt: start } } })).toBeGreaterThan(500);
  });

  it('were looked at each week of the past year, and some are on their way down', async () => {
    const last = latestLook(start);
    const slides = await stage.db.accountSlide.findMany();
    expect(new Set(slides.map(({ week }) => week))).toEqual(new Set([last]));
    expect(slides.filter(({ fall }) => fall !== null).length).toBeGreaterThanOrEqual(20);
    expect(await slideOf('Pine')).toEqual({ tier: 'watch', week: last, isOld: true });
    expect(await slideOf('Tulip')).toEqual({ tier: 'watch', week: last, isOld: true });
    const weeks = await stage.db.slideWeek.findMany({ where: { week: { gt: last - 17 } } });
    expect(weeks).toHaveLength(17);
    expect(weeks.filter(({ shock, closedAt }) => shock === 0 && closedAt)).toHaveLength(17);
  });

  it('slide without a word until Sunday, then with one card that says by how much and why', async () => {
    await day(6);
    expect(ofPine()).toEqual([]);
    expect(await risks()).toEqual(['flagged resolved', 'flagged claimed']);
    await day(7);
    const [card, ...others] = ofPine();
    expect(others).toEqual([]);
    expect(card?.text.split('\n').slice(0, 5)).toEqual([
      'Pine Sample Pharma (R-3)',
      'Sliding: 66 of 100 in the last weeks, 13 below its usual 79. Its own ups and downs are ±4. Down for about 5 weeks, in 3 areas.',
      expect.stringMatching(/^• Usage depth: 45% \(.+\), usually 69\.4%$/),
      expect.stringMatching(/^• /),
      expect.stringMatching(/^• /),
    ]);
    expect(csm.sees('dm').map(({ text }) => text.split('\n')[0])).toEqual([
      expect.stringContaining('Pine Sample Pharma (R-3) is sliding'),
    ]);
    expect(await risks()).toEqual(['flagged resolved', 'flagged claimed', 'slide open']);
  });

  it('are closed in the thread once they have been near their usual for three weeks', async () => {
    await csm.clicks('I’ve got it', { in: CS, message: /\(R-3\)/ });
    // Before days pass: Slack takes an answer to a click for half an hour.
    await csm.message(/You’ve got R-3/, { in: CS });
    await csm.clicks('Plan…', { in: CS, message: /\(R-3\)/ });
    const plan = await csm.modal({ text: /First step/ });
    await plan.fill('First step', 'Restore their data import');
    await plan.date('Check-in date', at(35).toISOString().slice(0, 10));
    expect(await plan.submit()).toEqual({ closed: true });
    await day(34);
    expect(replies().some((text) => /near its usual/.test(text ?? ''))).toBe(false);
    await stage.move('monday', BERLIN);
    expect(replies().at(-1)).toBe('Closed, because it is back near its usual');
    expect(await risks()).toEqual(['flagged resolved', 'flagged claimed', 'slide resolved']);
  }, 60_000);

  it('are on the list of the admins alone while alerts are only tried out', async () => {
    const grove = /Grove Sample Games: sliding/;
    const director = stage.sandbox.person('director');
    expect(director.sees('dm').filter(({ text }) => grove.test(text))).toHaveLength(1);
    for (const channel of ['sales', CS, 'leadership'])
      expect(director.sees(channel).filter(({ text }) => grove.test(text))).toEqual([]);
    expect(
      stage.sandbox
        .person('csm.newyork')
        .sees('dm')
        .filter(({ text }) => grove.test(text)),
    ).toEqual([]);
  });

  it('are heard of every week, so that none goes stale', async () => {
    expect(await known()).toBe(22);
    expect(await stage.db.accountHealth.count({ where: { evaluatedAt: { gt: at(24) } } })).toBe(24);
    expect(await slideOf('Tulip')).toMatchObject({ tier: 'watch' });
  });

  it('all fall in an outage, which is one line to leads and admins, and no card', async () => {
    await stage.move('outage', BERLIN);
    await stage.move('hours', BERLIN);
    await stage.move('hours', BERLIN);
    const hear = (name: string) =>
      stage.sandbox
        .person(name)
        .sees('dm')
        .filter(({ text }) => /^\d+ accounts fell last week/.test(text));
    const names = ['rep.berlin', 'rep.newyork', 'sales.lead', 'csm.berlin', 'csm.newyork', 'csm.singapore'];
    for (const name of ['cs.lead', 'director']) expect(hear(name)).toHaveLength(1);
    for (const name of names) expect(hear(name)).toEqual([]);
    expect(await risks()).toEqual(['flagged resolved', 'flagged claimed', 'slide resolved']);
    expect(stage.sandbox.traffic.violations).toEqual([]);
  }, 60_000);
});
