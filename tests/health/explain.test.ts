import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAND_WORDS } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { contributions, type Explained, explain as explainWith } from '../../src/health/read/explain.ts';
import { minute } from '../../src/health/read/explain-band.ts';
import { scoreOf } from '../../src/health/score.ts';
import { CARD, WATCH } from '../../src/health/slides/slide.ts';
import { whyBandLine } from '../../views/health/words.ts';
import { md, messageText } from '../../views/kit/text.ts';
import { anySight, daysAgo, NOW } from './arbitrary.ts';
import { SLIDING } from './sliding.ts';

const explain = (given: Explained) =>
  explainWith(given, (why) => messageText(whyBandLine(why, (at) => md`${minute(at)}`)));

type Health = NonNullable<Explained['health']>;

const HEALTH: Health = {
  accountId: '00000000-0000-7000-8000-000000000001',
  workspaceId: '00000000-0000-7000-8000-000000000002',
  score: 70,
  confidence: 1,
  known: true,
  band: 'watch',
  bandSince: daysAgo(9),
  basis: null,
  candidate: null,
  candidateSince: null,
  fallSince: null,
  exceptions: [],
  alertedAt: null,
  alertedBand: null,
  alertedScore: null,
  overrideBand: null,
  overrideNote: null,
  overrideById: null,
  overrideUntil: null,
  hasNews: false,
  dueAt: null,
  evaluatedAt: daysAgo(0),
  configVersion: 0,
};

type Signal = Explained['signals'][number];

const seen = (type: string, value: number, days = 1, note: string | null = null): Signal => ({
  type,
  value,
  observedAt: daysAgo(days),
  source: 'sample export',
  note,
});

const explained = (over: Partial<Explained> = {}): Explained => ({
  account: { name: 'Acme Sample', stage: 'adopt' },
  config: SHIPPED,
  now: NOW,
  signals: [seen('seats_used', 62, 3), seen('support_satisfaction', 4), seen('payment_late_days', 12, 40)],
  health: HEALTH,
  overrideBy: null,
  expected: [],
  slide: null,
  ...over,
});

/** The rows of the table: label, then what stands under SCORE, WEIGHT and POINTS. */
function rowsOf(text: string) {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith('SIGNAL'));
  const to = lines.findLastIndex((line) => line.startsWith('Sum'));
  const cells = (line: string) =>
    [line.slice(62, 67), line.slice(69, 75), line.slice(77, 83)].map((cell) => cell.trim());
  return {
    rows: lines
      .slice(from + 1, to)
      .filter((line) => !line.startsWith('    '))
      .map(cells),
    sum: cells(lines[to] ?? ''),
  };
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ');

