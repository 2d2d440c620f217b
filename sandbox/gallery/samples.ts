// Sample handoffs for the views, as they are commonly, at every limit, and with next to nothing in them.

import {
  BRIEF_LIMITS,
  type Brief,
  BriefSchema,
  EMPTY_BRIEF,
  PARTS,
  type PersonRole,
} from '../../src/handoffs/brief/brief.ts';
import { printOf } from '../../src/handoffs/brief/parts.ts';
import { completenessOf } from '../../src/handoffs/brief/template.ts';
import { SALES_TO_CS } from '../../src/handoffs/brief/templates.ts';
import { type HandoffState, mayIntroduce, runningClocks } from '../../src/handoffs/handoff.ts';
import { type HandoffKind, KINDS } from '../../src/handoffs/kinds.ts';
import type {
  AccountFacts,
  Feedback,
  Finished,
  HandoffDetails,
  HistoryEntry,
  PersonRef,
  WithheldHandoff,
} from '../../src/handoffs/read/details.ts';
import type { Warning } from '../../src/health/readiness.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';

export const DATA = ['normal', 'longest', 'emptiest'] as const;
export type Data = (typeof DATA)[number];

export const SAMPLE_NOW = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-03T16:00:00Z');

export const samplePerson = (name: string, slackUserId: string): PersonRef => ({
  id: `member-${slackUserId}`,
  slackUserId,
  name,
  awayUntil: null,
});
export const SAMPLE_REP = samplePerson('Sample Rep', 'U0REP');
export const SAMPLE_CSM = samplePerson('Sample CSM', 'U0CSM');
export const SAMPLE_COVER = samplePerson('Sample Cover', 'U0COVER');
export const SAMPLE_STRANGER = samplePerson('Sample Onlooker', 'U0ONLOOKER');

export function sampleAccount(part: Partial<AccountFacts> = {}): AccountFacts {
  return {
    id: 'account-example',
    name: 'Example GmbH',
    verified: true,
    segment: 'Mid-market',
    stage: 'land',
    plan: 'Sample Plan',
    arr: '48000.00',
    currency: 'EUR',
    contractStart: '2026-03-01',
    renewalOn: '2027-03-01',
    salesOwner: SAMPLE_REP,
    serviceOwner: null,
    csOwner: SAMPLE_CSM,
    ...part,
  };
}

export function sampleBrief(part: Partial<Brief> = {}): Brief {
  return BriefSchema.parse({
    contact: 'Sample Contact, head of support',
    why: 'Sample reason: answers took two days, and customers left.',
    outcomes: [
      {
        id: 'o1',
        text: 'Sample outcome: answers within four hours',
        measure: 'median',
        by: '2026-06-30',
        said: 'customer',
      },
    ],
    promises: 'A training day for each team',
    promisesSaid: 'assumed',
    people: [{ id: 'p1', name: 'Sample Champion', role: 'champion', note: 'Sample note' }],
    commitments: [
      { id: 'c1', text: 'Sample commitment: a training day', promisedBy: 'Sample Rep', inContract: false },
    ],
    technical: 'Sample need: single sign-on',
    answers: { not_sold: 'none' },
    ...part,
  });
}

