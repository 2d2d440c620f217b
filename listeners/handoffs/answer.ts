import type { ModalView } from '@slack/types';
import { readHandoff, seeHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import { NOT_FOUND } from '../../src/handoffs/rules/parties.ts';
import {
  acceptBook,
  acceptHandoff,
  promiseDecision,
  returnHandoff,
} from '../../src/handoffs/verbs/answer.ts';
import { finishHandoff } from '../../src/handoffs/verbs/close.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { localDate } from '../../src/time/local-date.ts';
import { GAP_FIELDS } from '../../views/handoffs/brief/inputs.ts';
import { ANSWER_OUTCOMES, type AnswerOutcome, decodeState } from '../../views/handoffs/ids.ts';
import { answerView } from '../../views/handoffs/verbs/answer-view.ts';
import { finishView } from '../../views/handoffs/verbs/change-views.ts';
import { readValue } from '../../views/kit/ids.ts';
import { plural } from '../../views/kit/text.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { type Submission, type SubmissionAnswer, type SubmissionHandler, stay } from '../submission.ts';

/** *Review*, on the card and in the DM. */
export const reviewHandoff: ClickHandler = {
  opens: 'Review handoff',
  view: (visit, { value }) => draw(visit, readId(value), null),
};

/** The choice between the three outcomes asks for what each needs. */
export const chooseOutcome: ClickHandler = {
  async redraws(visit, { view, value }) {
    const { id } = decodeState(view?.private_metadata ?? '');
    return draw(visit, readId(id), outcomeOf(value));
  },
};

async function draw(
  visit: Visit,
  handoffId: string,
  outcome: AnswerOutcome | null,
): Promise<ModalView | Refusal> {
  const handoff = await readHandoff(visit, handoffId);
  return isRefusal(handoff) ? handoff : answerView(handoff, { outcome, banner: null, readerId: visit.me.id });
}

/** Accept, ask for more, or promise a day. A refusal keeps the modal open with what was typed. */
export const submitAnswer: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const { id } = decodeState(view.private_metadata);
  const handoffId = readId(id);
  const note = fields.get('note')?.value ?? '';
  const outcome = outcomeOf(fields.get('answer')?.value ?? '');
  // Chosen a moment ago, and what it asks for is not there yet.
  if ((outcome === 'return' && !fields.has('note')) || (outcome === 'decide_by' && !fields.has('decideBy'))) {
    const drawn = await draw(visit, handoffId, outcome);
    return isRefusal(drawn) ? closeOr(submission, drawn) : { update: drawn };
  }
  switch (outcome) {
    case 'accept':
      return closeOr(submission, await acceptHandoff(visit, { handoffId }));
    case 'return': {
      const criteria = GAP_FIELDS.flatMap((field) => fields.get(field)?.ticked ?? []);
      return closeOr(submission, await returnHandoff(visit, { handoffId, criteria, note }));
    }
    case 'decide_by': {
      const day = fields.get('decideBy')?.value;
      if (!day) return closeOr(submission, refuse('no_day', 'Pick the day you’ll decide.', 'decideBy'));
      return closeOr(submission, await promiseDecision(visit, { handoffId, day }));
    }
    case null:
      return { errors: { answer: 'Pick an answer.' } };
  }
};

/** *Accept all*, of what is with one person of a book that was moved. */
export const acceptBookClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb: bookId, rest: receiverId } = readValue(value);
    const done = await acceptBook(visit, { bookId: readId(bookId), receiverId: readId(receiverId) });
    if (isRefusal(done)) return done;
    const accepted = `${plural(done.accepted, 'account is', 'accounts are')} accepted. Next: the first calls.`;
    const left = `${plural(done.left, 'other was', 'others were')} answered meanwhile.`;
    return { text: done.left > 0 ? `${accepted} ${left}` : accepted };
  },
};

/** Closes when it is done; a refusal stands under its field, or on top. */
export function closeOr({ view }: Submission, result: unknown): SubmissionAnswer {
  if (!isRefusal(result)) return { close: true };
  const shown = view.blocks.some((block) => block.block_id === result.field);
  return result.field && shown ? { errors: { [result.field]: result.message } } : stay(view, result.message);
}

function outcomeOf(value: string): AnswerOutcome | null {
  return ANSWER_OUTCOMES.find((outcome) => outcome === value) ?? null;
}

/** *Log kickoff*, on the card, in the DM and in lists. */
export const finishClick: ClickHandler = {
  opens: 'Log kickoff',
  async view(visit, { value }) {
    const handoff = await seeHandoff(visit, readId(value), 'finish');
    if (isRefusal(handoff)) return handoff;
    if (!handoff.readable) return NOT_FOUND;
    const { name, state, finish } = handoff;
    if (state === 'finished')
      return refuse('wrong_state', `The ${finish.what} of ${name} was already logged.`);
    if (state !== 'accepted')
      return refuse('wrong_state', `${name} isn’t accepted, so there is no ${finish.what} to log yet.`);
    return finishView(handoff, localDate(visit.now, visit.me.zone), visit.me.id);
  },
};

export const submitFinish: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const { id } = decodeState(view.private_metadata);
  const text = (field: string) => fields.get(field)?.value ?? '';
  const finished = await finishHandoff(visit, {
    handoffId: readId(id),
    heldOn: text('heldOn'),
    askedAgain: fields.get('again')?.ticked ?? [],
    quality: Number(text('quality')),
    note: text('note'),
  });
  return closeOr(submission, finished);
};
