// Every message, modal and step there is to draw of a handoff.

import type { ModalView } from '@slack/types';
import type { Change } from '../../src/handoffs/brief/changes.ts';
import { placesOf } from '../../src/handoffs/brief/places.ts';
import { CLOCKS } from '../../src/handoffs/handoff.ts';
import { KIND_NAMES, KINDS } from '../../src/handoffs/kinds.ts';
import type { HandoffDetails, HistoryEntry } from '../../src/handoffs/read/details.ts';
import { gatheredMessage, morningMessage } from '../../views/cases/morning-message.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import { sectionView } from '../../views/handoffs/brief/section-view.ts';
import { ANSWER_OUTCOMES, MESSAGE_NOTES } from '../../views/handoffs/ids.ts';
import { handoffMessage, listMessage } from '../../views/handoffs/read/handoff-message.ts';
import { historyView, readingView } from '../../views/handoffs/read/history-view.ts';
import { type HandoffOfMorning, handoffsOfMorning } from '../../views/handoffs/read/lines.ts';
import {
  decideMessage,
  proposedMessage,
  requestMessage,
  returnedMessage,
} from '../../views/handoffs/told/asking-messages.ts';
import {
  escalationMessage,
  nudgeMessage,
  reminderMessage,
  roundupMessage,
} from '../../views/handoffs/told/chase-messages.ts';
import {
  amendedMessage,
  eventMessage,
  feedbackMessage,
  handoffCard,
  receiptMessage,
} from '../../views/handoffs/told/news-messages.ts';
import { addedView, addView, WORDS_MAX } from '../../views/handoffs/verbs/add-view.ts';
import { answerView } from '../../views/handoffs/verbs/answer-view.ts';
import { cancelView, finishView, reassignView } from '../../views/handoffs/verbs/change-views.ts';
import { actedMessage } from '../../views/handoffs/verbs/done-view.ts';
import { introduceView } from '../../views/handoffs/verbs/introduce-view.ts';
import { bookView, escalateView, waitView } from '../../views/handoffs/verbs/kickoff-views.ts';
import { withUndo } from '../../views/handoffs/verbs/undo.ts';
import type { Message } from '../../views/kit/blocks.ts';
import {
  asKind,
  expansionOf,
  expansionScreen,
  SAMPLE_NOW,
  SAMPLE_STRANGER,
  sampleEntry,
  sampleHandoff,
  screenOfKind,
  withheld,
} from './samples.ts';

/** Those that are neither the common one nor an expansion, nor come with a book. */
const BETWEEN_TEAMS = ['sales_to_service', 'service_to_cs', 'cs_account'] as const;

export type Rendered = Record<string, ModalView | Message>;

const ROLES = ['cover', 'counterpart', 'lead', 'manager', 'fallback_channel'] as const;
export const ACTIONS = [
  'submitted',
  'acknowledged',
  'accepted',
  'kickoff_booked',
  'waiting',
  'introduced',
  'feedback_read',
  'escalated_now',
  'customer_answered',
  'became_urgent',
  'finished',
  'returned',
  'resubmitted',
  'reassigned',
  'cancelled',
  'nudged',
  'snoozed',
  'receiver_proposed',
  'stand_in_asked',
  'decision_promised',
  'undone',
  'amended',
  'escalated',
  'something_else',
];

const EVERY_ROLE = ['sender', 'receiver'] as const;

const BOOKED = { bookedOn: '2026-03-05', kickoffLink: 'https://example.com/kickoff' } as const;

const KICKOFFS = {
  booked: BOOKED,
  'booked, late': { ...BOOKED, isLate: true },
  waiting: { waitingUntil: SAMPLE_NOW, waitingReason: 'Sample reason: they are on holiday until Monday.' },
};

function morning(items: readonly HandoffOfMorning[], viewerId: string, done: readonly HandoffDetails[] = []) {
  return morningMessage([handoffsOfMorning(items, viewerId, done)]);
}

