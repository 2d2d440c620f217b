import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../src/health/alert.ts';
import { BANDS, type Band, bandOf, isWorse } from '../../src/health/bands.ts';
import type { HealthConfig, SignalType } from '../../src/health/config.ts';
import { evaluate } from '../../src/health/evaluate/evaluate.ts';
import { type Change, type HealthState, isAlert, NEVER_EVALUATED } from '../../src/health/health-state.ts';
import { type Basis, strongestReasons } from '../../src/health/reasons.ts';
import type { Observation } from '../../src/health/score.ts';

/** Expected from long before until then. */
const untils = (all: readonly [string, Date][] = []) =>
  new Map(all.map(([type, until]) => [type, { from: new Date(0), until }]));

const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date('2026-03-02T09:00:00Z');
const at = (days: number) => new Date(START.getTime() + days * DAY_MS);

const type = (dimension: SignalType['dimension'], more: Partial<SignalType> = {}): SignalType => ({
  label: dimension,
  dimension,
  unit: '%',
  points: [
    [0, 0],
    [100, 100],
  ],
  validDays: 30,
  weight: 10,
  source: 'made up',
  ...more,
});

const CONFIG: HealthConfig = {
  version: 0,
  types: {
    usage: type('usage'),
    support: type('support'),
    survey: type('relationship', { validDays: 10 }),
    left: type('relationship', {
      weight: 0,
      points: [
        [0, 100],
        [1, 0],
      ],
      validDays: 90,
      exception: { when: 'at_least', value: 1, cap: 55, opensRisk: true },
    }),
  },
  cuts: { healthy: 80, watch: 60, at_risk: 40 },
  cutsByStage: {},
  margin: 5,
  worsenDays: 3,
  recoverDays: 7,
  fall: { points: 10, days: 30 },
  minConfidence: 0.5,
  minDimensions: 2,
  cooldownDays: 14,
  reopenDays: 14,
  onboarding: { checks: [], firstValueByDay: 60 },
};

/** An account that is watched: what it says stands until it says something else. */
function watch(config = CONFIG) {
  const latest = new Map<string, Observation>();
  let state: HealthState = NEVER_EVALUATED;
  let news = false;
  let due: Date | null = null;
  const changes: (Change & { day: number })[] = [];
  const step = (
    day: number,
    hasNews: boolean,
    more: { past?: Basis; overrideUntil?: Date; expected?: [type: string, until: Date][] } = {},
  ) => {
    const evaluation = evaluate(state, {
      observations: [...latest.values()],
      hasNews: hasNews || news,
      config,
      cuts: config.cuts,
      now: at(day),
      past: more.past ?? null,
      overrideUntil: more.overrideUntil ?? null,
      expected: untils(more.expected),
    });
    state = evaluation.state;
    news = evaluation.newsLeft;
    due = evaluation.dueAt;
    changes.push(...evaluation.changes.map((change) => ({ ...change, day })));
    return evaluation;
  };
  return {
    see(day: number, values: Record<string, number>, more: { past?: Basis; overrideUntil?: Date } = {}) {
      for (const [name, value] of Object.entries(values))
        latest.set(name, { type: name, value, observedAt: at(day) });
      return step(day, true, more);
    },
    look: (day: number, more: { past?: Basis; overrideUntil?: Date } = {}) => step(day, false, more),
    changes,
    alerts: () => changes.filter(isAlert),
    get state() {
      return state;
    },
    get due() {
      return due;
    },
  };
}

const both = (value: number) => ({ usage: value, support: value });

