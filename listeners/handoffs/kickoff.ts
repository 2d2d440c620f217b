import type { ModalView } from '@slack/types';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { seeHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import { NOT_FOUND } from '../../src/handoffs/rules/parties.ts';
import { readFeedback } from '../../src/handoffs/verbs/close.ts';
import { introduceReceiver } from '../../src/handoffs/verbs/introduce.ts';
import { bookKickoff, customerAnswered, waitForCustomer } from '../../src/handoffs/verbs/kickoff.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { decodeState } from '../../views/handoffs/ids.ts';
import { introduceView } from '../../views/handoffs/verbs/introduce-view.ts';
import { bookView, waitView } from '../../views/handoffs/verbs/kickoff-views.ts';
import { acting } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { SubmissionHandler } from '../submission.ts';
import { closeOr } from './answer.ts';
import { ANSWERS } from './answers.ts';

/** Draws one of the two windows, for whoever may use it while the kickoff is to come. */
export async function drawKickoff(
  visit: Visit,
  which: 'book' | 'wait',
  handoffId: string,
): Promise<ModalView | Refusal> {
  const handoff = await seeHandoff(visit, handoffId, which === 'book' ? 'book_kickoff' : 'wait');
  if (isRefusal(handoff)) return handoff;
  if (!handoff.readable) return NOT_FOUND;
  const tooLate = whyNotNow(handoff);
  if (tooLate) return tooLate;
  return (which === 'book' ? bookView : waitView)(handoff, visit.me.id);
}

function whyNotNow({ name, state, finish: { what } }: HandoffDetails): Refusal | null {
  if (state === 'accepted') return null;
  return refuse(
    'wrong_state',
    state === 'finished'
      ? `The ${what} of ${name} was already logged.`
      : `${name} isn’t accepted, so there is no ${what} to book yet.`,
  );
}

export const submitBook: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const { id } = decodeState(view.private_metadata);
  const [day, link] = ['bookedOn', 'link'].map((field) => fields.get(field)?.value ?? '');
  const booked = await bookKickoff(visit, { handoffId: readId(id), day: day ?? '', link: link ?? '' });
  return closeOr(submission, booked);
};

export const submitWait: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const { id } = decodeState(view.private_metadata);
  const [day, reason] = ['waitUntil', 'reason'].map((field) => fields.get(field)?.value ?? '');
  const waiting = await waitForCustomer(visit, {
    handoffId: readId(id),
    day: day ?? '',
    reason: reason ?? '',
  });
  return closeOr(submission, waiting);
};

/** *Introduce*, on the receipt. */
export const introduceClick: ClickHandler = {
  opens: 'Introduce',
  view: (visit, { value }) => drawIntroduction(visit, readId(value)),
};

export async function drawIntroduction(visit: Visit, handoffId: string): Promise<ModalView | Refusal> {
  const handoff = await seeHandoff(visit, handoffId, 'introduce');
  if (isRefusal(handoff)) return handoff;
  if (!handoff.readable) return NOT_FOUND;
  return handoff.isToIntroduce
    ? introduceView(handoff)
    : refuse('wrong_state', 'There is no introduction to make any more.');
}

export const submitIntroduce: SubmissionHandler = async (visit, submission) => {
  const { id, stand } = decodeState(submission.view.private_metadata);
  const introduced = await introduceReceiver(visit, { handoffId: readId(id), drawnFor: stand });
  return closeOr(submission, introduced);
};

/** *Read*, below what was said of the brief. */
export const readFeedbackClick: ClickHandler = {
  says: (visit, click) =>
    acting(ANSWERS, visit, click, click.value, 'feedback_read', (handoffId) =>
      readFeedback(visit, { handoffId }),
    ),
};

/** *Customer answered*. */
export const answeredClick: ClickHandler = {
  says: (visit, click) =>
    acting(ANSWERS, visit, click, click.value, 'answered', (handoffId) =>
      customerAnswered(visit, { handoffId }),
    ),
};
