// Sample risks for the views, as they are commonly, at every limit, and with next to nothing in them.
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { HealthConfig, SignalType } from '../../src/health/config.ts';
import type { Explained } from '../../src/health/read/explain.ts';
import type { Reason } from '../../src/health/reasons.ts';
import type { BandWhy } from '../../src/health/why-band.ts';
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import type { RiskWindow } from '../../views/risks/details.ts';
import type { FlagScreen } from '../../views/risks/flag-view.ts';
import { NOTE_MAX } from '../../views/risks/parts/words.ts';
import { longestExpected, SAMPLE_EXPECTED } from './account-samples.ts';
import {
  emptiestHandoff,
  filled,
  longestHandoff,
  longestPerson,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  sampleAccount,
  sampleHandoff,
} from './samples.ts';

const LATER = new Date('2026-03-03T16:00:00Z');

export const RISK_STAGES = ['open', 'claimed', 'planned', 'saved', 'not a risk', 'recovered'] as const;
export type RiskStage = (typeof RISK_STAGES)[number];

export const RISK_RULES = ['worsened', 'fell', 'exception', 'flagged', 'enabled'] as const;

/** Why a band is not the one of its score, one of each kind. */
export const SAMPLE_WHYS = {
  set_by_hand: { because: 'set_by_hand', until: '2026-05-31T22:00:00.000Z' },
  not_yet: {
    ...{ because: 'not_yet', to: 'critical', further: false, stays: 'below', limit: 40 },
    on: '2026-03-05T09:00:00.000Z',
  },
  margin: { because: 'margin', to: 'healthy', limit: 85, days: 7 },
  no_signal: { because: 'no_signal' },
  unread: { because: 'unread' },
} as const satisfies { [B in BandWhy['because']]: Extract<BandWhy, { because: B }> };

export function sampleReason(part: Partial<Reason> = {}): Reason {
  return {
    type: 'seats_used',
    label: 'Seats used',
    unit: '%',
    value: 41,
    before: 82,
    lost: 6.4,
    observedAt: '2026-02-28T09:00:00.000Z',
    ...part,
  };
}

/** What each stage of a risk's life sets. */
function ofStage(stage: RiskStage): Partial<RiskDetails> {
  const resolved = { state: 'resolved', clock: null, answers: null, resolvedAt: SAMPLE_NOW } as const;
  const byPerson = { resolvedBy: SAMPLE_CSM, resolution: 'Sample reason' };
  const claimed = { state: 'claimed', claimedAt: SAMPLE_NOW, limitAt: LATER } as const;
  switch (stage) {
    case 'open':
      return { state: 'open', clock: 'claim', limitAt: LATER, owed: true };
    case 'claimed':
      return { ...claimed, clock: 'plan', owed: true };
    case 'planned':
      return {
        ...claimed,
        clock: 'check_in',
        plan: { firstAction: 'Sample step: a call with the sponsor', dueOn: '2026-03-04' },
        checkInOn: '2026-03-09',
      };
    case 'saved':
      return { ...resolved, ...byPerson, outcome: 'saved' };
    case 'not a risk':
      return { ...resolved, ...byPerson, outcome: 'not_a_risk', verdict: 'false_alarm' };
    case 'recovered':
      return { ...resolved, outcome: 'recovered' };
  }
}

export function sampleRisk(stage: RiskStage = 'open', part: Partial<RiskDetails> = {}): RiskDetails {
  return {
    id: '01890000-0000-7000-8000-000000000007',
    name: 'R-7',
    version: 2,
    state: 'open',
    rule: 'worsened',
    severity: 'at_risk',
    fromBand: 'healthy',
    score: 55.4,
    reasons: [
      sampleReason(),
      sampleReason({ type: 'tickets', label: 'Open tickets', unit: 'tickets', value: 9, before: 1 }),
      sampleReason({ type: 'sponsor_left', label: 'Sponsor left', unit: '', value: 1, before: null }),
    ],
    opening: { label: 'Seats used', scoreBefore: 82.1, score: 68.3, fallDays: 30 },
    slide: null,
    note: null,
    evidence: null,
    account: sampleAccount(),
    health: { score: 55.4, band: 'at_risk', why: null },
    cuts: SHIPPED.cuts,
    openedBy: null,
    owner: SAMPLE_CSM,
    partner: SAMPLE_REP,
    answers: SAMPLE_CSM,
    owed: false,
    clock: null,
    limitAt: null,
    isLate: false,
    claimedAt: null,
    plan: null,
    isPlanLost: false,
    checkInOn: null,
    snoozedUntil: null,
    outcome: null,
    verdict: null,
    resolution: null,
    resolvedBy: null,
    resolvedAt: null,
    reopens: 0,
    openedAt: SAMPLE_NOW,
    ...ofStage(stage),
    ...part,
  };
}

