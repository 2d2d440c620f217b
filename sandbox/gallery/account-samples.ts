// Sample accounts and their health, as they are commonly, at every limit, and with next to nothing in them.

import { VALUE_FIELDS } from '../../src/accounts/account.ts';
import type { MergePreview } from '../../src/accounts/merge/merged-account.ts';
import type { AccountProfile, Colleague, Lifecycle } from '../../src/accounts/profile.ts';
import type { TimelinePage } from '../../src/accounts/timeline.ts';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { shareOf } from '../../src/health/calibration/estimates.ts';
import type { CalibrationNote } from '../../src/health/calibration/note.ts';
import type { CsmView } from '../../src/health/csm-view.ts';
import { EXPECTED_NOTE_MAX, type ExpectedSignal } from '../../src/health/expected.ts';
import type { Reason } from '../../src/health/reasons.ts';
import type { RecentSignal } from '../../src/health/signal.ts';
import type { ListedSlides } from '../../src/health/slides/listed.ts';
import type { HealthStanding, WeekScore } from '../../src/health/standing.ts';
import type { AlertPreview, AlertSummary } from '../../src/risks/alerts/alerts.ts';
import type { AccountCard } from '../../views/accounts/account-card.ts';
import {
  emptiestHandoff,
  filled,
  longestHandoff,
  longestPerson,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  sampleHandoff,
} from './samples.ts';
import { sampleListed, sampleListing } from './slide-samples.ts';
import { timelineOf } from './timeline-samples.ts';

const LATER = new Date('2026-05-31T22:00:00Z');
const ID = '01890000-0000-7000-8000-0000000000aa';

export const SAMPLE_EXPECTED: ExpectedSignal = {
  ...{ type: 'seats_used', label: 'Seats used', until: LATER, note: 'summer break', by: SAMPLE_CSM },
};

const SAMPLE_VIEW: CsmView = { value: 4, saidAt: new Date('2026-02-18T08:00:00Z'), by: SAMPLE_CSM };

/** At every limit. */
export const longestExpected = (filler: string): ExpectedSignal[] =>
  Array.from({ length: 25 }, (_, n) => ({
    ...{
      type: `type_${n}`,
      label: filled(filler, 40),
      until: LATER,
      note: filled(filler, EXPECTED_NOTE_MAX),
    },
    by: longestPerson(filler, 'U0CSM123456'),
  }));

const reason = (label: string, over: Partial<Reason> = {}): Reason => ({
  ...{ type: 'seats_used', label, unit: '%', value: 38, before: 80, lost: 7.4 },
  observedAt: SAMPLE_NOW.toISOString(),
  ...over,
});

export function sampleStanding(part: Partial<HealthStanding> = {}): HealthStanding {
  return {
    score: 54.2,
    band: 'at_risk',
    why: null,
    since: SAMPLE_NOW,
    fresh: 5,
    of: 6,
    reasons: [
      reason('Seats used'),
      reason('Sponsor left', { unit: '', value: 1, before: null }),
      reason('Open tickets', { unit: 'tickets', value: 6, before: 6 }),
    ],
    stale: ['Onboarding done'],
    override: null,
    ...part,
  };
}

export function sampleProfile(part: Partial<AccountProfile> = {}): AccountProfile {
  return {
    id: ID,
    name: 'Example GmbH',
    domain: 'example.com',
    verified: true,
    segment: 'Mid-market',
    stage: 'adopt',
    plan: 'Sample Plan',
    arr: '48000.00',
    currency: 'EUR',
    renewalOn: '2027-03-01',
    parent: { id: ID, name: 'Example Holding' },
    lanes: [
      { lane: 'cs', owner: SAMPLE_CSM, coOwners: [] },
      { lane: 'sales', owner: SAMPLE_REP, coOwners: [] },
      { lane: 'service', owner: null, coOwners: [] },
    ],
    ...part,
  };
}

export interface AccountSamples {
  card: AccountCard;
  standing: HealthStanding;
  preview: AlertPreview;
  summary: AlertSummary;
  slides: ListedSlides;
  calibration: CalibrationNote;
  signals: RecentSignal[];
  merge: MergePreview;
  typed: string;
  timeline: TimelinePage;
  found: { id: string; name: string; domain: string | null }[];
}