export function everyMessage(handoff: HandoffDetails, entries: HistoryEntry[]): Rendered {
  const viewers = [handoff.sender.id, handoff.receiver.id, handoff.owes?.id ?? '', SAMPLE_STRANGER.id];
  const all: Rendered = {
    card: handoffCard(handoff),
    receipt: receiptMessage(handoff),
    returned: returnedMessage(handoff, handoff.owes?.id ?? '', handoff.receiver),
    nudge: nudgeMessage(handoff, handoff.sender, true),
    'nudge of before': nudgeMessage(handoff, handoff.sender, false),
    decide: decideMessage(handoff, EVERY_ROLE, [handoff.sender, handoff.receiver]),
    proposed: proposedMessage(handoff, {
      ...{ entryId: handoff.id, by: handoff.sender, receiver: handoff.receiver, mayConfirm: true },
      reason: entries.find(({ words }) => words)?.words ?? 'Sample reason',
    }),
    'proposed before': proposedMessage(handoff, null),
    roundup: roundupMessage(Array(12).fill({ handoff, roles: EVERY_ROLE })),
    'roundup of what is done': roundupMessage([]),
    reassigned: actedMessage('reassigned', handoff),
    ...withheldMessages(handoff),
    acknowledged: actedMessage('acknowledged', handoff),
    undone: actedMessage('undone', handoff),
    nudged: actedMessage('nudged', handoff),
    snoozed: actedMessage('snoozed', handoff),
    answered: actedMessage('answered', handoff),
    'feedback read': actedMessage('feedback_read', handoff),
    morning: morning(Array(16).fill({ handoff, isLate: true, roles: EVERY_ROLE }), handoff.receiver.id),
    gathered: gatheredMessage([
      handoffsOfMorning(Array(2).fill({ handoff, isLate: true, roles: EVERY_ROLE }), SAMPLE_STRANGER.id),
      handoffsOfMorning(Array(9).fill({ handoff, isLate: true, roles: EVERY_ROLE }), handoff.receiver.id),
    ]),
    'gathered reminders': gatheredMessage([
      handoffsOfMorning(Array(9).fill({ handoff, isLate: false, roles: EVERY_ROLE }), handoff.owes?.id ?? ''),
    ]),
    'gathered, all done': gatheredMessage([handoffsOfMorning([], handoff.receiver.id, [handoff])]),
    'morning of somebody else': morning([{ handoff, isLate: true, roles: EVERY_ROLE }], SAMPLE_STRANGER.id),
    'morning, some done': morning(
      [{ handoff, isLate: false, roles: EVERY_ROLE }],
      handoff.receiver.id,
      Array(8).fill(handoff),
    ),
    'morning, all done': morning([], handoff.receiver.id, Array(2).fill(handoff)),
    list: listMessage({
      which: 'mine',
      items: Array(10).fill(handoff),
      next: 'cursor',
      viewerId: handoff.receiver.id,
    }),
    everything: listMessage({ which: 'all', items: [handoff], next: null, viewerId: SAMPLE_STRANGER.id }),
  };
  if (handoff.finished && handoff.feedback)
    Object.assign(all, {
      feedback: feedbackMessage(handoff, handoff.finished, handoff.feedback),
      'feedback, read': feedbackMessage(
        { ...handoff, feedbackReadAt: SAMPLE_NOW },
        handoff.finished,
        handoff.feedback,
      ),
      'request, feedback read': requestMessage(
        { ...handoff, feedbackReadAt: SAMPLE_NOW },
        handoff.receiver.id,
      ),
    });
  for (const viewer of viewers) {
    all[`request ${viewer}`] = requestMessage(handoff, viewer);
    all[`request ${viewer}, earlier`] = requestMessage(handoff, viewer, false);
    for (const entry of entries.filter(({ action }) => action === 'reassigned'))
      all[`request ${viewer}, passed on`] = requestMessage(handoff, viewer, true, entry);
    all[`handoff ${viewer}`] = handoffMessage(handoff, entries, viewer, EVERY_ROLE);
  }
  for (const clock of CLOCKS) {
    all[`reminder ${clock}`] = reminderMessage(handoff, clock, true);
    for (const role of ROLES)
      all[`escalation ${clock} ${role}`] = escalationMessage(handoff, {
        clock,
        role,
        overdueSince: SAMPLE_NOW,
      });
  }
  for (const entry of entries.filter(({ action }) => action === 'escalated_now'))
    all['escalation, asked for'] = escalationMessage(handoff, {
      ...{ clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW, hurried: entry, isEarly: true },
    });
  const { acceptedBy, acceptedAt } = handoff;
  if (acceptedBy && acceptedAt)
    all['accepted: request'] = withUndo(
      requestMessage(handoff, acceptedBy.id),
      handoff,
      acceptedBy.id,
      acceptedAt,
    );
  for (const [name, part] of Object.entries(handoff.state === 'accepted' ? KICKOFFS : {})) {
    const kickoff = sampleHandoff({ ...handoff, ...part, clocks: ['hold_kickoff'] });
    all[`${name}: card`] = handoffCard(kickoff);
    all[`${name}: receipt`] = receiptMessage(kickoff);
    all[`${name}: request`] = requestMessage(kickoff, kickoff.owes?.id ?? '');
    all[`${name}: reminder`] = reminderMessage(kickoff, 'hold_kickoff', true);
  }
  const late = { ...handoff, isLate: handoff.owes !== null };
  all['late: card'] = handoffCard(late);
  all['late: receipt'] = receiptMessage(late);
  all['late: request'] = requestMessage(late, handoff.owes?.id ?? '');
  all['late: returned'] = returnedMessage(late, handoff.owes?.id ?? '', handoff.receiver);
  const urgent = { ...handoff, urgent: '2 working hours' };
  all['urgent: request'] = requestMessage(urgent, handoff.owes?.id ?? '');
  const expansion = expansionOf(handoff);
  all['expansion: card'] = handoffCard(expansion);
  all['expansion: receipt'] = receiptMessage(expansion);
  all['expansion: request'] = requestMessage(expansion, handoff.owes?.id ?? '');
  for (const kind of BETWEEN_TEAMS) {
    const other = asKind(handoff, kind);
    all[`${kind}: card`] = handoffCard(other);
    all[`${kind}: receipt`] = receiptMessage(other);
    all[`${kind}: request`] = requestMessage(other, handoff.owes?.id ?? '');
  }
  for (const entry of entries) all[`event ${entry.action}`] = eventMessage(entry, handoff);
  all['amended alone'] = amendedMessage(amendedEntry(entries), handoff);
  all['event changes'] = eventMessage(amendedEntry(entries), handoff);
  return all;
}

