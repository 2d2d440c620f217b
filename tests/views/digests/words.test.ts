import { describe, expect, it } from 'vitest';
import {
  emptiestDigest,
  longestDigest,
  sampleDigest,
  sampleLine,
} from '../../../sandbox/gallery/digest-samples.ts';
import { everyDigestMessage } from '../../../sandbox/gallery/every-digest-view.ts';
import { MIXED } from '../../../sandbox/gallery/samples.ts';
import { sampleListed } from '../../../sandbox/gallery/slide-samples.ts';
import type { DigestContent, DigestLine } from '../../../src/digests/content.ts';
import { NONE_LISTED } from '../../../src/health/slides/listed.ts';
import { detailsMessage } from '../../../views/digests/details-message.ts';
import { digestMessage, digestPreviewMessage } from '../../../views/digests/digest-message.ts';
import { atRiskText, short, signed, totalText } from '../../../views/digests/parts/words.ts';
import { workMessage } from '../../../views/digests/work-message.ts';
import { HEALTH_ACTIONS } from '../../../views/health/ids.ts';
import { workingTime } from '../../../views/kit/dates.ts';
import { figureLines, medianText, shareText, tooFewLine } from '../../../views/kit/figures.ts';
import { escaped, lines, messageText } from '../../../views/kit/text.ts';
import { RISK_ACTIONS } from '../../../views/risks/ids.ts';
import { actionIds, json, words } from '../handoffs/rendered.ts';

const opening = (part: Partial<DigestContent>, accounts?: number) =>
  words(digestMessage(sampleDigest(part, accounts), null));
const details = (lines: DigestLine[], more = 0) => {
  const message = detailsMessage('run', sampleDigest({ lines, more, watch: NONE_LISTED }), 'text');
  if (!message) throw new Error('there are accounts');
  return message;
};

describe('a digest opens', () => {
  it('with what is at risk, how that differs, and why', () => {
    const text = words(digestMessage(sampleDigest(), { file: 'F0SAMPLE', alt: 'Sample' }));
    expect(text).toContain('*CS Global: $1.2M at risk in 8 accounts*');
    expect(opening({})).toMatch(/Up \$120K \(2 more accounts\) since <!date[^:]*>\\nNot in/);
    expect(text).toMatch(
      /Up \$120K \(2 more accounts\) since <!date[^>]*>: 4 became at risk \(\+\$240K\), 1 recovered \(−\$80K\) and 1 was lost \(−\$45K\)/,
    );
    expect(text).toContain(
      'Not in the total: 2 accounts without ARR and 1 account in GBP (£40K) without a rate',
    );
  });

  it('with the steps that add up, without a picture, and with the picture instead', () => {
    const picture = { file: 'F0SAMPLE', alt: 'Sample' };
    expect(opening({})).toMatch(
      /1\.1M, 6 accounts\\n• Became at risk: \+\$240K, 4 accounts\\n• Recovered: −\$80K/,
    );
    expect(opening({})).not.toContain('Rules or rates');
    const drawn = digestMessage(sampleDigest(), picture);
    expect(words(drawn)).not.toContain('• Became at risk');
    expect(json(drawn)).toContain('"slack_file":{"id":"F0SAMPLE"},"alt_text":"Sample"');
  });

  it('with no number of accounts where as many came as went, and no amount where none has any', () => {
    const { bridge } = sampleDigest();
    if (!bridge) throw new Error('it has one');
    const steps = {
      ...bridge.steps,
      entered: { accounts: 2, amount: 0 },
      moved: { accounts: 0, amount: 5_000 },
    };
    const text = opening({ bridge: { ...bridge, steps } });
    expect(text).toMatch(/• Moved in or out: \+\$5,000\\n/);
    const only = Object.fromEntries(Object.keys(steps).map((step) => [step, { accounts: 0, amount: 0 }]));
    const entered = { ...bridge, steps: { ...only, entered: steps.entered } as typeof steps };
    const picture = { file: 'F0SAMPLE', alt: 'Sample' };
    expect(words(digestMessage(sampleDigest({ bridge: entered }), picture))).toMatch(
      /since <!date[^>]*>: 2 became at risk\\n/,
    );
  });

  it('with its parts, where there is no earlier one', () => {
    const text = opening({ bridge: null });
    expect(text).toContain('First digest, so nothing to compare with yet.');
    expect(text).toContain('• enterprise: $984K, 5 accounts\\n• No segment: $200K, 3 accounts');
  });

  it('with what has become of it, where nothing is at risk', () => {
    expect(words(digestMessage(emptiestDigest(), null))).toContain('*All accounts: nothing at risk*');
    const before = sampleDigest().bridge;
    if (!before) throw new Error('it has one');
    const bridge = { ...before, now: { accounts: 0, amount: 0 } };
    const text = words(digestMessage(emptiestDigest({ bridge }), null));
    expect(text).toContain('nothing at risk any more');
    expect(text).toMatch(/Down \$1\.1M \(6 fewer accounts\) since/);
  });

  it('with when it was due, where it is late', () => {
    expect(opening({ lateSince: '2026-03-02T05:00:00.000Z' })).toMatch(
      /Late: planned for <!date\^1772427600/,
    );
  });

  it('a month with what was saved, lost and is asked', () => {
    const text = opening({ cadence: 'monthly' });
    expect(text).toContain('• Save rate: 75% (3 of 4)');
    expect(text).toContain('• Chase 2 overdue handoffs or risks');
    const [lines, kind] = [[sampleLine(0, { owner: null }), sampleLine(3)], 'monthly'] as const;
    const many = opening({ cadence: kind, lines: [...lines], more: 9 });
    expect(many).toContain('• Get an owner for 1 listed account');
    expect(many).toContain('• Get someone on 1 listed account');
    expect(opening({ cadence: kind, lines: [...lines], more: 0 })).toContain(
      '• Get someone on 1 at-risk account',
    );
    const quiet = words(digestMessage(emptiestDigest({ cadence: 'monthly' }), null));
    expect(quiet).toContain('Nothing. Someone is on every at-risk account, and nothing is overdue.');
  });
});