const SAMPLE_LIFECYCLE: Lifecycle = {
  spans: [
    { stage: 'land', from: new Date('2025-04-10T09:00:00Z'), to: new Date('2026-01-14T09:00:00Z') },
    { stage: 'adopt', from: new Date('2026-01-14T09:00:00Z'), to: null },
  ],
  contractStart: '2025-04-01',
  firstValueOn: '2026-02-20',
};

/** The latest weeks, of twelve. */
function weeksOf(scores: readonly (number | null)[]): WeekScore[] {
  const twelve = [...Array<null>(12 - scores.length).fill(null), ...scores];
  return twelve.map((score, index) => ({
    endsOn: new Date(SAMPLE_NOW.getTime() - (11 - index) * 7 * 86_400_000).toISOString().slice(0, 10),
    score,
  }));
}

const OPEN_RISK = {
  ...({ id: ID, name: 'R-7', state: 'open', severity: 'at_risk' } as const),
  ...{ openedAt: SAMPLE_NOW, owner: SAMPLE_CSM },
};

export function ordinaryAccount(): AccountSamples {
  const standing = sampleStanding();
  const card: AccountCard = {
    profile: sampleProfile(),
    lifecycle: SAMPLE_LIFECYCLE,
    health: {
      ...{ standing, trend: { points: -12, days: 30 }, expected: [SAMPLE_EXPECTED] },
      view: SAMPLE_VIEW,
      weeks: weeksOf([82, 82, 84, 81, 76, 70, 62, 54]),
    },
    now: SAMPLE_NOW,
    open: [sampleHandoff()],
    accepted: sampleHandoff({ state: 'accepted' }),
    openRisk: OPEN_RISK,
    setAside: null,
    readerId: SAMPLE_CSM.id,
    roles: ['member', 'owner'],
  };
  return samplesOf(card, SAMPLE_CSM, 2, 'Acme');
}

/** `filler` stands wherever somebody may write or name something. */
export function longestAccount(filler: string): AccountSamples {
  const text = filled(filler, 1_500);
  const person = longestPerson(filler, 'U0CSM123456');
  const label = filled(filler, 200);
  const handoff: HandoffDetails = longestHandoff(filler, { state: 'accepted' });
  const lanes = (['cs', 'sales', 'service'] as const).map((lane) => ({
    ...{ lane, owner: person, coOwners: Array<Colleague>(30).fill(person) },
  }));
  const standing = sampleStanding({
    reasons: Array.from({ length: 3 }, () =>
      reason(label, { unit: label, value: 1e15 + 0.5, before: -1e15 - 0.5 }),
    ),
    stale: Array<string>(20).fill(label),
    fresh: 100,
    of: 120,
    override: { band: 'critical', by: person, until: LATER, note: text },
    why: { because: 'set_by_hand', until: LATER.toISOString() },
  });
  const card: AccountCard = {
    profile: sampleProfile({
      ...{
        name: filled(filler, 120),
        domain: 'a'.repeat(253),
        verified: false,
        segment: filled(filler, 300),
        plan: text,
      },
      ...{ arr: '999999999999.99', currency: filled(filler, 10), lanes },
      parent: { id: ID, name: filled(filler, 120) },
    }),
    lifecycle: { ...SAMPLE_LIFECYCLE, spans: Array(20).fill(SAMPLE_LIFECYCLE.spans[0]) },
    health: {
      ...{ standing, trend: { points: -100, days: 30 }, expected: longestExpected(filler) },
      view: { value: 5, saidAt: new Date('2025-06-01T09:00:00Z'), by: person },
      weeks: weeksOf([...Array(11).fill(100), null]),
    },
    now: LATER,
    open: Array<HandoffDetails>(20).fill(longestHandoff(filler, { state: 'acknowledged' })),
    accepted: handoff,
    openRisk: { ...OPEN_RISK, name: 'R-2147483647' },
    setAside: { as: 'false_alarm', riskName: 'R-2147483647', at: SAMPLE_NOW },
    readerId: SAMPLE_REP.id,
    roles: ['member', 'owner', 'admin'],
  };
  return samplesOf(card, person, 15, text);
}

