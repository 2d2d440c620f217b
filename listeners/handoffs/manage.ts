import type { ModalView } from '@slack/types';
import type { Changed } from '../../src/cases/change-case.ts';
import { nudgeCase } from '../../src/cases/nudge-case.ts';
import { snoozeCase } from '../../src/cases/snooze-case.ts';
import { SNOOZE_NAMES } from '../../src/cases/snooze-until.ts';
import { acknowledgeHandoff } from '../../src/handoffs/acknowledge.ts';
import { cancelHandoff } from '../../src/handoffs/cancel.ts';
import { confirmReceiver } from '../../src/handoffs/confirm-receiver.ts';
import { readHandoff, seeHandoff } from '../../src/handoffs/find-handoff.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { loadHistory } from '../../src/handoffs/load-history.ts';
import { loadOneShown } from '../../src/handoffs/load-pictures.ts';
import { loadRoles } from '../../src/handoffs/load-roles.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { proposeReceiver } from '../../src/handoffs/propose-receiver.ts';
import { reassignHandoff } from '../../src/handoffs/reassign.ts';
import { NOT_FOUND } from '../../src/handoffs/scene.ts';
import { memberBySlackId } from '../../src/people/find-member.ts';
import { readId, readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { type Acted, actedMessage } from '../../views/handoffs/acted-message.ts';
import { cancelView } from '../../views/handoffs/cancel-view.ts';
import { type HistoryPage, historyView } from '../../views/handoffs/history-view.ts';
import { decodeState, MORE_VERBS, type MoreVerb } from '../../views/handoffs/ids.ts';
import { readingView } from '../../views/handoffs/reading-view.ts';
import { reassignView } from '../../views/handoffs/reassign-view.ts';
import { pageIn, readValue } from '../../views/kit/ids.ts';
import { anew, type Say } from '../answer.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { Submission, SubmissionAnswer, SubmissionHandler } from '../submission.ts';
import { closeOr } from './answer.ts';
import { showHandoff } from './show-handoff.ts';

/** *Mine, deciding by tomorrow*. */
export const acknowledgeClick: ClickHandler = {
  says: (visit, click) =>
    saying(visit, click, click.value, 'acknowledged', (handoffId) =>
      acknowledgeHandoff(visit, { handoffId }),
    ),
};

export const nudgeClick: ClickHandler = {
  says: (visit, click) =>
    saying(visit, click, click.value, 'nudged', (handoffId) => nudgeCase(visit, HANDOFFS, handoffId)),
};

export const snoozeClick: ClickHandler = {
  async says(visit, click) {
    const { verb, rest } = readValue(click.value);
    const snooze = readOneOf(SNOOZE_NAMES, verb);
    return saying(visit, click, rest, 'snoozed', (handoffId) =>
      snoozeCase(visit, HANDOFFS, { id: handoffId, snooze }),
    );
  },
};

/** What came of it; on the answer to `/handoff H-12`, which is no message that is updated, by drawing it anew. */
async function saying(
  visit: Visit,
  { ephemeral }: Click,
  handoffId: string,
  acted: Acted,
  act: (handoffId: string) => Promise<Changed | Refusal>,
): Promise<Say | Refusal> {
  const changed = await act(readId(handoffId));
  const refusal = isRefusal(changed) ? changed : null;
  if (refusal && !ephemeral) return refusal;
  const picture = await loadOneShown(visit, handoffId, { memberId: visit.me.id });
  if (!picture) return refusal ?? NOT_FOUND;
  return ephemeral ? anew(await showHandoff(visit, picture), refusal) : actedMessage(acted, picture);
}

async function draw(visit: Visit, verb: string, handoffId: string): Promise<ModalView | Refusal> {
  const known = readOneOf(MORE_VERBS, verb);
  const id = readId(handoffId);
  switch (known) {
    case 'open':
    case 'history': {
      const picture = await readHandoff(visit, id);
      if (isRefusal(picture)) return picture;
      const page = await historyPage(visit, picture, 0);
      return known === 'open' ? readingView(picture, page) : historyView(picture, page);
    }
    case 'reassign':
      return drawReassign(visit, id, null);
    case 'cancel':
      return drawCancel(visit, id, null);
  }
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
    const page = await historyPage(visit, picture, pageIn(rest));
    const isReading = decodeState(view?.private_metadata ?? '').step === 'reading';
    return isReading ? readingView(picture, page) : historyView(picture, page);
  },
};

async function historyPage(visit: Visit, picture: HandoffPicture, page: number): Promise<HistoryPage> {
  const { entries, more } = await loadHistory(visit, picture, page);
  return { entries, next: more ? String(page + 1) : null, first: page === 0 };
}

async function drawReassign(visit: Visit, handoffId: string, banner: string | null) {
  const shown = await seeHandoff(visit, handoffId, 'propose_receiver');
  if (isRefusal(shown)) return shown;
  const roles = await loadRoles(visit, [shown], visit.me.id);
  return reassignView(shown, roles.get(shown.id) ?? [], banner);
}

async function drawCancel(visit: Visit, handoffId: string, banner: string | null) {
  const shown = await seeHandoff(visit, handoffId, 'cancel');
  return isRefusal(shown) ? shown : cancelView(shown, banner);
}

export const submitReassign: SubmissionHandler = async (visit, submission) => {
  const { id, step, stand } = decodeState(submission.view.private_metadata);
  const handoffId = readId(id);
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
  const command = { handoffId, receiverId: receiver.id, reason, drawnFor: stand };
  const done = await (step === 'propose' ? proposeReceiver : reassignHandoff)(visit, command);
  return closeOrAnew(submission, done, (banner) => drawReassign(visit, handoffId, banner));
};

/** *Reassign*, below a proposal. */
export const confirmReceiverClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb, rest } = readValue(value);
    const [handoffId, entryId] = [readId(verb), readId(rest)];
    const changed = await confirmReceiver(visit, { handoffId, entryId });
    if (isRefusal(changed)) return changed;
    const shown = await loadOneShown(visit, handoffId, { memberId: visit.me.id });
    return shown ? actedMessage('reassigned', shown) : NOT_FOUND;
  },
};

export const submitCancel: SubmissionHandler = async (visit, submission) => {
  const { id, stand } = decodeState(submission.view.private_metadata);
  const handoffId = readId(id);
  const reason = submission.fields.get('reason')?.value ?? '';
  const done = await cancelHandoff(visit, { handoffId, reason, drawnFor: stand });
  return closeOrAnew(submission, done, (banner) => drawCancel(visit, handoffId, banner));
};

/** What changed while the form was open is shown in it, and what was typed stays. */
async function closeOrAnew(
  submission: Submission,
  done: Changed | Refusal,
  draw: (banner: string) => Promise<ModalView | Refusal>,
): Promise<SubmissionAnswer> {
  if (!isRefusal(done) || done.refused !== 'changed') return closeOr(submission, done);
  const view = await draw(done.message);
  return isRefusal(view) ? closeOr(submission, view) : { update: view };
}
