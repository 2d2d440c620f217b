// The views of follow-ups for the contact sheet, with ordinary, the longest and the emptiest data.
import type { FollowUpDetails } from '../../src/handoffs/follow-ups/details.ts';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import {
  followUpActedMessage,
  followUpEscalationMessage,
  followUpNudgeMessage,
  followUpReminderMessage,
  followUpRequestMessage,
  followUpRoundupMessage,
} from '../../views/handoffs/follow-ups/messages.ts';
import type { Rendered } from './every-view.ts';
import {
  type Data,
  emptiestHandoff,
  filled,
  longestHandoff,
  longestPerson,
  MIXED,
  SAMPLE_CSM,
  SAMPLE_REP,
  sampleHandoff,
  withheld,
} from './samples.ts';

const LIMIT = new Date('2026-03-03T16:00:00Z');

export function sampleFollowUp(part: Partial<FollowUpDetails> = {}): FollowUpDetails {
  return {
    id: 'follow-up-example',
    version: 2,
    step: 'introduce',
    state: 'open',
    isOpen: true,
    criterion: '',
    label: '',
    dueOn: null,
    entryId: null,
    handoff: sampleHandoff({ state: 'accepted' }),
    owner: SAMPLE_REP,
    other: SAMPLE_CSM,
    answers: SAMPLE_REP,
    limitAt: LIMIT,
    isLate: false,
    snoozedUntil: null,
    ...part,
  };
}

const HANDOFFS: Record<Data, HandoffDetails> = {
  normal: sampleHandoff({ state: 'accepted' }),
  longest: longestHandoff(MIXED, { state: 'accepted' }),
  emptiest: emptiestHandoff({ state: 'accepted' }),
};
const FOLLOW_UPS: Record<Data, FollowUpDetails> = {
  normal: sampleFollowUp(),
  longest: sampleFollowUp({
    handoff: HANDOFFS.longest,
    owner: longestPerson(MIXED, 'U0REP'),
    answers: longestPerson(MIXED, 'U0COVER'),
    other: longestPerson(MIXED, 'U0CSM'),
    isLate: true,
  }),
  emptiest: sampleFollowUp({ handoff: HANDOFFS.emptiest, limitAt: null }),
};
const LABELS: Record<Data, string> = {
  normal: 'Go-live date',
  longest: filled(MIXED, 600),
  emptiest: '',
};

export function everyFollowUpView(data: Data): Rendered {
  const introduce = FOLLOW_UPS[data];
  const answer: FollowUpDetails = {
    ...introduce,
    step: 'answer',
    label: LABELS[data],
    dueOn: '2026-03-02',
  };
  const confirm: FollowUpDetails = { ...introduce, step: 'confirm', label: LABELS[data] };
  const done: FollowUpDetails = {
    ...introduce,
    ...{ state: 'done', isOpen: false, answers: null, limitAt: null, isLate: false },
  };
  const reader = introduce.answers?.id ?? '';
  const asked = { asked: true, reader };
  const told = { role: 'lead', overdueSince: LIMIT, reader: SAMPLE_CSM.id } as const;
  const closed = { ...introduce, handoff: withheld(HANDOFFS[data]) };
  return {
    'follow-up: request': followUpRequestMessage(introduce, asked),
    'follow-up: request, done': followUpRequestMessage(done, { ...asked, asked: false }),
    'follow-up: reminder to introduce': followUpReminderMessage(introduce, asked),
    'follow-up: reminder to answer': followUpReminderMessage(answer, asked),
    'follow-up: reminder to confirm': followUpReminderMessage(confirm, asked),
    'follow-up: nudge': followUpNudgeMessage(confirm, { ...asked, by: SAMPLE_CSM }),
    'follow-up: escalation, introduce': followUpEscalationMessage(introduce, { ...told, clock: 'introduce' }),
    'follow-up: escalation, answer': followUpEscalationMessage(answer, { ...told, clock: 'answer' }),
    'follow-up: escalation, confirm': followUpEscalationMessage(confirm, { ...told, clock: 'confirm' }),
    'follow-up: escalation, private': followUpEscalationMessage(closed, { ...told, clock: 'introduce' }),
    'follow-up: escalation, done': followUpEscalationMessage(done, { ...told, clock: 'introduce' }),
    'follow-up: roundup': followUpRoundupMessage(Array(data === 'longest' ? 12 : 2).fill(introduce)),
    'follow-up: confirmed': followUpActedMessage('confirmed', { ...confirm, isOpen: false, state: 'done' }),
    'follow-up: snoozed': followUpActedMessage('snoozed', { ...introduce, snoozedUntil: LIMIT }),
    'follow-up: nudged': followUpActedMessage('nudged', introduce),
  };
}