/** A private one, to somebody who may not read it. */
function withheldMessages(handoff: HandoffDetails): Rendered {
  const shown = withheld({ ...handoff, private: true });
  return {
    'withheld: decide': decideMessage(shown, ['receiver_lead', 'sender_lead'], []),
    'withheld: escalation': escalationMessage(shown, {
      ...{ clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW },
    }),
    'withheld: morning': morning(
      [{ handoff: shown, isLate: true, roles: ['receiver_lead'] }],
      SAMPLE_STRANGER.id,
    ),
    'withheld: roundup': roundupMessage([{ handoff: shown, roles: ['receiver_lead'] }]),
    'withheld: list': listMessage({ which: 'all', items: [shown], next: null, viewerId: SAMPLE_STRANGER.id }),
  };
}

export function everyModal(
  handoff: HandoffDetails,
  entries: HistoryEntry[],
  banner: string | null,
): Rendered {
  const page = { entries: [...entries, ...entries].slice(0, 20), page: 1, more: true };
  const all: Rendered = {
    reading: readingView(handoff, page),
    'reading to edit': readingView(
      handoff,
      { ...page, entries: [amendedEntry(entries), ...page.entries].slice(0, 20) },
      { mayEdit: true },
    ),
    'history of changes': historyView(handoff, { ...page, entries: [amendedEntry(entries)] }),
    'reading without history': readingView(handoff, { entries: [], page: 0, more: false }),
    'reading what is lost': readingView({ ...handoff, lost: ['Main contact', 'People'] }, page),
    history: historyView(handoff, page),
    'empty history': historyView(handoff, { entries: [], page: 0, more: false }),
    reassign: reassignView(handoff, EVERY_ROLE, banner),
    propose: reassignView(withheld({ ...handoff, private: true }), ['admin'], banner),
    cancel: cancelView(handoff, banner),
    book: bookView(handoff, handoff.receiver.id),
    'book anew': bookView({ ...handoff, ...BOOKED }, handoff.receiver.id),
    introduce: introduceView(handoff),
    ...addViews(handoff),
    escalate: escalateView(handoff, handoff.sender.id),
    wait: waitView(handoff, handoff.receiver.id),
    'wait, booked': waitView({ ...handoff, ...BOOKED }, handoff.receiver.id),
    finish: finishView(handoff, '2026-03-02', handoff.receiver.id),
  };
  for (const outcome of [null, ...ANSWER_OUTCOMES])
    all[`answer ${outcome}`] = answerView(handoff, { outcome, banner });
  const expansion = expansionOf(handoff);
  all['expansion: finish'] = finishView(expansion, '2026-03-02', expansion.receiver.id);
  all['expansion: answer'] = answerView(expansion, { outcome: 'accept', banner });
  all['expansion: reading'] = readingView(expansion, page);
  for (const kind of BETWEEN_TEAMS) {
    const other = asKind(handoff, kind);
    all[`${kind}: finish`] = finishView(other, '2026-03-02', other.receiver.id);
    all[`${kind}: answer`] = answerView(other, { outcome: 'accept', banner });
    all[`${kind}: reading`] = readingView(other, page);
  }
  return all;
}