export function longestRisk(filler: string, stage: RiskStage, part: Partial<RiskDetails> = {}): RiskDetails {
  const owner = longestPerson(filler, 'U0CSM');
  const risk = sampleRisk(stage);
  const text = filled(filler, NOTE_MAX);
  const reason = sampleReason({
    label: filled(filler, 200),
    unit: filled(filler, 100),
    value: -1_234_567.89,
    before: 98_765_432.1,
  });
  return {
    ...risk,
    name: 'R-2147483647',
    version: 2_147_483_647,
    severity: 'critical',
    reasons: [reason, reason, reason],
    opening: { label: filled(filler, 200), scoreBefore: 99.9, score: 12.3, fallDays: 1 },
    note: text,
    evidence: `https://example.com/${'a'.repeat(1_000)}`,
    account: longestHandoff(filler).account,
    openedBy: longestPerson(filler, 'U0REP'),
    owner,
    partner: longestPerson(filler, 'U0REP'),
    answers: risk.answers && longestPerson(filler, 'U0COVER'),
    plan: risk.plan && { firstAction: text, dueOn: '2026-03-04' },
    snoozedUntil: LATER,
    health: { score: 38.2, band: 'at_risk', why: SAMPLE_WHYS.not_yet },
    resolution: risk.resolution && text,
    resolvedBy: risk.resolvedBy && owner,
    reopens: 9,
    ...part,
  };
}

/** Nobody owns it, and nothing is known but that it is one. */
export function emptiestRisk(stage: RiskStage, part: Partial<RiskDetails> = {}): RiskDetails {
  const risk = sampleRisk(stage);
  return {
    ...risk,
    severity: 'healthy',
    fromBand: null,
    score: null,
    reasons: [],
    opening: null,
    account: emptiestHandoff().account,
    owner: risk.state === 'claimed' ? { ...SAMPLE_CSM, name: '' } : null,
    partner: null,
    answers: null,
    limitAt: null,
    plan: null,
    resolution: null,
    resolvedBy: null,
    resolvedAt: null,
    ...part,
  };
}

export const RISK_ENTRY_ACTIONS = [
  'opened',
  'reopened',
  'worsened',
  'recovering',
  'recovered',
  'claimed',
  'planned',
  'checked_in',
  'snoozed',
  'nudged',
  'reassigned',
  'resolved',
  'noted',
  'escalated',
  'something_else',
];

export function sampleRiskEntry(action: string, part: Partial<RiskEntry> = {}): RiskEntry {
  const moves = ['opened', 'reopened', 'worsened', 'recovering', 'recovered'].includes(action);
  return {
    id: `entry-${action}`,
    action,
    at: SAMPLE_NOW,
    by: SAMPLE_CSM,
    to: SAMPLE_REP,
    words: 'Sample words',
    told: ['Sample Lead', 'Sample Director'],
    change: moves
      ? { from: 'watch', to: 'critical', before: 66, score: 38.2, reasons: [sampleReason()] }
      : null,
    data: {
      firstAction: 'Sample step',
      dueOn: '2026-03-04',
      checkInOn: '2026-03-09',
      outcome: 'not_a_risk',
      verdict: 'too_early',
      evidence: 'https://example.com/sample',
    },
    ...part,
  };
}

/** As many types as a workspace may have set, all heard of. */
function manyTypes(label: string): HealthConfig {
  const types: Record<string, SignalType> = {};
  const [sample] = Object.values(SHIPPED.types);
  if (!sample) throw new Error('no type is shipped');
  for (let i = 0; i < 80; i++) types[`type_${i}`] = { ...sample, label, unit: label, weight: i };
  return { ...SHIPPED, types };
}

export function sampleExplained(config: HealthConfig = SHIPPED, expected = [SAMPLE_EXPECTED]): Explained {
  return {
    account: { name: 'Example GmbH', stage: 'adopt' },
    config,
    now: SAMPLE_NOW,
    signals: Object.keys(config.types).map((type, index) => ({
      type,
      value: index,
      // Some of them too old to count.
      observedAt: new Date(SAMPLE_NOW.getTime() - (index % 4) * 20 * 24 * 3_600_000),
      source: 'sample',
      note: null,
    })),
    health: null,
    overrideBy: null,
    expected,
    slide: null,
  };
}

export const sampleDetails = (risk: RiskDetails): RiskWindow => ({
  risk,
  explained: sampleExplained(),
  handoffs: [sampleHandoff()],
  why: 'Sample reason: answers took two days.',
});

export const longestDetails = (filler: string, risk: RiskDetails): RiskWindow => ({
  risk,
  explained: sampleExplained(manyTypes(filled(filler, 200)), longestExpected(filler)),
  handoffs: Array(20).fill(longestHandoff(filler)),
  why: filled(filler, NOTE_MAX),
});

export const emptiestDetails = (risk: RiskDetails): RiskWindow => ({
  risk,
  explained: null,
  handoffs: [],
  why: null,
});

export const EMPTIEST_FLAG: FlagScreen = {
  account: null,
  accountName: null,
  candidates: [],
  kind: null,
  note: null,
  evidence: null,
};

export const SAMPLE_FLAG: FlagScreen = {
  ...EMPTIEST_FLAG,
  account: { id: 'account-example', name: 'Example GmbH' },
  kind: 'sentiment',
  evidence: 'https://example.com/sample',
};

export const longestFlag = (filler: string): FlagScreen => ({
  account: { id: '01890000-0000-7000-8000-000000000001', name: filled(filler, 120) },
  accountName: null,
  candidates: Array(4).fill(filled(filler, 120)),
  kind: 'sentiment',
  note: filled(filler, 2_000),
  evidence: `https://example.com/${'a'.repeat(2_000)}`,
  noLink: true,
});
