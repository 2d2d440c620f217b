import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, type Band, bandOf, isWorse } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { cutsFor, type HealthConfig } from '../../src/health/config.ts';
import { evaluate } from '../../src/health/evaluate/evaluate.ts';
import { type HealthState, NEVER_EVALUATED } from '../../src/health/health-state.ts';
import { type Observation, scoreOf } from '../../src/health/score.ts';
import { type BandWhy, whyBand } from '../../src/health/why-band.ts';
import { whyBandLine, whyBandShort } from '../../views/health/words.ts';
import { messageText } from '../../views/kit/text.ts';

const START = new Date('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
const at = (days: number) => new Date(START.getTime() + days * DAY_MS);
const STAGE = 'adopt';

/** What was last seen of each type, and what the evaluations up to now have made of it. */
interface Watched {
  state: HealthState;
  seen: ReadonlyMap<string, Observation>;
  newsLeft: boolean;
  now: Date;
}

function step(
  { state, seen, newsLeft }: Watched,
  config: HealthConfig,
  now: Date,
  news: readonly Observation[] = [],
): Watched {
  const after = new Map([...seen, ...news.map((one) => [one.type, one] as const)]);
  const evaluation = evaluate(state, {
    observations: [...after.values()],
    hasNews: news.length > 0 || newsLeft,
    config,
    cuts: cutsFor(config, STAGE),
    now,
    past: null,
    overrideUntil: null,
    expected: new Map(),
  });
  return { state: evaluation.state, seen: after, newsLeft: evaluation.newsLeft, now };
}

const scoreAt = ({ seen, now }: Watched, config: HealthConfig) => scoreOf([...seen.values()], config, now);

function why(watched: Watched, config: HealthConfig): BandWhy | null {
  const { state, now } = watched;
  const score = scoreAt(watched, config).value;
  const row = { ...state, score, overrideBand: null, overrideUntil: null };
  return whyBand(row, { config, stage: STAGE, now });
}

/** The same account when nothing expires before `now` and nothing changes: its score is held. */
function held(watched: Watched, config: HealthConfig, now: Date): Band | null {
  const news = [...watched.seen.values()]
    .filter((one) => isFresh(config, one, watched.now))
    .map((one) => ({ ...one, observedAt: new Date(now.getTime() - 1) }));
  return step({ ...watched, seen: new Map() }, config, now, news).state.band;
}

function isFresh(config: HealthConfig, { type, observedAt }: Observation, now: Date): boolean {
  return observedAt.getTime() + (config.types[type]?.validDays ?? 0) * DAY_MS > now.getTime();
}

const TYPES = [
  'seats_used',
  'usage_depth',
  'support_satisfaction',
  'nps',
  'sponsor_left',
  'sentiment',
].filter((type) => SHIPPED.types[type] !== undefined);

/** Where between the ends of what a type can be. Those of one step are near each other, so that scores are everywhere. */
const values = fc
  .record({ level: fc.integer({ min: 0, max: 90 }), types: fc.subarray(TYPES) })
  .chain(({ level, types }) =>
    fc.record(Object.fromEntries(types.map((type) => [type, fc.integer({ min: level, max: level + 10 })]))),
  );

const history = fc.array(fc.record({ after: fc.constantFrom(0.2, 1, 2, 4, 8, 20, 45), news: values }), {
  minLength: 2,
  maxLength: 14,
});

const rules = fc.record({
  margin: fc.constantFrom(0, 3, 5, 12.5),
  worsenDays: fc.constantFrom(0.5, 3, 6),
  recoverDays: fc.constantFrom(1, 7, 14),
});

function observe(type: string, percent: number, now: Date): Observation {
  const points = SHIPPED.types[type]?.points ?? [];
  const [low, high] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  return { type, value: low + (percent / 100) * (high - low), observedAt: now };
}

/** Every standing of these histories, after each step of them. */
function eachStanding(check: (watched: Watched, config: HealthConfig) => void, runs = 400): void {
  fc.assert(
    fc.property(history, rules, (steps, changed) => {
      const config = { ...SHIPPED, ...changed };
      let watched: Watched = { state: NEVER_EVALUATED, seen: new Map(), newsLeft: false, now: START };
      let days = 0;
      for (const { after, news } of steps) {
        days += after;
        const seen = Object.entries(news).map(([type, percent]) => observe(type, percent, at(days)));
        watched = step(watched, config, at(days), seen);
        if (watched.state.known) check(watched, config);
      }
    }),
    { numRuns: runs },
  );
}

const nextBetter = (band: Band): Band => BANDS[BANDS.indexOf(band) + 1] ?? 'healthy';

describe('why a band is not the one of its score', () => {
  it('is said where they differ, and nowhere else', () => {
    const said = { set_by_hand: 0, not_yet: 0, margin: 0, no_signal: 0, unread: 0 };
    eachStanding((watched, config) => {
      const score = scoreAt(watched, config).value ?? 0;
      const alone = bandOf(score, config.cuts);
      const fact = why(watched, config);
      expect(fact === null).toBe(alone === watched.state.band);
      if (!fact) return;
      said[fact.because]++;
      expect(messageText(whyBandLine(fact)).length).toBeGreaterThan(10);
      expect(messageText(whyBandShort(fact)).length).toBeGreaterThan(5);
    });
    const { set_by_hand, unread, ...found } = said;
    expect([set_by_hand, unread]).toEqual([0, 0]);
    for (const times of Object.values(found)) expect(times).toBeGreaterThan(0);
  });

  it('names a day on which the band follows where the score stays as it is, and a limit that it keeps', () => {
    eachStanding((watched, config) => {
      const fact = why(watched, config);
      if (fact?.because !== 'not_yet') return;
      const { to, further, stays, limit } = fact;
      const { band } = watched.state;
      if (!band) throw new Error('no band');
      const score = scoreAt(watched, config).value ?? 0;
      const on = new Date(fact.on);
      expect(on.getTime()).toBeGreaterThan(watched.now.getTime());
      expect(held(watched, config, on)).toBe(to);
      expect(held(watched, config, new Date(on.getTime() - 1))).toBe(band);

      const isDown = stays === 'below';
      expect(isWorse(to, band)).toBe(isDown);
      expect(isDown ? score < limit : score >= limit).toBe(true);
      // One point on the other side, and it would not be this band.
      const pointsTo = (value: number) => bandOf(isDown ? value : value - config.margin, config.cuts);
      expect(isDown ? pointsTo(limit) : pointsTo(limit - 0.01)).not.toBe(to);
      expect(isDown ? pointsTo(limit - 0.01) : pointsTo(limit)).toBe(to);
      expect(further).toBe(pointsTo(score) !== to);
    });
  });

  it('names how far, and for how long, a score just above a cut has to rise', () => {
    eachStanding((watched, config) => {
      const fact = why(watched, config);
      if (fact?.because !== 'margin') return;
      const score = scoreAt(watched, config).value ?? 0;
      const { to, limit, days } = fact;
      expect(score).toBeLessThan(limit);
      expect(bandOf(score, config.cuts)).toBe(to);
      expect(bandOf(limit - config.margin, config.cuts)).toBe(to);
      expect(bandOf(limit - 0.01 - config.margin, config.cuts)).not.toBe(to);
      expect(held(watched, config, new Date(watched.now.getTime() + 3 * days * DAY_MS))).toBe(
        watched.state.band,
      );
      expect(days).toBe(config.recoverDays);
    });
  });

  it('rises on the day that the margin names, once the score is there', () => {
    const config = { ...SHIPPED, types: plainTypes() };
    let watched: Watched = { state: NEVER_EVALUATED, seen: new Map(), newsLeft: false, now: START };
    const see = (days: number, value: number) => {
      watched = step(
        watched,
        config,
        at(days),
        ['one', 'two'].map((type) => ({ type, value, observedAt: at(days) })),
      );
    };
    see(0, 70);
    see(1, 83);
    expect(watched.state.band).toBe('watch');
    expect(why(watched, config)).toEqual({ because: 'margin', to: 'healthy', limit: 85, days: 7 });
    see(2, 85);
    expect(why(watched, config)).toEqual({
      ...{ because: 'not_yet', to: 'healthy', further: false, stays: 'from', limit: 85 },
      on: at(9).toISOString(),
    });
    see(8.99, 85);
    expect(watched.state.band).toBe('watch');
    see(9, 85);
    expect([watched.state.band, why(watched, config)]).toEqual(['healthy', null]);
  });

  it('says that only a new signal helps where none has begun the change', () => {
    eachStanding((watched, config) => {
      if (why(watched, config)?.because !== 'no_signal') return;
      // Nothing is seen, and nothing expires: it stays.
      const later = { ...config, types: everlasting(config) };
      const seen = new Map([...watched.seen].filter(([, one]) => isFresh(config, one, watched.now)));
      const quiet = { ...watched, seen, newsLeft: false };
      const band = step(quiet, later, new Date(watched.now.getTime() + 40 * DAY_MS)).state.band;
      expect(band).toBe(watched.state.band);
    });
  });

  const ROW = {
    ...({ known: true, score: 83.4, band: 'watch', candidate: null, candidateSince: null } as const),
    ...{ configVersion: 0, overrideBand: null, overrideUntil: null },
  };
  const judging = { config: SHIPPED, stage: STAGE, now: START } as const;

  it('is a person’s word while that holds, and only where it is another band', () => {
    const word = { ...ROW, overrideBand: 'critical', overrideUntil: at(5) } as const;
    expect(whyBand(word, judging)).toEqual({ because: 'set_by_hand', until: at(5).toISOString() });
    expect(whyBand({ ...word, overrideBand: 'healthy' }, judging)).toBeNull();
    expect(whyBand(word, { ...judging, now: at(5) })?.because).toBe('margin');
  });

  it('is the evaluation to come where the score or the rules have changed since the last', () => {
    expect(whyBand({ ...ROW, score: 70 }, judging, 92)).toEqual({ because: 'unread' });
    expect(whyBand({ ...ROW, configVersion: 3 }, judging)).toEqual({ because: 'unread' });
  });

  it('is nothing where one of the two is not known', () => {
    expect(whyBand(null, judging)).toBeNull();
    expect(whyBand({ ...ROW, known: false }, judging)).toBeNull();
    expect(whyBand({ ...ROW, band: null }, judging)).toBeNull();
    expect(whyBand(ROW, judging, null)).toBeNull();
  });

  it('keeps to the cuts of the stage that the account is in', () => {
    const config = { ...SHIPPED, cutsByStage: { land: { healthy: 90, watch: 50, at_risk: 20 } } };
    expect(whyBand(ROW, { ...judging, config, stage: 'land' })).toBeNull();
    expect(whyBand(ROW, { ...judging, config })?.because).toBe('margin');
  });
});

describe('its words', () => {
  const said = (fact: BandWhy) => [messageText(whyBandLine(fact)), messageText(whyBandShort(fact))];
  const on = at(3).toISOString();

  it('name the band, the limit and the day', () => {
    const falls = {
      because: 'not_yet',
      to: 'at_risk',
      further: false,
      stays: 'below',
      limit: 60,
      on,
    } as const;
    const [long, short] = said(falls);
    expect(long).toMatch(
      /^Becomes at risk if it stays below 60 until <!date\^\d+\^\{date_short\}\|Mar 5, 2026>\.$/,
    );
    expect(short).toMatch(/^at risk on <!date\^\d+\^\{date_short\}\|Mar 5, 2026> if it stays below 60$/);
    expect(said({ ...falls, further: true })[0]).toContain('Becomes at risk or worse if');
    const rises = { ...falls, to: 'healthy', stays: 'from', limit: 85 } as const;
    expect(said(rises)[0]).toContain('Becomes healthy if it stays at 85 or above until');
    expect(said({ because: 'margin', to: nextBetter('watch'), limit: 85.5, days: 1 })[0]).toBe(
      'Becomes healthy after 1 day at 85.5 or above.',
    );
    expect(said({ because: 'no_signal' })[0]).toBe('Only a new signal changes the band.');
  });
});

function plainTypes(): HealthConfig['types'] {
  const type = (dimension: 'usage' | 'support') => ({
    ...{ label: dimension, dimension, unit: '%', validDays: 60, weight: 10, source: 'made up' },
    points: [
      [0, 0],
      [100, 100],
    ] as const,
  });
  return { one: type('usage'), two: type('support') };
}

const everlasting = ({ types }: HealthConfig): HealthConfig['types'] =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { ...type, validDays: 10_000 }]));