/** Owes follows the state, as it does when a handoff is read. */
export function sampleHandoff(part: Partial<HandoffDetails> = {}): HandoffDetails {
  const state = part.state ?? 'submitted';
  const brief = part.brief ?? sampleBrief();
  const template = KINDS[part.kind ?? 'sales_to_cs'].template;
  const sender = part.sender ?? SAMPLE_REP;
  const receiver = part.receiver ?? SAMPLE_CSM;
  const isWith: Partial<Record<HandoffState, PersonRef>> = {
    submitted: receiver,
    acknowledged: receiver,
    returned: sender,
    accepted: receiver,
  };
  const bookedOn = part.bookedOn ?? null;
  const isAccepted = state === 'accepted' || state === 'finished';
  const isSeen = state === 'acknowledged' || isAccepted;
  return {
    readable: true,
    id: '01890000-0000-7000-8000-000000000012',
    name: 'H-12',
    version: 3,
    kind: 'sales_to_cs',
    state,
    private: false,
    account: sampleAccount(),
    sender,
    receiver,
    owes: isWith[state] ?? null,
    clocks: runningClocks({
      state,
      kickoffFrom: SAMPLE_NOW,
      kickoffBy: bookedOn ? LATER : null,
    }),
    bookedOn,
    waitingUntil: null,
    isAhead: !part.isLate && Boolean(bookedOn ?? part.waitingUntil),
    kickoffLink: null,
    waitingReason: null,
    brief,
    lost: [],
    questions: template.questions,
    criteria: template.criteria,
    completeness: completenessOf(template, brief),
    gaps:
      state === 'returned'
        ? { criteria: ['why', 'go_live'], note: 'Sample question: when do they start?' }
        : null,
    submittedAt: SAMPLE_NOW,
    urgent: null,
    dueAt: isWith[state] ? LATER : null,
    isLate: false,
    acknowledgedBy: isSeen ? receiver : null,
    acknowledgedAt: isSeen ? SAMPLE_NOW : null,
    decideBy: state === 'acknowledged' ? LATER : null,
    acceptedBy: isAccepted ? receiver : null,
    acceptedAt: isAccepted ? SAMPLE_NOW : null,
    cancelledAt: state === 'cancelled' ? SAMPLE_NOW : null,
    finish: template.finish,
    finished: state === 'finished' ? sampleFinished() : null,
    isToIntroduce: mayIntroduce(state),
    feedbackReadAt: null,
    feedback: state === 'finished' ? sampleFeedback() : null,
    snoozedUntil: null,
    returns: state === 'returned' ? 1 : 0,
    ...part,
  };
}

export function sampleFinished(part: Partial<Finished> = {}): Finished {
  return {
    by: SAMPLE_CSM,
    at: SAMPLE_NOW,
    heldOn: '2026-02-27',
    ...part,
  };
}

export function sampleFeedback(part: Partial<Feedback> = {}): Feedback {
  return {
    askedAgain: ['champion', 'go_live'],
    quality: 3,
    note: 'Sample words: who decides on their side was new to us.',
    ...part,
  };
}

/** The same as it is shown to somebody who may not read it. */
export function withheld(handoff: HandoffDetails): WithheldHandoff {
  const { account, brief, questions, criteria, completeness, gaps, feedback, ...rest } = handoff;
  const { kickoffLink, waitingReason, ...outline } = rest;
  return { ...outline, readable: false };
}

/** What people paste: calls to everybody, markup, emoji, right-to-left text. Repeated to any length. */
export const MIXED = 'Sample <!channel> <@U0REP> & *b* `c` 😀👩‍👩‍👧 שלום مرحبا | \n';
/** Escaping makes it five times as long. */
export const AMPERSANDS = '&';
/** Every character is two to Slack. */
export const EMOJI = '😀';

/** Exactly `length` characters as a brief counts them. */
export function filled(filler: string, length: number): string {
  const characters = [...filler];
  return Array.from({ length }, (_, index) => characters[index % characters.length]).join('');
}

