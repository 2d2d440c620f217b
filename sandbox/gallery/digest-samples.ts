// Sample digests, as they are commonly, at every limit, and with nothing at risk.
import {
  type AgendaContent,
  type AgendaItem,
  type DigestContent,
  type DigestLine,
  type Left,
  type NextAction,
  type Overdue,
  QUESTIONS,
} from '../../src/digests/content.ts';
import type { Figures, HandoffService, Total } from '../../src/figures/figures.ts';
import { sampleReason } from './risk-samples.ts';
import { filled, longestPerson, SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP } from './samples.ts';
import { LISTINGS, sampleListing } from './slide-samples.ts';

const ID = '01890000-0000-7000-8000-000000000009';
const WEEK_AGO = '2026-02-23T09:00:00.000Z';
const PERIOD = { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' };
const NOBODY: Total = { accounts: 0, amount: 0 };
const NEXT: NextAction['kind'][] = ['claim', 'nudge', 'details', 'open'];

/** Accounts of a list: the first few of each kind, so that every button is drawn. */
export function sampleLine(index = 0, part: Partial<DigestLine> = {}): DigestLine {
  const kind = NEXT[index % NEXT.length] ?? 'claim';
  const next: NextAction = kind === 'open' ? { kind, accountId: ID } : { kind, riskId: ID };
  const isClaimed = kind === 'nudge' || kind === 'details';
  return {
    accountId: ID,
    name: `Example ${index + 1} GmbH`,
    arr: '48000.00',
    currency: 'EUR',
    band: 'at_risk',
    score: 54.2,
    why: null,
    listing: null,
    scoreBefore: 66.4,
    reason: sampleReason(),
    note: null,
    owner: SAMPLE_CSM,
    renewalOn: '2027-03-01',
    risk:
      kind === 'open'
        ? null
        : {
            id: ID,
            name: 'R-7',
            state: isClaimed ? 'claimed' : 'open',
            plan: kind === 'details' ? 'Sample step: a call with the sponsor' : null,
            checkInOn: kind === 'details' ? '2026-03-09' : null,
          },
    kept: null,
    next,
    ...part,
  };
}

const service = (of: number): HandoffService => ({
  acknowledged: { met: Math.ceil(of * 0.8), of },
  accepted: { met: Math.ceil(of * 0.7), of },
  kickoff: { met: Math.ceil(of / 2), of },
  firstPass: { met: Math.ceil(of * 0.6), of },
  hoursToAcknowledge: { value: of > 0 ? 3.52 : null, of },
  hoursToAccept: { value: of > 0 ? 11 : null, of },
});

function sampleFigures(of: number, atRisk: Total, teams: (string | null)[]): Figures {
  return {
    currency: 'USD',
    atRisk,
    handoffs: { ...service(of), teams: teams.map((team) => ({ ...service(of), team })) },
    risks: {
      saved: { accounts: 3, amount: 310_000 },
      lost: { accounts: 1, amount: 96_000 },
      saveRate: { met: 3, of: 4 },
      falseAlarms: { met: 1, of: 2 },
    },
    firstValue: { value: 34, of: 5 },
  };
}

const overdue = (kind: Overdue['kind'], part: Partial<Overdue> = {}): Overdue => ({
  ...{ kind, id: ID, name: kind === 'risk' ? 'R-7' : 'H-12', account: 'Example GmbH', who: SAMPLE_CSM },
  since: WEEK_AGO,
  ...part,
});
const left = (kind: Left['kind'], part: Partial<Left> = {}): Left => ({
  ...{ kind, id: ID, account: 'Example GmbH', who: SAMPLE_REP, since: WEEK_AGO },
  ...part,
});

export function sampleDigest(part: Partial<DigestContent> = {}, accounts = 8): DigestContent {
  const now = { accounts, amount: 1_184_000 };
  return {
    cadence: 'weekly',
    scope: { kind: 'team', name: 'CS Global' },
    asOf: SAMPLE_NOW.toISOString(),
    lateSince: null,
    period: PERIOD,
    figures: sampleFigures(10, now, ['CS Global', 'CS West', null]),
    bridge: {
      before: { accounts: accounts - 2, amount: 1_064_000 },
      since: WEEK_AGO,
      steps: {
        entered: { accounts: 4, amount: 240_000 },
        recovered: { accounts: -1, amount: -80_000 },
        lost: { accounts: -1, amount: -45_000 },
        edited: { accounts: 2, amount: 5_000 },
        rules: NOBODY,
        moved: NOBODY,
      },
      now,
    },
    segments: [
      { segment: 'enterprise', accounts: 5, amount: 984_000 },
      { segment: '', accounts: 3, amount: 200_000 },
    ],
    quarters: [
      { quarter: '2026-Q2', accounts: 6, amount: 1_000_000 },
      { quarter: null, accounts: 2, amount: 184_000 },
    ],
    unpriced: { noArr: 2, noRate: [{ currency: 'GBP', accounts: 1, arr: 40_000 }] },
    lines: Array.from({ length: Math.min(accounts, 15) }, (_, index) => sampleLine(index)),
    more: Math.max(0, accounts - 15),
    watch: { total: 3, some: [sampleListing(), sampleListing(1), sampleListing(2)] },
    overdue: { total: 2, some: [overdue('handoff'), overdue('risk')] },
    left: { total: 1, some: [left('draft')] },
    kickoffs: { total: 1, some: [left('kickoff')] },
    lastQuarter: { quarter: '2025-Q4', figures: sampleFigures(40, now, []) },
    ...part,
  };
}

/** `filler` stands wherever somebody may write or name something. */
export function longestDigest(filler: string): DigestContent {
  const name = filled(filler, 300);
  const { id, slackUserId } = longestPerson(filler, 'U0CSM123456');
  const person = { id, slackUserId, name };
  const amount = 999_999_999_999.99;
  const huge = { accounts: 1_234_567, amount };
  const reason = sampleReason({ label: name, unit: name, value: -1_234_567.89, before: 98_765_432.1 });
  const lines = Array.from({ length: 15 }, (_, index) => {
    const line = sampleLine(index, { name, arr: '999999999999.99', currency: filled(filler, 10), reason });
    const risk = line.risk && { ...line.risk, name: 'R-2147483647', plan: line.risk.plan && name };
    const kept = index % 2 === 0 ? ('unowned' as const) : ('renewal' as const);
    const listing = LISTINGS[index % LISTINGS.length] ?? null;
    return {
      ...line,
      owner: person,
      risk,
      kept,
      listing,
      ...(index % 3 === 0 && { reason: null, note: name }),
    };
  });
  const sample = sampleDigest();
  const steps = { entered: huge, recovered: huge, lost: huge, edited: huge, rules: huge, moved: huge };
  return {
    ...sample,
    scope: { kind: 'reports', name },
    lateSince: WEEK_AGO,
    figures: sampleFigures(1_000_000, huge, Array<string>(12).fill(name)),
    bridge: { before: huge, since: WEEK_AGO, steps, now: { accounts: 9_876_543, amount: 1 } },
    segments: Array.from({ length: 9 }, () => ({ segment: name, ...huge })),
    quarters: Array.from({ length: 20 }, (_, index) => ({ quarter: `20${26 + index}-Q4`, ...huge })),
    unpriced: {
      noArr: 1_234_567,
      noRate: Array.from({ length: 9 }, () => ({
        currency: filled(filler, 10),
        accounts: 99_999,
        arr: amount,
      })),
    },
    lines,
    more: 9_985,
    watch: { total: 1_234_567, some: Array.from({ length: 5 }, () => sampleListing(2, name)) },
    overdue: {
      total: 4_321,
      some: Array.from({ length: 12 }, (_, index) =>
        overdue(index % 2 ? 'risk' : 'handoff', { name: 'R-2147483647', account: name, who: person }),
      ),
    },
    left: {
      total: 4_321,
      some: Array.from({ length: 12 }, () => left('draft', { account: name, who: person })),
    },
    kickoffs: {
      total: 4_321,
      some: Array.from({ length: 12 }, () => left('kickoff', { account: name, who: person })),
    },
    lastQuarter: { quarter: '2025-Q4', figures: sampleFigures(1_000_000, huge, []) },
  };
}

/** Nothing is at risk, nothing is late, and nothing was ever counted. */
export function emptiestDigest(part: Partial<DigestContent> = {}): DigestContent {
  const figures = sampleFigures(0, NOBODY, []);
  const none = { met: 0, of: 0 };
  return {
    ...sampleDigest({}, 0),
    scope: { kind: 'everything', name: '' },
    figures: {
      ...figures,
      risks: { saved: NOBODY, lost: NOBODY, saveRate: none, falseAlarms: none },
      firstValue: { value: null, of: 0 },
    },
    bridge: null,
    segments: [],
    quarters: [],
    watch: { total: 0, some: [] },
    unpriced: { noArr: 0, noRate: [] },
    overdue: { total: 0, some: [] },
    left: { total: 0, some: [] },
    kickoffs: { total: 0, some: [] },
    lastQuarter: null,
    ...part,
  };
}

/** The agenda of a review of the same. */
export function sampleAgenda(digest: DigestContent): AgendaContent {
  const { scope, asOf, period, bridge, more, figures, lines } = digest;
  const items = lines.map((line, index): AgendaItem => {
    const decides = line.owner ?? SAMPLE_CSM;
    return {
      ...line,
      question: QUESTIONS[index % QUESTIONS.length] ?? 'renewal',
      decides,
      lastAction:
        index % 2 === 0 ? { action: 'checked_in', by: decides, at: WEEK_AGO, words: line.name } : null,
    };
  });
  return { scope, asOf, period, bridge, more, atRisk: figures.atRisk, currency: figures.currency, items };
}
