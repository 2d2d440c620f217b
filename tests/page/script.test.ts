import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { type Stage, startStage } from '../../sandbox/demo/stage.ts';
import type { Driver } from '../../sandbox/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CS = 'customer-success';

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

const day = (days: number) => stage.moveTo(new Date(start.getTime() + days * DAY_MS));
const ofPine = (who = csm, where = CS) =>
  who.sees(where).filter(({ text }) => /^Pine Sample Pharma \(R-\d+\)/.test(text));
const replies = () => ofPine()[0]?.replies.map(({ text }) => text.split('\n')[0]) ?? [];
const known = () => stage.db.accountHealth.count({ where: { known: true } });

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
    expect(inBand('watch')).toEqual(['Elm', 'Iris', 'Lotus', 'Olive', 'Quartz', 'River']);
    expect(inBand('healthy')).toHaveLength(9);
    expect(await stage.db.healthDay.count({ where: { day: { lt: start } } })).toBeGreaterThan(500);
  });

  it('slide without a word for three days, then with one card and the right reasons', async () => {
    await day(3);
    expect(ofPine()).toEqual([]);
    await day(4);
    const [card, ...others] = ofPine();
    expect(others).toEqual([]);
    expect(card?.text.split('\n').slice(0, 5)).toEqual([
      'Pine Sample Pharma (R-3)',
      'Health fell from healthy to at risk (score 57)',
      '• Usage depth: 31% (yesterday), was 82%',
      '• Open tickets: 14 tickets (yesterday), was 2',
      '• Seats used: 46% (yesterday), was 88%',
    ]);
    expect(csm.sees('dm').map(({ text }) => text.split('\n')[0])).toEqual([
      expect.stringContaining('Pine Sample Pharma (R-3) is at risk'),
    ]);
  });

  it('are told in the thread once they have recovered for seven days', async () => {
    await csm.clicks('I’ve got it', { in: CS, message: /\(R-3\)/ });
    // Before days pass: Slack takes an answer to a click for half an hour.
    await csm.message(/You’ve got R-3/, { in: CS });
    await csm.clicks('Plan…', { in: CS, message: /\(R-3\)/ });
    const plan = await csm.modal({ text: /First step/ });
    await plan.fill('First step', 'Restore their data import');
    expect(await plan.submit()).toEqual({ closed: true });
    await day(13.5);
    expect(replies().some((text) => /recovered/.test(text ?? ''))).toBe(false);
    await day(14);
    expect(replies().at(-1)).toBe('Closed, because the score recovered: at risk to watch');
  });

  it('are opened again in the same thread when they slide soon after', async () => {
    await day(24);
    expect(ofPine()).toHaveLength(1);
    expect(ofPine()[0]?.text).toMatch(/Slipping again/);
    expect(replies().at(-1)).toBe('Slipping again: watch to at risk (score 58)');
    expect(await stage.db.risk.count()).toBe(3);
  });

  it('are on the list of the admins alone while alerts are only tried out', async () => {
    const grove = /Grove Sample Games/;
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
    expect(await known()).toBe(16);
    const week = new Date(start.getTime() + 17 * DAY_MS);
    expect(await stage.db.accountHealth.count({ where: { evaluatedAt: { gt: week } } })).toBe(18);
    expect(stage.sandbox.traffic.violations).toEqual([]);
  });
});