describe('the arithmetic', () => {
  it('shows each signal with its value, age, validity, score, weight, points and source', () => {
    const lines = explain(explained()).split('\n');
    expect(lines[0]).toBe('Acme Sample: 72.5 of 100, watch');
    expect(lines.find((line) => line.startsWith('Seats used'))?.split(/ {2,}/)).toEqual([
      'Seats used',
      '62 %',
      '3 d',
      '2027-03-28',
      '68.0',
      '10',
      '42.5',
      'sample export',
    ]);
    expect(lines.find((line) => line.startsWith('Payment late'))?.split(/ {2,}/)).toEqual([
      'Payment late',
      '12 days',
      '40 d',
      'stale',
      '80.0',
      '8',
      '–',
      'sample export',
    ]);
  });

  it('is printed as the documentation shows it', () => {
    const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8');
    expect(page).toContain(`health explain "Acme Sample"\n${explain(explained({ slide: SLIDING }))}`);
  });

  it('of a slide goes by the figures in the documentation', () => {
    const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8');
    for (const [tier, { points, spreads }] of Object.entries({ watch: WATCH, card: CARD }))
      expect(page).toContain(`| ${tier} | ${points} | ${spreads} |`);
  });

  it('adds up to the printed score to its last digit', () => {
    fc.assert(
      fc.property(anySight, ({ config, observations }) => {
        const score = scoreOf(observations, config, NOW);
        const tenths = [...contributions(score).values()];
        if (score.mean === null) expect(tenths).toEqual([]);
        else expect(tenths.reduce((a, b) => a + b, 0)).toBe(Math.round(score.mean * 10));

        const signals = observations.map((one) => ({ ...one, source: 'sample', note: null }));
        const text = explain(explained({ config, signals, health: null }));
        if (score.mean === null) return;
        const { rows, sum } = rowsOf(text);
        const points = rows.map(([, , cell]) => cell ?? '').filter((cell) => cell !== '–');
        const added = points.reduce((total, cell) => total + Math.round(Number(cell) * 10), 0);
        expect((added / 10).toFixed(1)).toBe(sum[2]);
        expect(sum[2]).toBe((Math.round(score.mean * 10) / 10).toFixed(1));
        if (score.caps.length === 0) expect(text).toContain(`: ${sum[2]} of 100`);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each signal its points within a tenth', () => {
    fc.assert(
      fc.property(anySight, ({ config, observations }) => {
        const score = scoreOf(observations, config, NOW);
        const fresh = score.parts.filter((part) => part.fresh);
        const weight = fresh.reduce((total, part) => total + part.weight, 0);
        const points = contributions(score);
        for (const part of score.mean === null ? [] : fresh) {
          const exact = (part.weight / weight) * part.normalised * 10;
          expect(Math.abs((points.get(part.type) ?? 0) - exact)).toBeLessThan(1.0001);
        }
      }),
    );
  });

  it('fits 100 columns and steers no terminal, whatever it is made of', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anySight, text, text, text, ({ config, observations }, source, note, name) => {
        const signals = observations.map((one) => ({ ...one, source, note }));
        const health = {
          ...HEALTH,
          overrideBand: 'healthy',
          overrideNote: note,
          overrideUntil: daysAgo(-2),
        } as const;
        const account = { name: name.slice(0, 40), stage: 'renew' } as const;
        const expected = [{ type: 'nps', label: name.slice(0, 40), until: daysAgo(-2), note, by: null }];
        const overrideBy = name.slice(0, 40);
        const out = explain({
          account,
          config,
          now: NOW,
          signals,
          health,
          overrideBy,
          expected,
          slide: null,
        });
        for (const line of out.trimEnd().split('\n')) {
          expect([...line].length).toBeLessThanOrEqual(100);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('quotes what was noted below the signal', () => {
    const signals = [seen('seats_used', 90), seen('sentiment', 3, 5, 'The reports\u001b[31m are slow.')];
    expect(explain(explained({ signals }))).toMatch(/^ {4}"The reports \[31m are slow\."$/m);
  });

  it('says what is expected, until when and why', () => {
    const expected = [
      { type: 'nps', label: 'NPS answer', until: daysAgo(-2), note: 'summer break', by: null },
    ];
    expect(explain(explained({ expected }))).toMatch(
      /^Expected until \d{4}-\d\d-\d\d \d\d:\d\d UTC: NPS answer \(summer break\)\. It raises no alert\.$/m,
    );
  });

  it('names what is not counted, and why', () => {
    const signals = [seen('seats_used', 90), seen('long_gone', 3), seen('sentiment', 3, -1)];
    const text = explain(explained({ signals }));
    expect(text).toContain('Not in the configuration, so not counted: long_gone.');
    expect(text).toContain('Observed later than now, so not counted yet: sentiment.');
  });

  it('says so where nothing was ever seen', () => {
    const text = explain(explained({ signals: [], health: null }));
    expect(text).toContain('Acme Sample: no score, band unknown\n');
    expect(text).toContain('No signal that counts was ever seen.');
  });
});

describe('confidence', () => {
  it('is a share of what this account has ever sent, and says what a band needs', () => {
    expect(squeezed(explain(explained()))).toContain(
      'Confidence 66%: of a weight of 24 that this account has ever sent, 16 is fresh, in 2 dimensions. A band needs 50% and 2 dimensions.',
    );
  });

  it('below what is needed leaves the band unknown, and says which it was', () => {
    const text = explain(explained({ signals: [seen('seats_used', 62, 3)] }));
    expect(text).toContain('Acme Sample: 68.0 of 100, band unknown');
    expect(squeezed(text)).toContain('in 1 dimension. A band needs 50% and 2 dimensions.');
    expect(text).toContain('Band when it was last known: watch since 2027-02-20 10:00 UTC.');
  });
});

describe('exceptions', () => {
  const good = [seen('seats_used', 100), seen('support_satisfaction', 5)];

  it('say what the score would be without them', () => {
    const text = explain(explained({ signals: [...good, seen('sponsor_left', 1)] }));
    expect(text).toContain('Acme Sample: 55.0 of 100, watch');
    expect(text).toContain(
      'Exception: Sponsor left caps the score at 55. Without it the score would be 100.0.',
    );
    expect(rowsOf(text).sum[2]).toBe('100.0');
  });

  it('count the next cap in', () => {
    const text = explain(explained({ signals: [...good, seen('sponsor_left', 1), seen('churn_notice', 1)] }));
    expect(text).toContain('Notice given caps the score at 20. Without it the score would be 55.0.');
    expect(text).toContain('Sponsor left caps the score at 55. It changes nothing now.');
  });
});

describe('the band', () => {
  const textOf = (health: Partial<Health>, over: Partial<Explained> = {}) =>
    squeezed(explain(explained({ health: { ...HEALTH, ...health }, ...over })));

  it('stands with its cuts, those of the stage where it has its own', () => {
    expect(textOf({})).toContain(
      'Cuts in the stage adopt: healthy from 80, watch from 60, at risk from 40, critical below. Band: watch since 2027-02-20 10:00 UTC.',
    );
    const config = { ...SHIPPED, cutsByStage: { adopt: { healthy: 90, watch: 50, at_risk: 20 } } };
    expect(textOf({}, { config })).toContain('healthy from 90, watch from 50, at risk from 20');
  });

  it.each([
    ['at_risk', 55, 'Becomes at risk if it stays below 60 until 2027-03-03 10:00 UTC.'],
    ['healthy', 92, 'Becomes healthy if it stays at 85 or above until 2027-03-07 10:00 UTC.'],
  ] as const)('that points to %s says when it moves', (candidate, score, expected) => {
    const signals = [seen('seats_used', score - 6, 3), seen('support_satisfaction', score < 60 ? 3.2 : 5)];
    const text = textOf({ candidate, score, candidateSince: daysAgo(1) }, { signals });
    expect(text).toContain(`By its score alone it would be ${BAND_WORDS[candidate]}. ${expected}`);
  });

  it('that differs from the score says why it stays', () => {
    expect(
      textOf(
        { band: 'at_risk', score: 62 },
        { signals: [seen('seats_used', 57, 3), seen('support_satisfaction', 3.2)] },
      ),
    ).toContain('By its score alone it would be watch. Becomes watch after 7 days at 65 or above.');
    expect(textOf({ band: 'critical' })).toContain('Only a new signal changes the band.');
    expect(textOf({ band: 'healthy' })).toContain('Only a new signal changes the band.');
  });

  it('tells of a fall, and that it is about to be evaluated', () => {
    const text = textOf({ fallSince: daysAgo(2), dueAt: NOW });
    expect(text).toContain('It has fallen by 10 points or more within 30 days, since 2027-02-27 10:00 UTC.');
    expect(text).toContain('It is about to be evaluated');
  });

  it('gives way to the word of a person until it expires', () => {
    const override = { overrideBand: 'critical', overrideNote: 'Their new CFO said no.' } as const;
    const held = textOf({ ...override, overrideUntil: daysAgo(-5) }, { overrideBy: 'Dana Sample' });
    expect(held).toContain('72.5 of 100, critical (as somebody said)');
    expect(held).toContain(
      'Override by Dana Sample: critical until 2027-03-06 10:00 UTC. "Their new CFO said no."',
    );
    expect(textOf({ ...override, overrideUntil: NOW })).not.toContain('Override');
  });
});
