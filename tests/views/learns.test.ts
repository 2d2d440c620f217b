import { expect, test } from 'vitest';
import type { Kind } from '../../jobs/messages.ts';
import { contactSheet, DATA } from '../../sandbox/gallery/contact-sheet.ts';
import type { Message } from '../../views/kit/blocks.ts';

// What the reader of each kind of message must learn from it, whatever its data: shorter words lose nothing.

const HANDOFF = /\S \(H-\d+\)/;
const RISK = /\S \(R-\d+\)/;
const SOMEONE = /<@U0/;
const DUE = /(?:due|overdue since)\*? <!date/i;
const DAY = /<!date\^|[A-Z][a-z]{2} \d{1,2}, \d{4}/;
const button = (label: string) => new RegExp(`\\[${label}`);

interface Lesson {
  /** In the contact sheet. */
  view: string;
  /** The same with the longest data, where it is another reader's. */
  longest?: string;
  /** Person or team. */
  who?: RegExp;
  what: RegExp;
  when?: RegExp;
  /** What can be done about it; without it there is nothing to do. */
  next?: RegExp;
  /** What the emptiest data do not have. */
  mayLack?: 'who' | 'when' | 'next';
}

const aHandoff = { who: SOMEONE, what: HANDOFF };
const aRisk = { what: RISK, when: DUE, mayLack: 'when' } as const;
/** Whose limit the emptiest data do not have. */
const dueHandoff = { ...aHandoff, when: DUE, mayLack: 'when' } as const;
const aDeal = { what: /\S/, when: DUE, mayLack: 'when' } as const;
const finishOrAssign = /\[(?:Finish handoff|Assign…)/;
const take = button('I’m on it');
const read = button('Read the brief');
const reassign = button('Reassign');
const introduce = button('Introduce…');
const own = button('I’ve got it');

const LESSONS: Record<Kind, Lesson> = {
  handoff_request: {
    view: 'request as the receiver, submitted',
    longest: 'request as the cover, submitted',
    ...dueHandoff,
    next: take,
  },
  handoff_returned: { view: 'returned', ...dueHandoff, next: button('Add what’s missing') },
  handoff_reminder: { view: 'reminder acknowledge', what: HANDOFF, when: DUE, mayLack: 'when', next: take },
  handoff_nudge: { view: 'nudge', ...dueHandoff, next: take },
  handoff_escalation: { view: 'escalation acknowledge lead', ...dueHandoff, next: reassign },
  handoff_roundup: { view: 'roundup', ...dueHandoff, next: reassign },
  follow_up_request: {
    view: 'follow-up: request',
    what: HANDOFF,
    when: DUE,
    mayLack: 'when',
    next: introduce,
  },
  follow_up_reminder: {
    view: 'follow-up: reminder to introduce',
    what: HANDOFF,
    when: DUE,
    mayLack: 'when',
    next: introduce,
  },
  follow_up_nudge: {
    view: 'follow-up: nudge',
    ...aHandoff,
    when: DUE,
    mayLack: 'when',
    next: button('Confirm'),
  },
  follow_up_escalation: {
    view: 'follow-up: escalation, introduce',
    ...aHandoff,
    when: DUE,
    next: button('Nudge'),
  },
  follow_up_roundup: { view: 'follow-up: roundup', what: HANDOFF, when: DUE, mayLack: 'when', next: read },
  handoff_card: { view: 'card, submitted', ...dueHandoff, who: /From .* to /, next: take },
  handoff_receipt: { view: 'receipt, submitted', ...dueHandoff, next: read },
  handoff_decide: { view: 'decide', ...aHandoff, next: reassign },
  handoff_event: { view: 'event accepted', who: /\S/, what: /accepted/ },
  handoff_amended: { view: 'amended alone', who: /\S/, what: HANDOFF, next: read },
  handoff_feedback: { view: 'feedback', ...aHandoff, when: DAY, mayLack: 'who', next: read },
  handoff_proposed: { view: 'proposed', ...aHandoff, next: reassign },
  book_request: {
    view: 'book: request',
    ...{ who: SOMEONE, what: /account/, mayLack: 'next', next: button('Accept all') },
  },
  book_receipt: { view: 'book: receipt', who: SOMEONE, what: /account/ },
  risk_request: { view: 'risk request', ...aRisk, next: own },
  risk_reminder: { view: 'risk reminder claim', ...aRisk, next: own },
  risk_nudge: { view: 'risk nudge', ...aRisk, who: SOMEONE, next: own },
  risk_escalation: { view: 'risk escalation claim lead', ...aRisk, next: own },
  risk_roundup: { view: 'risk roundup', ...aRisk, next: /\[/ },
  risk_card: { view: 'risk card, open', ...aRisk, next: own },
  risk_event: { view: 'risk event claimed', who: /\S/, what: /took it|is on it/ },
  deal_request: { view: 'deal: request', ...aDeal, next: finishOrAssign },
  deal_reminder: { view: 'deal: reminder', ...aDeal, next: finishOrAssign },
  deal_nudge: { view: 'deal: nudge', ...aDeal, who: SOMEONE, next: finishOrAssign },
  deal_escalation: { view: 'deal: escalation, lead', what: /\S/, when: DUE, next: /\[(?:Reassign|Assign)…/ },
  deal_roundup: { view: 'deal: roundup', ...aDeal, next: /\[Open/ },
  deal_heads_up: {
    view: 'deal: heads-up',
    who: SOMEONE,
    what: /expected to sign (?:by [A-Z][a-z]{2} \d|soon)/,
    mayLack: 'who',
  },
  deals_many: { view: 'deal: many found', what: /new accounts have no CSM/, next: /send them as deals/ },
  deal_lost: { view: 'deal: lost', what: /was lost/, next: /\/handoff/ },
  customer_unhappy: { view: 'health: an unhappy customer', what: /\S/, next: button('Flag a risk') },
  health_calibration: {
    view: 'health: calibration',
    what: /predicted who leaves/,
    when: /Q\d \d{4}/,
    next: button('Open health alerts'),
  },
  health_incident: { view: 'health: many accounts fell', what: /account/, next: /tell your CSMs/ },
  health_preview: { view: 'health: preview', what: /account|alert/i },
  alerts_enabled: { view: 'health: summary in a channel', what: /at risk/i },
  account_card: { view: 'account: shared in a channel', who: /\S/, what: /Health/ },
  digest: { view: 'digest: weekly', what: /at risk/ },
  digest_details: { view: 'digest: details', what: /\S/ },
  digest_work: { view: 'digest: work', what: /\S/ },
  digest_agenda: { view: 'digest: agenda', what: /at risk/ },
  digest_agenda_item: { view: 'digest: agenda, which plan', who: SOMEONE, what: /\S/, next: /\?|\[/ },
  digest_held: { view: 'digest: held', what: /digest/i, when: DAY, next: /\[/ },
  digest_ended: { view: 'digest: ended', what: /digest/i, next: button('New digest') },
  roundup: { view: 'gathered', ...dueHandoff, next: reassign },
  reminders: { view: 'gathered reminders', ...dueHandoff, next: /\[/ },
  morning: { view: 'morning', ...dueHandoff, next: /\[/ },
  channel_blocked: { view: 'channel blocked', what: /<#C0/, next: /\/invite|channel/ },
  scope_missing: { view: 'scope missing', what: /\S/, next: /\S/ },
};

const sheet = new Map(contactSheet().map((shown) => [shown.name, shown]));

/** All that is read of it, with buttons in brackets. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, ...rest } = value as Record<string, unknown>;
  const inner = typeof text === 'string' ? [text] : wordsOf(text);
  const own = type === 'button' ? inner.map((label) => `[${label}]`) : inner;
  return [...own, ...Object.values(rest).flatMap(wordsOf)];
}

test.each(Object.entries(LESSONS))('%s tells who, what, when and what to do', (_, lesson) => {
  const { view, longest = view, mayLack, ...facts } = lesson;
  for (const data of DATA) {
    const drawn = sheet.get(data === 'longest' ? longest : view)?.[data];
    expect(drawn, `${view} with ${data} data`).toBeDefined();
    if (!drawn) continue;
    const said = wordsOf((drawn.view as Message).blocks).join('\n');
    for (const [fact, pattern] of Object.entries(facts))
      if (data !== 'emptiest' || fact !== mayLack)
        expect(said, `${fact}, with ${data} data`).toMatch(pattern as RegExp);
  }
});
