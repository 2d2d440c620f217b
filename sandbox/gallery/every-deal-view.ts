// The views of deals for the contact sheet, with ordinary, the longest and the emptiest data.
import type { DealDetails, DealEntry } from '../../src/deals/read/details.ts';
import { assignView, dealHistoryView, dismissView } from '../../views/deals/forms.ts';
import {
  dealActedMessage,
  dealEscalationMessage,
  dealLostMessage,
  dealMessage,
  dealNudgeMessage,
  dealReminderMessage,
  dealRequestMessage,
  dealRoundupMessage,
  dealsManyMessage,
  headsUpMessage,
} from '../../views/deals/messages.ts';
import type { Rendered } from './every-view.ts';
import { filled, longestPerson, MIXED, SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP } from './samples.ts';

const LIMIT = new Date('2026-03-03T16:00:00Z');

export function sampleDeal(part: Partial<DealDetails> = {}): DealDetails {
  return {
    id: 'deal-example',
    version: 3,
    state: 'won',
    source: 'api',
    dealType: 'new',
    accountName: 'Example GmbH',
    owner: SAMPLE_REP,
    answers: SAMPLE_REP,
    amount: '48000',
    currency: 'EUR',
    closesOn: '2026-03-20',
    wonOn: '2026-03-01',
    termMonths: 24,
    products: 'Sample Plan, 50 seats',
    limitAt: LIMIT,
    isLate: false,
    snoozedUntil: null,
    handoff: null,
    dismissal: null,
    dismissedBy: null,
    ...part,
  };
}

const DEALS = {
  normal: sampleDeal(),
  longest: sampleDeal({
    accountName: filled(MIXED, 120),
    products: filled(MIXED, 300),
    owner: longestPerson(MIXED, 'U0REP'),
    answers: longestPerson(MIXED, 'U0CSM'),
    amount: '999999999999.99',
    termMonths: 240,
    isLate: true,
  }),
  emptiest: sampleDeal({
    accountName: 'X',
    owner: null,
    answers: null,
    amount: null,
    currency: null,
    closesOn: null,
    wonOn: null,
    termMonths: null,
    products: null,
    limitAt: null,
  }),
};
const REASONS = { normal: 'A pilot only.', longest: filled(MIXED, 300), emptiest: null };

const ACTIONS = [
  'recorded',
  'changed',
  'won',
  'begun',
  'assigned',
  'snoozed',
  'nudged',
  'handed_over',
  'dismissed',
  'lost',
  'escalated',
  'heads_up',
];

export function everyDealView(data: keyof typeof DEALS): Rendered {
  const deal = DEALS[data];
  const isEmpty = data === 'emptiest';
  const by = data === 'longest' ? longestPerson(MIXED, 'U0CSM') : SAMPLE_CSM;
  const may = () => true;
  const reader = { memberId: deal.answers?.id ?? 'member-U0CSM', may };
  const entries = ACTIONS.map(
    (action): DealEntry => ({
      ...{ id: action, action, at: SAMPLE_NOW, by: isEmpty ? null : by, to: isEmpty ? null : SAMPLE_REP },
      words: action === 'dismissed' ? REASONS[data] : null,
    }),
  );
  const closed = (state: DealDetails['state'], part: Partial<DealDetails> = {}) => ({
    ...deal,
    ...{ state, limitAt: null, isLate: false, answers: null },
    ...part,
  });
  const dismissed = closed('dismissed', { dismissal: REASONS[data], dismissedBy: isEmpty ? null : by });
  const handedOver = closed('handed_over', { handoff: isEmpty ? null : { id: 'h', name: 'H-12' } });
  const chasing = { asked: true, may, reader: reader.memberId };
  const told = { clock: 'hand_over', overdueSince: LIMIT, may } as const;
  const history = { entries, page: 0, more: data === 'longest' };
  return {
    'deal: request': dealRequestMessage(deal, { ...reader, asked: true }),
    'deal: request, found by a sweep': dealRequestMessage(
      { ...deal, source: 'sweep' },
      { ...reader, asked: true },
    ),
    'deal: request, of a draft': dealRequestMessage({ ...deal, source: 'draft' }, { ...reader, asked: true }),
    'deal: request, without an owner': dealRequestMessage(
      { ...deal, owner: null },
      { ...reader, asked: true },
    ),
    'deal: request, passed on': dealRequestMessage(deal, { ...reader, asked: false }),
    'deal: request, snoozed': dealRequestMessage(
      { ...deal, snoozedUntil: LIMIT },
      { ...reader, asked: true },
    ),
    'deal: request, handed over': dealRequestMessage(handedOver, { ...reader, asked: true }),
    'deal: request, not needed': dealRequestMessage(dismissed, { ...reader, asked: true }),
    'deal: shown': dealMessage(deal, entries.slice(0, 3), reader),
    'deal: reminder': dealReminderMessage(deal, chasing),
    'deal: reminder, done': dealReminderMessage(handedOver, { ...chasing, asked: false }),
    'deal: nudge': dealNudgeMessage(deal, { ...chasing, by }),
    'deal: escalation, lead': dealEscalationMessage(deal, { ...told, role: 'lead', reader: by.id }),
    'deal: escalation, manager': dealEscalationMessage(deal, { ...told, role: 'manager', reader: by.id }),
    'deal: escalation, fallback channel': dealEscalationMessage(deal, {
      ...told,
      role: 'fallback_channel',
      may: () => false,
    }),
    'deal: escalation, done': dealEscalationMessage(handedOver, { ...told, role: 'lead', reader: by.id }),
    'deal: roundup': dealRoundupMessage(Array(data === 'longest' ? 12 : 2).fill(deal)),
    'deal: heads-up': headsUpMessage(closed('expected')),
    'deal: heads-up, signed': headsUpMessage(deal),
    'deal: heads-up, lost': headsUpMessage(closed('lost')),
    'deal: heads-up, handed over': headsUpMessage(handedOver),
    'deal: lost': dealLostMessage(closed('lost')),
    'deal: lost, won again': dealLostMessage(deal),
    'deal: many found': dealsManyMessage({ accounts: data === 'longest' ? 12_345 : 26 }),
    'deal: nudged': dealActedMessage('nudged', deal),
    'deal: snoozed': dealActedMessage('snoozed', { ...deal, snoozedUntil: isEmpty ? null : LIMIT }),
    'deal: assign': assignView(deal, !isEmpty, null),
    'deal: dismiss': dismissView(deal),
    'deal: history': dealHistoryView(deal, history),
  };
}