/** A message that is added to this handoff's brief. */
function addViews({ id, kind, brief, account }: HandoffDetails): Rendered {
  const { template } = KINDS[kind];
  const handoff = { id, number: 12, state: 'accepted', accountId: id, accountName: account.name } as const;
  const link = 'https://example.slack.com/archives/C0SAMPLE/p1700000000000100';
  const state = { message: 'C0SAMPLE:1.1', link, about: [], notes: [] };
  const to = { handoff, places: placesOf(template, brief) };
  const words = `“${(brief.why ?? '').slice(0, WORDS_MAX)}”`;
  const draft = { ...handoff, number: null, state: 'draft', accountName: null } as const;
  return {
    add: addView({ state, to, hasNone: false, words }),
    'add, none picked': addView({
      ...{ state: { ...state, link: null, notes: MESSAGE_NOTES }, to: null, hasNone: false },
      words: '',
    }),
    'add, none there': addView({ state, to: null, hasNone: true, words }),
    added: addedView({ handoff, label: 'Notes', wasThere: false }),
    'added to a draft': addedView({ handoff: draft, label: 'Notes', wasThere: false }),
    'added again': addedView({
      ...{ handoff: { ...handoff, state: 'returned' }, label: 'Notes', wasThere: true },
    }),
    'added, to send again': addedView({
      ...{ handoff: { ...handoff, state: 'returned' }, label: 'Notes', wasThere: false },
    }),
  };
}

/** A brief that was changed in every way, in words as long as those of these entries. */
function amendedEntry(entries: readonly HistoryEntry[]): HistoryEntry {
  const words = entries.find((one) => one.words)?.words ?? 'Sample words';
  const row = { id: 'r1', name: words.slice(0, 280) };
  const change = {
    part: 'risks',
    label: 'Risks',
    form: 'words',
    was: null,
    is: words.slice(0, 280),
  } as const;
  const date = {
    part: 'goLive',
    label: 'Go-live date',
    form: 'day',
    was: '2026-12-01',
    is: '2026-12-15',
  } as const;
  const outcome = { part: 'outcomes', label: 'Outcomes', row } as const;
  const changes: Change[] = [
    ...[date, change, { ...change, was: 'Sample', is: null }, { ...change, more: true as const }],
    ...[
      { ...outcome, form: 'words' as const, was: null, is: row.name },
      { ...outcome, field: 'by', form: 'day' as const, was: null, is: '2026-12-15' },
      { ...outcome, field: 'said', form: 'said' as const, was: 'assumed', is: 'customer' },
    ],
  ];
  return sampleEntry({ action: 'amended', to: null, words: null, changes });
}

export function everyStep(screen: BriefScreen): Rendered {
  const all: Rendered = {
    essentials: essentialsView(screen),
    'essentials, saved': essentialsView({ ...screen, savedAt: SAMPLE_NOW }),
    review: reviewDraftView(screen),
  };
  // As long as names are here.
  const team = screen.me.name;
  for (const why of [
    { by: 'owner', lane: 'cs' },
    { by: 'fewest_accounts', team, near: true },
    { by: 'least_arr', team, near: false },
    { by: 'in_turn', team, near: false },
  ] as const)
    all[`essentials, suggested by ${why.by}`] = essentialsView({ ...screen, suggested: why });
  const expansion = expansionScreen(screen);
  all['expansion essentials'] = essentialsView(expansion);
  all['expansion review'] = reviewDraftView(expansion);
  for (const kind of BETWEEN_TEAMS) {
    all[`${kind} essentials`] = essentialsView(screenOfKind(screen, kind));
    all[`${kind} review`] = reviewDraftView(screenOfKind(screen, kind));
  }
  all['several kinds essentials'] = essentialsView({ ...screen, kinds: KIND_NAMES });
  all['no kind essentials'] = essentialsView({ ...screen, kinds: [] });
  for (const part of ['people', 'outcomes', 'commitments'] as const)
    for (const rowId of [null, 'new-row', screen.brief[part][0]?.id ?? null])
      all[`${part} ${rowId}`] = sectionView(screen, part, rowId);
  for (const part of ['concerns', 'scope', 'told', 'notes', 'dates'] as const)
    all[part] = sectionView(screen, part, null);
  const amend: BriefScreen = { ...screen, mode: 'amend', state: { ...screen.state, amend: true } };
  all['amend review'] = reviewDraftView({ ...amend, savedAt: SAMPLE_NOW });
  all['amend essentials'] = essentialsView(amend);
  all['amend outcomes'] = sectionView(amend, 'outcomes', 'new-row');
  all['amend dates'] = sectionView(amend, 'dates', null);
  return all;
}