describe('the accounts', () => {
  it('have one button each, the one thing to do', () => {
    const lines = [0, 1, 2, 3].map((index) => sampleLine(index));
    const { claim, nudge, details: look } = RISK_ACTIONS;
    expect(actionIds(details(lines))).toEqual([claim, nudge, look, HEALTH_ACTIONS.openListed]);
  });

  it('say why, whose and since when', () => {
    const text = words(details([sampleLine(2, { kept: 'renewal' })]));
    expect(text).toContain('*Example 3 GmbH* · €48K · at risk (54), down 12\\nSeats used: 41%, was 82%');
    expect(text).toContain('Renewal Mar 1, 2027 (listed because it renews soon)');
    expect(text).toContain(
      'Sample CSM is on R-7 · Sample step: a call with the sponsor · check-in Mar 9, 2026',
    );
    const bare = {
      arr: null,
      score: null,
      reason: null,
      owner: null,
      renewalOn: null,
      band: 'unknown',
    } as const;
    expect(words(details([sampleLine(0, { ...bare, note: 'Sample <!channel>' })]))).toContain(
      '*Example 1 GmbH* · no ARR · health unknown\\n“Sample &lt;!channel&gt;” · No renewal date\\nNo one is on R-7 yet · no owner',
    );
  });

  it('are the fifteen that matter most, of however many', () => {
    const message = detailsMessage('run', sampleDigest({}, 10_000), 'text');
    expect(message?.text).toBe('At risk: Example 1 GmbH, Example 2 GmbH, Example 3 GmbH and 9,997 more');
    expect(words(message)).toContain('The 15 accounts to look at first, of 10,000 at risk');
    expect(actionIds(message ?? { blocks: [] })).toHaveLength(15 + sampleDigest().watch.some.length);
    expect(words(message)).toContain('Five places are kept');
    expect(words(detailsMessage('run', sampleDigest({}, 15), 'text'))).toContain('15 accounts at risk');
    expect(detailsMessage('run', emptiestDigest(), 'text')).toBeNull();
  });

  it('are only looked at in a preview', () => {
    expect(actionIds(digestPreviewMessage(sampleDigest({}, 16), 'reader'))).toEqual([]);
    expect(words(digestPreviewMessage(sampleDigest({}, 16), 'reader'))).toContain('8 more accounts at risk');
  });
});

describe('what slides, or has been low for long', () => {
  it('follows the accounts at risk, each with its button', () => {
    const message = detailsMessage('run', sampleDigest({ lines: [sampleLine()] }), 'text');
    const text = words(message);
    expect(text).toMatch(/Example 1 GmbH.*Watch.*Example Watch 1 GmbH/s);
    expect(text).toContain('*Example Watch 1 GmbH*: 61 of 100, 9 below its usual 70');
    expect(text).toContain('*Example Watch 2 GmbH*: low for 8 weeks or more');
    expect(text).toContain('70 of 100, back at its usual 70; low for 8 weeks or more\\nExpected until ');
    expect(text).toContain(': Seats used · 2 more expected');
    expect(text).not.toContain('more · Below');
    expect(actionIds(message ?? { blocks: [] }).slice(1)).toEqual(Array(3).fill(HEALTH_ACTIONS.openListed));
  });

  it('is five accounts and a number, also where nothing is at risk', () => {
    const message = detailsMessage('run', emptiestDigest({ watch: sampleListed(8) }), 'text');
    expect(message?.text).toBe(
      'Watch: Example Watch 1 GmbH, Example Watch 2 GmbH, Example Watch 3 GmbH and 5 more',
    );
    const five = { total: 8, some: sampleListed(5).some };
    expect(words(detailsMessage('run', emptiestDigest({ watch: five }), 'text'))).toContain(
      'and 3 more · Below their own usual, low for 8 weeks or more, or behind in onboarding. No risk is open for them.',
    );
  });

  it('is no section where there is none, and a line where one only looks', () => {
    expect(words(details([sampleLine()]))).not.toContain('Watch');
    expect(words(digestPreviewMessage(sampleDigest(), 'reader'))).toContain(
      'Watch: Example Watch 1 GmbH, Example Watch 2 GmbH and Example Watch 3 GmbH',
    );
    expect(words(digestPreviewMessage(emptiestDigest(), 'reader'))).not.toContain('Watch');
  });

  it('is said beside the health of an account at risk', () => {
    const [slide, low] = sampleListed(2).some;
    const text = words(
      details([sampleLine(3, { listing: low ?? null }), sampleLine(3, { listing: slide ?? null })]),
    );
    expect(text).toContain('at risk (54), down 12; low for 8 weeks or more');
    expect(text).toContain('at risk (54), down 12; sliding below its usual 70');
  });
});

