import { describe, expect, it } from 'vitest';
import { sampleStanding } from '../../../sandbox/gallery/account-samples.ts';
import { SAMPLE_WHYS } from '../../../sandbox/gallery/risk-samples.ts';
import type { HealthStanding } from '../../../src/health/standing.ts';
import { ageText, healthLines, reasonText, ruleText, trendText } from '../../../views/health/words.ts';
import { section } from '../../../views/kit/blocks.ts';
import { lines } from '../../../views/kit/text.ts';
import { words } from '../handoffs/rendered.ts';

const said = (...of: Parameters<typeof healthLines>) => words(section(lines(healthLines(...of))));
const NOW = new Date('2026-03-02T09:00:00Z');

describe('health in words', () => {
  it('says the score, the band, the trend and how much is fresh', () => {
    const text = said(sampleStanding(), { points: -12, days: 30 });
    expect(text).toContain('*Health: at risk (54), down 12 in 30 days.*');
    expect(text).toMatch(/Seats used: 38% \(.*\), was 80%/);
    expect(text).toContain('Out of date: Onboarding done.');
  });

  it('does not give a band to what is too little', () => {
    const unknown = { score: null, band: 'unknown', since: null } as const;
    expect(said(sampleStanding({ ...unknown, fresh: 1 }), null)).toContain(
      '*Health: unknown.* Only 1 of 6 signals up to date, too few to tell.',
    );
    expect(said(sampleStanding({ ...unknown, fresh: 0, of: 0 }), null)).toContain(
      '*Health: unknown.* No signals yet.',
    );
  });

  it('says beside a score why the band is another, and of a score below a cut never that it reaches it', () => {
    const watch: Partial<HealthStanding> = { band: 'watch', since: null, reasons: [], stale: [] };
    const text = said(sampleStanding({ ...watch, score: 83.9, why: SAMPLE_WHYS.margin }), null);
    expect(text).toContain('*Health: watch (83).* Becomes healthy after 7 days at 85 or above.');
    expect(said(sampleStanding({ ...watch, score: 79.97 }), null)).toContain('*Health: watch (79).*');
  });

  it('says who set it by hand, for how long and why, as they wrote it', () => {
    const override = {
      band: 'critical',
      by: { id: 'm', slackUserId: 'U0CSM', name: 'Sample CSM' },
      // The end of 31 May, in Berlin.
      until: new Date('2026-05-31T22:00:00Z'),
      note: 'Sample\nnote <!channel>',
    } as const;
    const text = said(sampleStanding({ band: 'critical', since: null, override }), null);
    expect(text).toContain('Set by <@U0CSM> until <!date^1780264799^{date_short}|May 31, 2026>');
    expect(text).toContain('>Sample\\n>note &lt;!channel&gt;');
  });

  it('says a reason, a rule, a trend and an age as people would', () => {
    const reason = {
      type: 't',
      label: 'Seats used',
      unit: '%',
      value: 38,
      before: 80,
      lost: 7,
      observedAt: '',
    };
    expect(reasonText(reason, 80)).toBe('Seats used: 38%, was 80%');
    expect(reasonText({ ...reason, before: 38 }, 80)).toBe('Seats used: 38%');
    expect(reasonText({ ...reason, unit: '', value: 1, before: null }, 80)).toBe('Seats used');
    const change = { fromBand: 'watch', toBand: 'at_risk', scoreBefore: 81.6, score: 67.5 } as const;
    expect(ruleText({ ...change, rule: 'worsened' })).toBe('from watch to at risk');
    expect(ruleText({ ...change, rule: 'fell' })).toBe('score fell from 81 to 67');
    expect(ruleText({ ...change, rule: 'exception' })).toBe('a sign that can’t wait');
    expect(ruleText({ ...change, rule: 'worsened', fromBand: null })).toBe('at risk');
    expect(
      [
        { points: 3, days: 1 },
        { points: 0, days: 30 },
      ].map(trendText),
    ).toEqual(['up 3 in a day', 'unchanged in 30 days']);
    const ago = (hours: number) => ageText(new Date(NOW.getTime() - hours * 3_600_000), NOW);
    expect([0, 25, 49].map(ago)).toEqual(['less than a day old', '1 day old', '2 days old']);
  });
});
