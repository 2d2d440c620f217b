// What happened to a sample account: every kind of entry, with words as long as given.
import type { TimelineEntry, TimelinePage } from '../../src/accounts/timeline.ts';
import { SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP } from './samples.ts';

const HANDOFF = ['submitted', 'returned', 'accepted', 'finished', 'cancelled', 'something_else'];
const RISK = ['opened', 'reopened', 'noted', 'worsened', 'claimed', 'resolved', 'recovered'];
const OWN = [
  ...['health.overridden', 'health.override_cleared', 'health.expected', 'health.expected_no_longer'],
  ...['account.first_value', 'account.merged'],
];

type Told = Extract<TimelineEntry, { kind: 'handoff' | 'risk' | 'account' }>;

/** Empty words: a page with nothing on it. */
export function timelineOf(words: string): TimelinePage {
  if (words === '') return { entries: [], next: null, first: true };
  const told = (kind: Told['kind'], actions: readonly string[]): TimelineEntry[] =>
    actions.map((action) => ({
      ...{ at: SAMPLE_NOW, key: action, kind, number: 12, action, by: SAMPLE_CSM, to: SAMPLE_REP },
      data: {
        ...{ words, outcome: 'saved', rule: 'flagged', band: 'critical', on: '2026-02-20', score: 38.4 },
        label: words,
      },
    }));
  const band = (rule: string): TimelineEntry => ({
    ...({
      at: SAMPLE_NOW,
      key: rule,
      kind: 'band',
      rule,
      from: 'watch',
      to: 'at_risk',
      score: 54.2,
    } as const),
  });
  return {
    entries: [
      ...told('handoff', HANDOFF),
      ...told('risk', RISK),
      ...told('account', OWN),
      ...['worsened', 'fell', 'exception', 'recovered', 'rules'].map(band),
      { at: SAMPLE_NOW, key: 'stage', kind: 'stage', stage: 'adopt' },
    ],
    next: { at: SAMPLE_NOW, key: 'stage' },
    first: false,
  };
}
