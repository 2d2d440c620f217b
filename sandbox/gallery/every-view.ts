// Every message, modal and step there is to draw of a handoff.

import type { ModalView } from '@slack/types';
import { CLOCKS } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture, HistoryEntry } from '../../src/handoffs/read/picture.ts';
import { morningMessage } from '../../views/cases/morning-message.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import { sectionView } from '../../views/handoffs/brief/section-view.ts';
import { ANSWER_OUTCOMES } from '../../views/handoffs/ids.ts';
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
  eventMessage,
  feedbackMessage,
  handoffCard,
  receiptMessage,
} from '../../views/handoffs/told/news-messages.ts';
import { answerView } from '../../views/handoffs/verbs/answer-view.ts';
import { cancelView, finishView, reassignView } from '../../views/handoffs/verbs/change-views.ts';
import { actedMessage } from '../../views/handoffs/verbs/done-view.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { expansionOf, expansionScreen, SAMPLE_NOW, SAMPLE_STRANGER, withheld } from './samples.ts';

export type Rendered = Record<string, ModalView | Message>;

const ROLES = ['cover', 'counterpart', 'lead', 'manager', 'fallback_channel'] as const;
export const ACTIONS = [
  'submitted',
  'acknowledged',
  'accepted',
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
  'amended',
  'escalated',
  'something_else',
];

const EVERY_ROLE = ['sender', 'receiver'] as const;

function morning(items: readonly HandoffOfMorning[], viewerId: string) {
  return morningMessage([handoffsOfMorning(items, viewerId)]);
}

export function everyMessage(picture: HandoffPicture, entries: HistoryEntry[]): Rendered {
  const viewers = [picture.sender.id, picture.receiver.id, picture.owes?.id ?? '', SAMPLE_STRANGER.id];
  const all: Rendered = {
    card: handoffCard(picture),
    receipt: receiptMessage(picture),
    returned: returnedMessage(picture, picture.owes?.id ?? '', picture.receiver),
    nudge: nudgeMessage(picture, picture.sender, true),
    'nudge of before': nudgeMessage(picture, picture.sender, false),
    decide: decideMessage(picture, EVERY_ROLE),
    proposed: proposedMessage(picture, {
      ...{ entryId: picture.id, by: picture.sender, receiver: picture.receiver, mayConfirm: true },
      reason: entries.find(({ words }) => words)?.words ?? 'Sample reason',
    }),
    'proposed before': proposedMessage(picture, null),
    roundup: roundupMessage(Array(12).fill({ picture, roles: EVERY_ROLE })),
    'roundup of what is done': roundupMessage([]),
    reassigned: actedMessage('reassigned', picture),
    ...withheldMessages(picture),
    acknowledged: actedMessage('acknowledged', picture),
    nudged: actedMessage('nudged', picture),
    snoozed: actedMessage('snoozed', picture),
    morning: morning(Array(16).fill({ picture, isLate: true, roles: EVERY_ROLE }), picture.receiver.id),
    'morning of somebody else': morning([{ picture, isLate: true, roles: EVERY_ROLE }], SAMPLE_STRANGER.id),
    list: listMessage({
      which: 'mine',
      items: Array(10).fill(picture),
      next: 'cursor',
      viewerId: picture.receiver.id,
    }),
    everything: listMessage({ which: 'all', items: [picture], next: null, viewerId: SAMPLE_STRANGER.id }),
  };
  if (picture.finished && picture.feedback)
    all['feedback'] = feedbackMessage(picture, picture.finished, picture.feedback);
  for (const viewer of viewers) {
    all[`request ${viewer}`] = requestMessage(picture, viewer);
    all[`request ${viewer}, earlier`] = requestMessage(picture, viewer, false);
    for (const entry of entries.filter(({ action }) => action === 'reassigned'))
      all[`request ${viewer}, passed on`] = requestMessage(picture, viewer, true, entry);
    all[`handoff ${viewer}`] = handoffMessage(picture, entries, viewer, EVERY_ROLE);
  }
  for (const clock of CLOCKS) {
    all[`reminder ${clock}`] = reminderMessage(picture, clock, true);
    for (const role of ROLES)
      all[`escalation ${clock} ${role}`] = escalationMessage(picture, {
        clock,
        role,
        overdueSince: SAMPLE_NOW,
      });
  }
  const expansion = expansionOf(picture);
  all['expansion: card'] = handoffCard(expansion);
  all['expansion: receipt'] = receiptMessage(expansion);
  all['expansion: request'] = requestMessage(expansion, picture.owes?.id ?? '');
  for (const entry of entries) all[`event ${entry.action}`] = eventMessage(entry, picture);
  return all;
}

/** A private one, to somebody who may not read it. */
function withheldMessages(picture: HandoffPicture): Rendered {
  const shown = withheld({ ...picture, private: true });
  return {
    'withheld: decide': decideMessage(shown, ['receiver_lead', 'sender_lead']),
    'withheld: escalation': escalationMessage(shown, {
      ...{ clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW },
    }),
    'withheld: morning': morning(
      [{ picture: shown, isLate: true, roles: ['receiver_lead'] }],
      SAMPLE_STRANGER.id,
    ),
    'withheld: roundup': roundupMessage([{ picture: shown, roles: ['receiver_lead'] }]),
    'withheld: list': listMessage({ which: 'all', items: [shown], next: null, viewerId: SAMPLE_STRANGER.id }),
  };
}

export function everyModal(
  picture: HandoffPicture,
  entries: HistoryEntry[],
  banner: string | null,
): Rendered {
  const page = { entries: [...entries, ...entries].slice(0, 20), page: 1, more: true };
  const all: Rendered = {
    reading: readingView(picture, page),
    'reading without history': readingView(picture, { entries: [], page: 0, more: false }),
    'reading what is lost': readingView({ ...picture, lost: ['Main contact', 'People'] }, page),
    history: historyView(picture, page),
    'empty history': historyView(picture, { entries: [], page: 0, more: false }),
    reassign: reassignView(picture, EVERY_ROLE, banner),
    propose: reassignView(withheld({ ...picture, private: true }), ['admin'], banner),
    cancel: cancelView(picture, banner),
    finish: finishView(picture, '2026-03-02'),
  };
  for (const outcome of [null, ...ANSWER_OUTCOMES])
    all[`answer ${outcome}`] = answerView(picture, { outcome, banner });
  const expansion = expansionOf(picture);
  all['expansion: finish'] = finishView(expansion, '2026-03-02');
  all['expansion: answer'] = answerView(expansion, { outcome: 'accept', banner });
  all['expansion: reading'] = readingView(expansion, page);
  return all;
}

export function everyStep(screen: BriefScreen): Rendered {
  const all: Rendered = {
    essentials: essentialsView(screen),
    'essentials, saved': essentialsView({ ...screen, savedAt: SAMPLE_NOW }),
    review: reviewDraftView(screen),
  };
  const expansion = expansionScreen(screen);
  all['expansion essentials'] = essentialsView(expansion);
  all['expansion review'] = reviewDraftView(expansion);
  for (const part of ['people', 'outcomes', 'commitments'] as const)
    for (const rowId of [null, 'new-row', screen.brief[part][0]?.id ?? null])
      all[`${part} ${rowId}`] = sectionView(screen, part, rowId);
  for (const part of ['concerns', 'scope', 'told', 'dates'] as const)
    all[part] = sectionView(screen, part, null);
  return all;
}
