import { seeHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import { NOT_FOUND } from '../../src/handoffs/rules/parties.ts';
import { finishHandoff } from '../../src/handoffs/verbs/close.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { localDate } from '../../src/time/local-date.ts';
import { finishView } from '../../views/handoffs/finish-view.ts';
import { decodeState } from '../../views/handoffs/ids.ts';
import type { ClickHandler } from '../click.ts';
import type { SubmissionHandler } from '../submission.ts';
import { closeOr } from './answer.ts';

/** *Kickoff held*, on the card, in the DM and in lists. */
export const finishClick: ClickHandler = {
  opens: 'Finish handoff',
  async view(visit, { value }) {
    const picture = await seeHandoff(visit, readId(value), 'finish');
    if (isRefusal(picture)) return picture;
    if (!picture.readable) return NOT_FOUND;
    const { name, state } = picture;
    if (state === 'finished') return refuse('wrong_state', `${name} is finished already.`);
    if (state !== 'accepted') return refuse('wrong_state', `${name} cannot be finished as it stands now.`);
    return finishView(picture, localDate(visit.now, visit.me.zone));
  },
};

export const submitFinish: SubmissionHandler = async (visit, submission) => {
  const { view, fields } = submission;
  const { id } = decodeState(view.private_metadata);
  const text = (field: string) => fields.get(field)?.value ?? '';
  const finished = await finishHandoff(visit, {
    handoffId: readId(id),
    heldOn: text('heldOn'),
    askedAgain: ['again', 'again2'].flatMap((field) => fields.get(field)?.ticked ?? []),
    quality: Number(text('quality')),
    note: text('note'),
  });
  return closeOr(submission, finished);
};
