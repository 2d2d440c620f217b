import type { ModalView } from '@slack/types';
import { acknowledgeHandoff } from '../../src/handoffs/acknowledge.ts';
import { cancelHandoff } from '../../src/handoffs/cancel.ts';
import { readHandoff } from '../../src/handoffs/find-handoff.ts';
import { SNOOZES, type Snooze } from '../../src/handoffs/handoff.ts';
import { loadHistory } from '../../src/handoffs/load-history.ts';
import { nudgeHandoff } from '../../src/handoffs/nudge.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { reassignHandoff } from '../../src/handoffs/reassign.ts';
import { snoozeHandoff } from '../../src/handoffs/snooze.ts';
import { memberBySlackId } from '../../src/people/find-member.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { cancelView } from '../../views/handoffs/cancel-view.ts';
import { type HistoryPage, historyView } from '../../views/handoffs/history-view.ts';
import { decodeState, MORE_VERBS, type MoreVerb, readValue } from '../../views/handoffs/ids.ts';
import { readingView } from '../../views/handoffs/reading-view.ts';
import { reassignView } from '../../views/handoffs/reassign-view.ts';
import type { Visit } from '../edge.ts';
import type { ClickHandler, SubmissionHandler } from '../frames.ts';
import { closeOr } from './answer.ts';

/** *Mine, deciding by tomorrow*. */
export const acknowledgeClick: ClickHandler = {
  acts: (visit, { value }) => acknowledgeHandoff(visit, { handoffId: value }),
};

export const nudgeClick: ClickHandler = {
  acts: (visit, { value }) => nudgeHandoff(visit, { handoffId: value }),
};

export const snoozeClick: ClickHandler = {
  async acts(visit, { value }) {
    const { verb, rest } = readValue(value);
    if (!(verb in SNOOZES)) throw new Error('An unknown length of snooze');
    return snoozeHandoff(visit, { handoffId: rest, snooze: verb as Snooze });
  },
};

const VIEWS: Record<MoreVerb, (visit: Visit, picture: HandoffPicture) => Promise<ModalView> | ModalView> = {
  open: async (visit, picture) => readingView(picture, await historyPage(visit, picture.id, 0)),
  history: async (visit, picture) => historyView(picture, await historyPage(visit, picture.id, 0)),
  reassign: (_, picture) => reassignView(picture, null),
  cancel: (_, picture) => cancelView(picture, null),
};

async function draw(visit: Visit, verb: string, handoffId: string): Promise<ModalView | Refusal> {
  const known = MORE_VERBS.find((one) => one === verb);
  if (!known) throw new Error('An unknown entry in the menu');
  const acts = known === 'reassign' || known === 'cancel';
  const picture = await readHandoff(visit, handoffId, acts ? known : 'read');
  return isRefusal(picture) ? picture : VIEWS[known](visit, picture);
}

/** The menu on a card, and the same entries as buttons elsewhere. */
export const moreMenu: ClickHandler = {
  opens: 'Handoff',
  view: (visit, { value }) => {
    const { verb, rest } = readValue(value);
    return draw(visit, verb, rest);
  },
};

export function opensView(verb: MoreVerb): ClickHandler {
  return { opens: 'Handoff', view: (visit, { value }) => draw(visit, verb, value) };
}

export const turnHistoryPage: ClickHandler = {
  async redraws(visit, { value, view }) {
    const { verb: handoffId, rest } = readValue(value);
    const picture = await readHandoff(visit, handoffId);
    if (isRefusal(picture)) return picture;
    const page = await historyPage(visit, handoffId, Number.parseInt(rest, 10) || 0);
    const isReading = decodeState(view?.private_metadata ?? '').step === 'reading';
    return isReading ? readingView(picture, page) : historyView(picture, page);
  },
};

async function historyPage(visit: Visit, handoffId: string, page: number): Promise<HistoryPage> {
  const { entries, more } = await loadHistory(visit, handoffId, page);
  return { entries, next: more ? String(page + 1) : null, first: page === 0 };
}

export const submitReassign: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeState(submission.view.private_metadata);
  const picked = submission.fields.get('receiver')?.value;
  if (!picked) return closeOr(submission, refuse('no_receiver', 'Pick who takes over.', 'receiver'));
  const receiver = await memberBySlackId(visit.db, visit.workspace.id, picked);
  if (!receiver) {
    return closeOr(
      submission,
      refuse('unknown_person', 'Baton does not know this person yet. Pick someone else.', 'receiver'),
    );
  }
  const reason = submission.fields.get('reason')?.value ?? '';
  return closeOr(
    submission,
    await reassignHandoff(visit, { handoffId: id ?? '', receiverId: receiver.id, reason }),
  );
};

export const submitCancel: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeState(submission.view.private_metadata);
  const reason = submission.fields.get('reason')?.value ?? '';
  return closeOr(submission, await cancelHandoff(visit, { handoffId: id ?? '', reason }));
};
