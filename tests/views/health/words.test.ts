import { describe, expect, it } from 'vitest';
import { sampleStanding } from '../../../sandbox/gallery/account-samples.ts';
import { ageText, healthLines, reasonText, ruleText, trendText } from '../../../views/health/words.ts';
import { section } from '../../../views/kit/blocks.ts';
import { lines } from '../../../views/kit/text.ts';
import { words } from '../handoffs/rendered.ts';

const said = (...of: Parameters<typeof healthLines>) => words(section(lines(healthLines(...of))));
const NOW = new Date('2026-03-02T09:00:00Z');

describe('health in words', () => {
  it('says the score, the band, the trend and how much is fresh', () => {
    const text = said(sampleStanding(), { points: -12, days: 30 });
    expect(text).toContain('*Health 54, at risk* since');
    expect(text).toContain(', down 12 in 30 days. 5 of 6 signals fresh.');
    expect(text).toContain('Seats used: 80% to 38%');
    expect(text).toContain('Too old to count: Onboarding done.');
  });

  it('does not give a band to what is too little', () => {
    const text = said(sampleStanding({ band: 'unknown', since: null, fresh: 1 }), null);
    expect(text).toContain('*Health 54, unknown*. 1 of 6 signals fresh. That is too little to tell.');
    expect(said(sampleStanding({ band: 'unknown', since: null, fresh: 0, of: 0 }), null)).toContain(
      'No signal that counts was ever seen.',
    );
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
    expect(reasonText(reason, 80)).toBe('Seats used: 80 to 38%');
    expect(reasonText({ ...reason, before: 38 }, 80)).toBe('Seats used: 38%');
    expect(reasonText({ ...reason, unit: '', value: 1, before: null }, 80)).toBe('Seats used');
    const change = { fromBand: 'watch', toBand: 'at_risk', scoreBefore: 81.6, score: 67.5 } as const;
    expect(ruleText({ ...change, rule: 'worsened' })).toBe('from watch to at risk');
    expect(ruleText({ ...change, rule: 'fell' })).toBe('score fell from 82 to 68');
    expect(ruleText({ ...change, rule: 'exception' })).toBe('a sign that cannot wait');
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