export function emptiestAccount(): AccountSamples {
  const card: AccountCard = {
    profile: sampleProfile({
      ...{ name: 'X', domain: null, segment: null, stage: 'land', plan: null, arr: null, currency: null },
      ...{ renewalOn: null, parent: null },
      lanes: (['cs', 'sales', 'service'] as const).map((lane) => ({ lane, owner: null, coOwners: [] })),
    }),
    lifecycle: { spans: [], contractStart: null, firstValueOn: null },
    health: {
      standing: {
        ...{ score: null, band: 'unknown', why: null, since: null, fresh: 0, of: 0 },
        ...{ reasons: [], stale: [], override: null },
      },
      trend: null,
      weeks: weeksOf([]),
      expected: [],
      view: null,
    },
    now: SAMPLE_NOW,
    open: [],
    accepted: emptiestHandoff({ state: 'accepted' }),
    openRisk: null,
    setAside: null,
    readerId: SAMPLE_CSM.id,
    roles: ['member'],
  };
  return samplesOf(card, null, 0, '');
}

/** The other views, from the same. */
function samplesOf(card: AccountCard, owner: Colleague | null, many: number, typed: string): AccountSamples {
  const { profile } = card;
  const { standing } = card.health;
  const { name } = profile;
  const segment = profile.segment ?? '';
  const item = (rule: string) => ({
    ...({ accountName: name, rule, fromBand: 'watch', toBand: 'at_risk', scoreBefore: 82.4 } as const),
    ...{ score: standing.score, reason: standing.reasons[0] ?? null, at: SAMPLE_NOW },
  });
  const groups = Array.from({ length: Math.max(1, Math.min(many, 10)) }, () => ({
    owner,
    count: 1_234,
    items: ['worsened', 'fell'].map(item),
  }));
  const segments = Array.from({ length: many + 1 }, (_, index) => ({
    ...{ segment, previewSince: SAMPLE_NOW, enabledAt: null, readyAt: LATER, ready: index % 2 === 0 },
    ...{ accounts: 1_234, low: 123, slidesFrom: null },
  }));
  const listed = Array.from({ length: many }, (_, index) => ({
    ...{ account: { ...profile, id: `${ID.slice(0, -2)}${10 + index}` }, standing },
    ...{ listing: null, openRisk: index % 2 === 1 ? { id: ID, name: 'R-7' } : null },
  }));
  const sliding = listed.slice(0, 5).map((one, index) => ({ ...one, listing: sampleListing(index) }));
  return {
    card,
    standing,
    preview: { total: 2_000, groups, segments, byBands: { until: LATER, opened: many } },
    summary: {
      ...{ id: ID, segment, atRisk: many, critical: many, accounts: listed, more: many },
      sliding: { total: 2 * many, accounts: sliding, more: many },
    },
    slides: sampleListed(many > 2 ? 1_234 : many, name),
    calibration: {
      ...({ quarter: '2025-Q4', says: 'foretells', left: 10 + many, needed: 10, startsNeeded: 40 } as const),
      low: shareOf(12 * many, 40 + 40 * many),
      healthy: shareOf(many, 40 + 100 * many),
      cards: shareOf(many, 2 * many),
      carries: standing.reasons.map(({ label }) => label),
    },
    signals: Array.from({ length: Math.min(many, 10) }, () => ({
      ...{ label: standing.reasons[0]?.label ?? '', unit: standing.reasons[0]?.unit ?? '', value: 38.25 },
      ...{ observedAt: SAMPLE_NOW, source: typed || 'sample', note: typed || null },
      evidence: `https://example.com/${'a'.repeat(1_900)}`,
    })),
    merge: {
      ...{
        from: { id: ID, name },
        into: { id: ID, name },
        handoffs: many,
        risks: many,
        signals: many * 1_000,
      },
      learns: many > 0 ? [...VALUE_FIELDS, 'coOwners', 'firstValueOn'] : [],
      blocked: false,
    },
    typed,
    timeline: timelineOf(typed),
    found: Array.from({ length: Math.max(1, Math.min(many, 5)) }, () => ({
      ...{ id: ID, name, domain: profile.domain },
    })),
  };
}
