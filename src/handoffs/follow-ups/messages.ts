import { caseMessages } from '../../cases/told/messages.ts';
import { FOLLOW_UP_STEPS } from './follow-up.ts';
import { loadEachShownFollowUp } from './load-follow-ups.ts';
import { AROUND_FOLLOW_UP } from './scene.ts';

/** What is said of follow-ups: the morning's message speaks of them, whoever stands in for somebody is asked. */
export const FOLLOW_UP_MESSAGES = caseMessages({
  type: 'follow_up',
  around: AROUND_FOLLOW_UP,
  load: loadEachShownFollowUp,
  clocks: FOLLOW_UP_STEPS,
  owes: ({ answers }) => answers,
  runs: ({ isOpen, step, snoozedUntil }, clock) => isOpen && step === clock && !snoozedUntil,
  request: {
    isOpen: ({ state }) => state === 'open',
    isFor: ({ isOpen, answers }, memberId) => isOpen && answers?.id === memberId,
  },
});
