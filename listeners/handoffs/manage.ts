import type { ModalView } from '@slack/types';
import { acknowledgeHandoff } from '../../src/handoffs/acknowledge.ts';
import { cancelHandoff } from '../../src/handoffs/cancel.ts';
import type { Changed } from '../../src/handoffs/change-handoff.ts';
import { readHandoff } from '../../src/handoffs/find-handoff.ts';
import { loadHistory } from '../../src/handoffs/load-history.ts';
import { loadPicture } from '../../src/handoffs/load-pictures.ts';
import { nudgeHandoff } from '../../src/handoffs/nudge.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { reassignHandoff } from '../../src/handoffs/reassign.ts';
import { NOT_FOUND } from '../../src/handoffs/scene.ts';
import { snoozeHandoff } from '../../src/handoffs/snooze.ts';
import { memberBySlackId } from '../../src/people/find-member.ts';
import { SNOOZE_NAMES } from '../../src/people/snooze-until.ts';
import { readId, readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { type Acted, actedMessage } from '../../views/handoffs/acted-message.ts';
import { cancelView } from '../../views/handoffs/cancel-view.ts';
import { type HistoryPage, historyView } from '../../views/handoffs/history-view.ts';
import { decodeState, MORE_VERBS, type MoreVerb, pageIn, readValue } from '../../views/handoffs/ids.ts';
import { readingView } from '../../views/handoffs/reading-view.ts';
import { reassignView } from '../../views/handoffs/reassign-view.ts';
import type { Say } from '../answer.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { SubmissionHandler } from '../submission.ts';
import { closeOr } from './answer.ts';
import { showHandoff } from './show-handoff.ts';

/** *Mine, deciding by tomorrow*. */
export const acknowledgeClick: ClickHandler = {
  says: async (visit, click) =>
    saying(visit, click, 'acknowledged', await acknowledgeHandoff(visit, { handoffId: readId(click.value) })),
};

export const nudgeClick: ClickHandler = {
  says: async (visit, click) =>
    saying(visit, click, 'nudged', await nudgeHandoff(visit, { handoffId: readId(click.value) })),
};

export const snoozeClick: ClickHandler = {
  async says(visit, click) {
    const { verb, rest } = readValue(click.value);
    const snoozed = await snoozeHandoff(visit, {
      handoffId: readId(rest),
      snooze: readOneOf(SNOOZE_NAMES, verb),
    });
    return saying(visit, click, 'snoozed', snoozed);
  },
};

/** That it is done; on the answer to `/handoff H-12`, which is no message that is updated, by drawing it anew. */
async function saying(
  visit: Visit,
  { ephemeral }: Click,
  acted: Acted,
  changed: Changed | Refusal,
): Promise<Say | Refusal> {
  if (isRefusal(changed)) return changed;
  const picture = await loadPicture(visit, changed.handoffId);
  if (!picture) return NOT_FOUND;
  return ephemeral ? { ...(await showHandoff(visit, picture)), replace: true } : actedMessage(acted, picture);
}

const VIEWS: Record<MoreVerb, (visit: Visit, picture: HandoffPicture) => Promise<ModalView> | ModalView> = {
  open: async (visit, picture) => readingView(picture, await historyPage(visit, picture.id, 0)),
  history: async (visit, picture) => historyView(picture, await historyPage(visit, picture.id, 0)),
  reassign: (_, picture) => reassignView(picture, null),
  cancel: (_, picture) => cancelView(picture, null),
};

async function draw(visit: Visit, verb: string, handoffId: string): Promise<ModalView | Refusal> {
  const known = readOneOf(MORE_VERBS, verb);
  const acts = known === 'reassign' || known === 'cancel';
  const picture = await readHandoff(visit, readId(handoffId), acts ? known : 'read');
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
    const { verb, rest } = readValue(value);
    const handoffId = readId(verb);
    const picture = await readHandoff(visit, handoffId);
    if (isRefusal(picture)) return picture;
    const page = await historyPage(visit, handoffId, pageIn(rest));
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
    await reassignHandoff(visit, { handoffId: readId(id), receiverId: receiver.id, reason }),
  );
};

export const submitCancel: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeState(submission.view.private_metadata);
  const reason = submission.fields.get('reason')?.value ?? '';
  return closeOr(submission, await cancelHandoff(visit, { handoffId: readId(id), reason }));
};