/** A brief in which every field is as long and every list as full as it may be. */
export function longestBrief(filler: string): Brief {
  const line = filled(filler, BRIEF_LIMITS.line - 1);
  const text = filled(filler, BRIEF_LIMITS.text);
  const link = `https://example.com/${'a'.repeat(BRIEF_LIMITS.url - 20)}`;
  const rows = <T>(count: number, row: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => row(i));
  const roles: PersonRole[] = ['champion', 'economic_buyer', 'admin', 'concerned', 'other'];
  const brief = BriefSchema.parse({
    contact: line,
    why: text,
    outcomes: rows(BRIEF_LIMITS.outcomes, (i) => ({
      id: `o${i}`,
      text: `x${line}`,
      measure: line,
      by: '2026-06-30',
      said: 'customer',
    })),
    open: text,
    promises: text,
    promisesSaid: 'customer',
    people: rows(BRIEF_LIMITS.people, (i) => ({
      id: `p${i}`,
      name: `x${line}`,
      role: roles[i % 5],
      note: line,
    })),
    commitments: rows(BRIEF_LIMITS.commitments, (i) => ({
      id: `c${i}`,
      text: `x${line}`,
      promisedBy: line,
      inContract: i % 2 === 0,
      due: '2026-06-30',
      said: 'assumed',
    })),
    risks: text,
    objections: text,
    competitors: text,
    notSold: text,
    technical: text,
    alreadyTold: text,
    notes: text,
    quotes: rows(BRIEF_LIMITS.quotes, (i) => ({
      message: `C0SAMPLE:${i}`,
      place: 'notes',
      mark: '',
      link: `https://example.slack.com/archives/C0SAMPLE/p${1_700_000_000_000_000 + i}`,
    })),
    goLive: '2026-04-01',
    contractLink: link,
    recordingLink: link,
    deckLink: link,
    whyNow: line,
    answers: Object.fromEntries(SALES_TO_CS.criteria.map(({ key }) => [key, 'not_applicable'])),
  });
  // All of it as it was filled in, from an earlier handoff.
  const origin = { from: 'handoff', name: 'H-9999', on: '2026-06-30' } as const;
  const sources = PARTS.map((part) => [part, { ...origin, print: printOf(brief, part) }]);
  return { ...brief, sources: Object.fromEntries(sources) };
}

export function longestPerson(filler: string, slackUserId: string): PersonRef {
  return { ...samplePerson(filled(filler, 80), slackUserId), awayUntil: LATER };
}

export function longestHandoff(filler: string, part: Partial<HandoffDetails> = {}): HandoffDetails {
  const sender = longestPerson(filler, 'U0REP');
  const receiver = longestPerson(filler, 'U0CSM');
  const handoff = sampleHandoff({ sender, receiver, brief: longestBrief(filler), ...part });
  const cover = longestPerson(filler, 'U0COVER');
  return {
    ...handoff,
    name: 'H-2147483647',
    version: 2_147_483_647,
    account: sampleAccount({
      name: filled(filler, 120),
      verified: false,
      segment: filled(filler, 300),
      plan: filled(filler, 300),
      arr: '999999999999.99',
      currency: filled(filler, 10),
      salesOwner: sender,
      csOwner: receiver,
    }),
    owes: handoff.owes && cover,
    gaps: { criteria: SALES_TO_CS.criteria.map(({ key }) => key), note: filled(filler, BRIEF_LIMITS.text) },
    finished: handoff.finished && sampleFinished({ by: receiver }),
    feedback:
      handoff.feedback &&
      sampleFeedback({
        askedAgain: SALES_TO_CS.criteria.map(({ key }) => key),
        note: filled(filler, BRIEF_LIMITS.text),
      }),
    snoozedUntil: LATER,
    returns: 9,
    ...part,
  };
}

export function emptiestHandoff(part: Partial<HandoffDetails> = {}): HandoffDetails {
  const nothing = {
    segment: null,
    plan: null,
    arr: null,
    currency: null,
    contractStart: null,
    renewalOn: null,
  };
  return sampleHandoff({
    account: sampleAccount({ name: 'X', ...nothing, salesOwner: null, csOwner: null }),
    sender: samplePerson('', 'U0REP'),
    receiver: samplePerson('', 'U0CSM'),
    brief: EMPTY_BRIEF,
    gaps: null,
    submittedAt: null,
    dueAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    decideBy: null,
    acceptedBy: null,
    acceptedAt: null,
    cancelledAt: null,
    finished: part.state === 'finished' ? sampleFinished({ by: null }) : null,
    feedback: part.state === 'finished' ? sampleFeedback({ askedAgain: [], quality: 5, note: null }) : null,
    ...part,
  });
}

export function sampleEntry(part: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: 'entry-1',
    action: 'reassigned',
    at: SAMPLE_NOW,
    by: SAMPLE_REP,
    to: SAMPLE_CSM,
    words: 'Sample reason',
    labels: [],
    booked: null,
    due: null,
    changes: [],
    ...part,
  };
}