describe('in a channel', () => {
  it('nobody is mentioned, whatever they are called', () => {
    for (const content of [sampleDigest(), longestDigest(MIXED)])
      for (const [name, view] of Object.entries(everyDigestMessage(content)))
        if (name.endsWith('in a channel'))
          expect(json(view).replace(/"accessibility_label":"[^"]*"/g, '')).not.toMatch(/<@|<!(?!date)/);
  });
});

describe('a figure', () => {
  it('says of how many, and concludes nothing below three', () => {
    expect(shareText({ met: 8, of: 10 })).toBe('80% (8 of 10)');
    expect(shareText({ met: 2, of: 2 })).toBeNull();
    expect(shareText({ met: 0, of: 0 })).toBeNull();
    expect(medianText({ value: 3.52, of: 3 }, workingTime)).toBe('3.5 working hours (median of 3)');
    expect(medianText({ value: 3.52, of: 2 }, workingTime)).toBeNull();
    expect([signed(5, 'USD'), signed(-80_000, 'USD'), signed(0, 'USD')]).toEqual(['+$5', '−$80K', '$0']);
  });

  it('of what is worth no known amount says so, and never $0', () => {
    expect(totalText({ accounts: 2, amount: 0, unpriced: 2 }, 'USD')).toBe('2 accounts, ARR not added up');
    expect(totalText({ accounts: 3, amount: 5_000, unpriced: 1 }, 'USD')).toBe(
      '$5,000 in 3 accounts (1 of them not added up)',
    );
    expect(atRiskText({ accounts: 1, amount: 0, unpriced: 1 }, 'USD')).toBe(
      '1 account at risk, ARR not added up',
    );
    expect(atRiskText({ accounts: 1, amount: 0, unpriced: 0 }, 'USD')).toBe('$0 at risk in 1 account');
    // As it was kept before this was counted.
    expect(totalText({ accounts: 2, amount: 10 }, 'USD')).toBe('$10 in 2 accounts');
  });

  it('of too few shares one line with the others', () => {
    const some = [
      { name: 'save rate', text: '75% (3 of 4)' },
      { name: 'false alarms', text: null },
      { name: 'kickoff on time', text: null },
    ];
    expect(messageText(lines([...figureLines(some), ...tooFewLine(some)]))).toBe(
      '• Save rate: 75% (3 of 4)\nToo few to report: false alarms and kickoff on time',
    );
    expect(tooFewLine(some.slice(0, 1))).toEqual([]);
    const text = words(workMessage(emptiestDigest(), 'text'));
    expect(text).toContain('Nothing is overdue, and every won deal is handed over.');
    expect(text.match(/Too few to report/g)).toHaveLength(1);
    expect(text).not.toMatch(/Overdue:|Kickoff late:|none|\*Handoffs\*/);
  });

  it('stands beside that of the last quarter where that one tells something', () => {
    expect(words(workMessage(sampleDigest(), 'text'))).toContain(
      'Responded on time: 80% (8 of 10), was 80% in Q4 2025',
    );
    const few = sampleDigest();
    const handoffs = { ...few.figures.handoffs, acknowledged: { met: 1, of: 2 } };
    const lastQuarter = { quarter: '2025-Q4', figures: { ...few.figures, handoffs } };
    expect(words(workMessage({ ...few, lastQuarter }, 'text'))).toMatch(
      /Responded on time: 80% \(8 of 10\)\\n/,
    );
  });
});

describe('a name', () => {
  it('keeps to its room as Slack counts it', () => {
    for (const text of ['&'.repeat(80), `${'&'.repeat(8)}${'a'.repeat(80)}`, '😀'.repeat(40), 'short'])
      expect(escaped(short(text, 40)).length).toBeLessThanOrEqual(40);
    expect(short('a\n  b', 40)).toBe('a b');
  });

  it('that is read from the right keeps its direction to itself', () => {
    expect(short('חברה', 40)).toBe('\u2068חברה\u2069');
    expect(short('\u202Eabc', 40)).toBe('abc');
  });
});