describe('bands', () => {
  test('the first band is taken at once and tells nobody', () => {
    const account = watch();
    account.see(0, both(20));
    expect(account.state.band).toBe('critical');
    expect(account.changes).toEqual([]);
  });

  test('a worse score counts when it has lasted three days', () => {
    const account = watch();
    account.see(0, both(90));
    account.see(1, both(50));
    expect(account.due).toEqual(at(4));
    account.look(3.9);
    expect(account.state.band).toBe('healthy');
    account.look(4);
    expect(account.alerts()).toMatchObject([
      { rule: 'worsened', fromBand: 'healthy', toBand: 'at_risk', day: 4 },
    ]);
  });

  test('a slide whose signals arrive one after another is told as what it comes to', () => {
    const account = watch();
    account.see(0, both(90));
    account.see(1, { usage: 60 });
    account.see(1.0001, { support: 50 });
    account.look(4);
    expect(account.due?.getTime()).toBe(at(4.0001).getTime());
    account.look(4.0001);
    expect(account.state.band).toBe('at_risk');
    expect(account.alerts()).toMatchObject([{ rule: 'worsened', toBand: 'at_risk', day: 4.0001 }]);
  });

  test('a slide that went on is taken to where it has been for three days', () => {
    const account = watch();
    account.see(0, both(90));
    account.see(1, both(70));
    account.see(2, both(50));
    account.look(6);
    expect(account.alerts()).toMatchObject([{ fromBand: 'healthy', toBand: 'at_risk', day: 6 }]);
  });

  test('a dip that is over before three days tells nobody', () => {
    const account = watch();
    account.see(0, both(90));
    account.see(1, both(50));
    account.see(3, both(88));
    account.look(5);
    expect(account.changes).toEqual([]);
  });

  test('a better score counts after seven days, and only with a margin above the cut', () => {
    const account = watch();
    account.see(0, both(50));
    account.see(1, both(63));
    account.look(9);
    expect(account.state.band).toBe('at_risk');
    account.see(10, both(66));
    account.look(16.9);
    expect(account.state.band).toBe('at_risk');
    account.look(17);
    expect(account.changes).toMatchObject([{ rule: 'recovered', toBand: 'watch' }]);
  });

  test('noise inside the margin moves a band once at most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(80, 60, 40),
        fc.array(
          fc.tuple(
            fc.double({ min: -4.9, max: 4.9, noNaN: true }),
            fc.double({ min: 0.1, max: 9, noNaN: true }),
          ),
          {
            minLength: 5,
            maxLength: 60,
          },
        ),
        (cut, steps) => {
          const account = watch();
          let day = 0;
          const bands: (Band | null)[] = [];
          for (const [noise, wait] of steps) {
            account.see(day, both(cut + noise));
            bands.push(account.state.band);
            day += wait;
            account.look(day);
            bands.push(account.state.band);
          }
          const moves = bands.filter((band, index) => index > 0 && band !== bands[index - 1]);
          expect(moves.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what only expires neither alerts nor improves a band', () => {
    const value = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ usage: value, support: value, survey: value }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
        (seen, later) => {
          const account = watch();
          let day = 0;
          for (const values of seen) {
            account.see(day, values);
            day += 1;
          }
          // What was seen may still have to last: let that be over before anything expires.
          for (let i = 0; i < 8; i++) account.look(day + i);
          day += 8;
          const told = account.changes.length;
          const band = account.state.band;
          for (const days of later) account.look(day + days);
          expect(account.changes.length).toBe(told);
          expect(account.state.band).toBe(band);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a bad survey that was never there before is news, and worsens', () => {
    const account = watch();
    account.see(0, both(82));
    account.see(1, { survey: 0 });
    account.look(4);
    expect(account.alerts()).toMatchObject([{ rule: 'worsened', toBand: 'at_risk' }]);
  });

  test('a band of changed rules is taken at once and tells nobody', () => {
    const account = watch();
    account.see(0, both(70));
    const stricter = { ...CONFIG, version: 1, cuts: { healthy: 90, watch: 80, at_risk: 75 } };
    const step = evaluate(account.state, {
      observations: [
        { type: 'usage', value: 70, observedAt: at(0) },
        { type: 'support', value: 70, observedAt: at(0) },
      ],
      hasNews: false,
      config: stricter,
      cuts: stricter.cuts,
      now: at(1),
      past: null,
      overrideUntil: null,
      expected: new Map(),
    });
    expect(step.state.band).toBe('critical');
    expect(step.changes.filter(isAlert)).toEqual([]);
    expect(step.changes).toMatchObject([{ rule: 'rules' }]);
  });

  test('with too little to go on the band is held, and nobody is told', () => {
    const account = watch();
    account.see(0, both(90));
    account.look(31);
    expect(account.state).toMatchObject({ known: false, band: 'healthy' });
    account.see(32, { usage: 5 });
    account.look(40);
    expect(account.changes).toEqual([]);
    account.see(41, { usage: 5, support: 5 });
    account.look(44);
    expect(account.alerts()).toMatchObject([{ fromBand: 'healthy', toBand: 'critical' }]);
  });

  test('a person’s word holds the band until it expires; what came meanwhile and still stands counts from then on', () => {
    const account = watch();
    const overrideUntil = at(10);
    account.see(0, both(90));
    const { newsLeft } = account.see(1, both(30), { overrideUntil });
    expect(newsLeft).toBe(true);
    account.look(5, { overrideUntil });
    expect(account.due).toEqual(at(10));
    account.look(10, { overrideUntil });
    expect(account.changes).toEqual([]);
    account.look(13);
    expect(account.alerts()).toMatchObject([{ rule: 'worsened', toBand: 'critical', day: 13 }]);
  });
});

describe('falls and exceptions', () => {
  const past = { score: 95, values: { usage: 95, support: 95 } };

  test('a fall of ten points counts inside a band, once it has lasted', () => {
    const account = watch();
    account.see(0, both(95));
    account.see(20, both(84), { past });
    account.look(23, { past });
    expect(account.alerts()).toMatchObject([
      { rule: 'fell', fromBand: 'healthy', toBand: 'healthy', scoreBefore: 95 },
    ]);
  });

  test('a fall that is only another mix of signals does not count', () => {
    const account = watch();
    account.see(0, { usage: 100, support: 80, survey: 100 });
    // The survey expires: the mean falls though nothing did.
    account.see(
      12,
      { usage: 100, support: 80 },
      { past: { score: 93, values: { usage: 100, support: 80, survey: 100 } } },
    );
    account.look(16, { past: { score: 93, values: { usage: 100, support: 80, survey: 100 } } });
    expect(account.changes).toEqual([]);
  });

  test('a sponsor who left caps the score and is told at once, once', () => {
    const account = watch();
    account.see(0, both(95));
    const { score } = account.see(1, { left: 1 });
    expect(score.value).toBe(55);
    account.see(2, { left: 1 });
    account.look(9);
    expect(account.alerts().filter(({ rule }) => rule === 'exception')).toHaveLength(1);
  });

  test('notice of leaving is told however little else is known', () => {
    const account = watch();
    account.see(0, { left: 1 });
    expect(account.state.known).toBe(false);
    expect(account.alerts()).toMatchObject([
      { rule: 'exception', fromBand: null, toBand: 'at_risk', score: 55 },
    ]);
    account.see(1, both(90));
    expect(account.alerts()).toHaveLength(1);
  });

  test('an exception that only new rules make tells nobody', () => {
    const account = watch();
    account.see(0, both(90));
    const capped = {
      ...CONFIG,
      version: 1,
      types: {
        ...CONFIG.types,
        usage: type('usage', { exception: { when: 'at_most', value: 95, cap: 50, opensRisk: true } }),
      },
    };
    const observations = ['usage', 'support'].map((name) => ({ type: name, value: 90, observedAt: at(0) }));
    const seen = {
      observations,
      config: capped,
      cuts: capped.cuts,
      past: null,
      overrideUntil: null,
      expected: new Map(),
    };
    const first = evaluate(account.state, { ...seen, hasNews: false, now: at(1) });
    expect(first.changes.filter(isAlert)).toEqual([]);
    const second = evaluate(first.state, { ...seen, hasNews: true, now: at(2) });
    expect(second.changes.filter(isAlert)).toEqual([]);
  });

  test('what was observed a little ahead of our clock waits for its minute', () => {
    const account = watch();
    account.see(0, both(90));
    const ahead = [
      { type: 'usage', value: 90, observedAt: at(0) },
      { type: 'support', value: 20, observedAt: at(1.001) },
    ];
    const seen = {
      observations: ahead,
      config: CONFIG,
      cuts: CONFIG.cuts,
      past: null,
      overrideUntil: null,
      expected: new Map(),
    };
    expect(evaluate(account.state, { ...seen, hasNews: true, now: at(1) })).toMatchObject({
      newsLeft: true,
      dueAt: at(1.001),
    });
  });

  test('the strongest reasons are what fell most, with before and after', () => {
    const account = watch();
    account.see(0, { usage: 95, support: 90, survey: 85 });
    account.see(1, { usage: 20, support: 60, survey: 84 });
    account.look(4);
    expect(account.alerts()[0]?.reasons).toMatchObject([
      { type: 'usage', before: 95, value: 20, lost: 25 },
      { type: 'support', before: 90, value: 60, lost: 10 },
      { type: 'survey', before: 85, value: 84, lost: 0.3 },
    ]);
  });
});

describe('what a person expects', () => {
  const until = at(10);
  const expected: [string, Date][] = [['left', until]];
  // The cap holds, and the band follows it in its own time.
  const rules = ({ changes }: { changes: readonly Change[] }) =>
    changes.map(({ rule }) => rule).filter((rule) => rule === 'exception');
  const sponsorLeft = (day: number): Observation => ({ type: 'left', value: 1, observedAt: at(day) });
  const settled = () => {
    const account = watch();
    account.see(0, both(82));
    return account;
  };

  /** A step in which this is the latest. */
  function next(
    account: ReturnType<typeof watch>,
    day: number,
    left: Observation,
    more: { hasNews?: boolean; expected?: [string, Date][] } = {},
  ) {
    const usual = ['usage', 'support'].map((type) => ({ type, value: 82, observedAt: at(day) }));
    const state = account.state;
    return evaluate(state, {
      ...{ observations: [...usual, left], hasNews: more.hasNews ?? true, config: CONFIG, cuts: CONFIG.cuts },
      ...{ now: at(day), past: null, overrideUntil: null, expected: untils(more.expected ?? expected) },
    });
  }

  test('opens no risk, and the score is capped all the same', () => {
    const quiet = next(settled(), 1, sponsorLeft(1));
    expect(rules(quiet)).toEqual([]);
    expect(quiet.score.value).toBe(55);
    expect(rules(next(settled(), 1, sponsorLeft(1), { expected: [] }))).toEqual(['exception']);
    expect(rules(next(settled(), 1, sponsorLeft(1), { expected: [['usage', until]] }))).toEqual([
      'exception',
    ]);
  });

  test('is news once it is over, if it is observed anew, and only once', () => {
    const before = settled();
    const quiet = next(before, 1, sponsorLeft(1));
    const later = (state: HealthState, day: number, left: Observation, hasNews = true) =>
      next({ ...before, state }, day, left, { hasNews });
    // Over: neither its end nor other news begins anything.
    const over = later(quiet.state, 11, sponsorLeft(1), false);
    expect(rules(over)).toEqual([]);
    const others = later(over.state, 12, sponsorLeft(1));
    expect(rules(others)).toEqual([]);
    const anew = later(others.state, 13, sponsorLeft(13));
    expect(rules(anew)).toEqual(['exception']);
    expect(rules(later(anew.state, 14, sponsorLeft(14)))).toEqual([]);
  });

  test('was told before it was expected, and is news again once that is over', () => {
    const before = settled();
    const told = next(before, 1, sponsorLeft(1), { expected: [] });
    const muted = next({ ...before, state: told.state }, 2, sponsorLeft(1), { hasNews: false });
    expect(muted.state.exceptions).toEqual([]);
    expect(rules(next({ ...before, state: muted.state }, 9, sponsorLeft(9)))).toEqual([]);
    expect(rules(next({ ...before, state: muted.state }, 11, sponsorLeft(11)))).toEqual(['exception']);
  });
});

describe('what has risen', () => {
  test('is no reason for a fall', () => {
    const account = watch();
    account.see(0, { usage: 26, support: 95, survey: 85 });
    account.see(1, { usage: 55, support: 5, survey: 85 });
    account.look(4);
    const reasons = account.alerts()[0]?.reasons ?? [];
    expect(reasons.map(({ type }) => type)).toEqual(['support', 'survey']);
  });

  test('is named where nothing fell, for being low, without what it was', () => {
    const config = CONFIG;
    const part = (type: string, value: number) => ({
      ...{ type, value, normalised: value, weight: 1, fresh: true },
      ...{ dimension: 'usage' as const, observedAt: at(1), staleAt: at(30) },
    });
    const then = { score: 20, values: { usage: 10, support: 30 } };
    expect(strongestReasons([part('usage', 30), part('support', 30)], then, config)).toMatchObject([
      { type: 'support', before: 30, value: 30 },
      { type: 'usage', before: null, value: 30 },
    ]);
  });
});

describe('what becomes of a change', () => {
  const change = (toBand: Band, rule: Change['rule'] = 'worsened'): Change => ({
    rule,
    fromBand: 'healthy',
    toBand,
    scoreBefore: 90,
    score: 50,
    reasons: [],
  });
  const quiet = { alertedAt: null, alertedBand: null };
  const nobody = { enabled: true, byBands: true, open: null, resolved: null };
  const now = at(30);

  test('where alerts are only tried out, it is a line in the preview', () => {
    expect(outcomeOf(change('at_risk'), quiet, { ...nobody, enabled: false }, CONFIG, now)).toBe('preview');
    expect(outcomeOf(change('at_risk'), quiet, nobody, CONFIG, now)).toBe('opened');
  });

  test('slides open risks in place of bands, and are only listed while bands still do', () => {
    const bySlides = { ...nobody, byBands: false };
    const open = { flagged: false, severity: 'at_risk' as const, rule: 'slide' };
    const of = (rule: Change['rule'], around: Parameters<typeof outcomeOf>[2]) =>
      outcomeOf(change('at_risk', rule), quiet, around, CONFIG, now);
    expect(of('slide', nobody)).toBe('preview');
    expect(of('slide', bySlides)).toBe('opened');
    expect(of('slide', { ...bySlides, enabled: false })).toBe('preview');
    expect(of('worsened', bySlides)).toBe('quiet');
    expect(of('fell', { ...bySlides, enabled: false })).toBe('quiet');
    expect(of('exception', bySlides)).toBe('opened');
    expect(of('slide', { ...bySlides, open })).toBe('news');
    expect(of('slide', { ...nobody, open })).toBe('owned');
    const back = (around: Parameters<typeof outcomeOf>[2]) =>
      outcomeOf(change('watch', 'slid_back'), quiet, around, CONFIG, now);
    expect(back({ ...bySlides, open })).toBe('closed');
    expect(back({ ...bySlides, open: { ...open, flagged: true } })).toBe('news');
    expect(back({ ...bySlides, open: { ...open, rule: 'exception' } })).toBe('news');
    expect(back(bySlides)).toBe('quiet');
  });

  test('watch is for the digest', () => {
    expect(outcomeOf(change('watch'), quiet, nobody, CONFIG, now)).toBe('quiet');
  });

  test('nothing is raised while somebody is on it and it is no worse', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BANDS),
        fc.constantFrom(...BANDS),
        fc.constantFrom('worsened' as const, 'fell' as const),
        fc.boolean(),
        fc.boolean(),
        (severity, band, rule, flagged, enabled) => {
          const open = { flagged, severity, rule: 'worsened' };
          const outcome = outcomeOf(
            change(band, rule),
            quiet,
            { enabled, byBands: true, open, resolved: null },
            CONFIG,
            now,
          );
          expect(['opened', 'reopened', 'preview']).not.toContain(outcome);
          if (!isWorse(band, severity)) expect(outcome).not.toBe('news');
        },
      ),
    );
  });

  test('a slide soon after a risk was closed opens it again; after a false alarm it has to be worse', () => {
    const resolved = { at: at(25), outcome: 'saved' as const, verdict: null };
    const alerted = { alertedAt: at(20), alertedBand: 'at_risk' as const };
    expect(outcomeOf(change('at_risk'), alerted, { ...nobody, resolved }, CONFIG, now)).toBe('reopened');
    const falseAlarm = { at: at(25), outcome: 'not_a_risk' as const, verdict: 'false_alarm' as const };
    const around = { ...nobody, resolved: falseAlarm };
    expect(outcomeOf(change('at_risk'), alerted, around, CONFIG, now)).toBe('cooldown');
    expect(outcomeOf(change('critical'), alerted, around, CONFIG, now)).toBe('opened');
    expect(outcomeOf(change('at_risk'), alerted, around, CONFIG, at(35))).toBe('opened');
  });

  test('a recovery closes what an alert opened, and only tells of what a person flagged', () => {
    const open = { flagged: false, severity: 'at_risk' as const, rule: 'worsened' };
    const better = change('watch', 'recovered');
    expect(outcomeOf(better, quiet, { ...nobody, open }, CONFIG, now)).toBe('closed');
    expect(outcomeOf(better, quiet, { ...nobody, open: { ...open, flagged: true } }, CONFIG, now)).toBe(
      'news',
    );
    expect(outcomeOf(better, quiet, nobody, CONFIG, now)).toBe('quiet');
  });

  test('every score has one band', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (score) => {
        const band = bandOf(score, CONFIG.cuts);
        expect(BANDS).toContain(band);
        expect(isWorse(band, bandOf(Math.min(100, score + 1), CONFIG.cuts))).toBe(
          band !== bandOf(Math.min(100, score + 1), CONFIG.cuts),
        );
      }),
    );
  });
});