export function sampleScreen(part: Partial<BriefScreen> = {}): BriefScreen {
  const brief = part.brief ?? sampleBrief();
  const template = KINDS[part.kind ?? 'sales_to_cs'].template;
  return {
    state: { id: '01890000-0000-7000-8000-000000000012', v: 3, step: 'essentials' },
    mode: 'new',
    account: sampleAccount(),
    accountName: null,
    candidates: [],
    receiver: SAMPLE_CSM,
    cover: null,
    brief,
    kind: 'sales_to_cs',
    kinds: ['sales_to_cs'],
    questions: template.questions,
    completeness: completenessOf(template, brief),
    criteria: template.criteria,
    more: [],
    hidden: [],
    warning: null,
    gaps: null,
    private: false,
    cardChannel: 'C0CSEMEA',
    banner: null,
    secondDeal: false,
    drafts: [],
    me: SAMPLE_REP,
    ...part,
  };
}

/** Every kind of reason, as many as a warning shows. */
export const SAMPLE_WARNING: Warning = {
  reasons: [
    { kind: 'band', band: 'at_risk', since: SAMPLE_NOW },
    { kind: 'risk', since: SAMPLE_NOW },
    { kind: 'signal', label: 'Sample seats used', value: 38, unit: '%', days: 12 },
  ],
};

/** The same as one of another kind. */
export function asKind(handoff: HandoffDetails, kind: HandoffKind): HandoffDetails {
  const { template } = KINDS[kind];
  const open = handoff.brief.open ?? 'Sample work: orders run, and the archive is still to be moved.';
  const brief = { ...handoff.brief, open };
  const { questions, criteria, finish } = template;
  const completeness = completenessOf(template, brief);
  return { ...handoff, kind, questions, criteria, finish, completeness, brief };
}

export function screenOfKind(screen: BriefScreen, kind: HandoffKind): BriefScreen {
  const { template } = KINDS[kind];
  const { questions, criteria } = template;
  const completeness = completenessOf(template, screen.brief);
  return { ...screen, kind, kinds: [kind], questions, criteria, completeness };
}

/** The same as an expansion that was proposed although the account is not well. */
export function expansionOf(handoff: HandoffDetails): HandoffDetails {
  const { questions, criteria, finish } = KINDS.cs_to_sales.template;
  const whyNow = handoff.brief.whyNow ?? 'Sample reason: their budget closes this month.';
  return {
    ...handoff,
    kind: 'cs_to_sales',
    questions,
    criteria,
    finish,
    brief: { ...handoff.brief, whyNow },
  };
}

/** The same as it is when a CSM proposes that expansion. */
export function expansionScreen(screen: BriefScreen): BriefScreen {
  return { ...screenOfKind(screen, 'cs_to_sales'), warning: SAMPLE_WARNING };
}

export function emptiestScreen(part: Partial<BriefScreen> = {}): BriefScreen {
  return sampleScreen({
    state: { v: 0, step: 'essentials' },
    account: null,
    receiver: null,
    brief: EMPTY_BRIEF,
    ...part,
  });
}

export function longestScreen(filler: string, part: Partial<BriefScreen> = {}): BriefScreen {
  const handoff = longestHandoff(filler, { state: 'returned' });
  const drafts = Array.from({ length: 12 }, (_, i) => ({
    handoffId: `01890000-0000-7000-8000-0000000001${10 + i}`,
    accountName: filled(filler, 120),
    updatedAt: SAMPLE_NOW,
  }));
  return sampleScreen({
    account: handoff.account,
    candidates: drafts.map(({ accountName }) => accountName),
    receiver: handoff.receiver,
    cover: handoff.owes,
    brief: handoff.brief,
    gaps: handoff.gaps,
    private: true,
    banner: filled(filler, 300),
    secondDeal: true,
    drafts,
    nonce: 'nonce-1',
    ...part,
  });
}
