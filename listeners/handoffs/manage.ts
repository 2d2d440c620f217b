import type { ModalView } from '@slack/types';
import type { Changed } from '../../src/cases/change-case.ts';
import { escalateCase } from '../../src/cases/escalate-now.ts';
import { mayAmend } from '../../src/handoffs/handoff.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import type { HandoffDetails, HistoryEntry } from '../../src/handoffs/read/details.ts';
import { loadRoles, readHandoff, seeHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { may } from '../../src/handoffs/rules/rights.ts';
import { acknowledgeHandoff } from '../../src/handoffs/verbs/answer.ts';
import { cancelHandoff } from '../../src/handoffs/verbs/close.ts';
import { confirmReceiver, proposeReceiver, reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import type { HistoryPage } from '../../views/cases/history.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import { decodeState, MORE_VERBS, type WindowVerb } from '../../views/handoffs/ids.ts';
import { historyView, readingView } from '../../views/handoffs/read/history-view.ts';
import { cancelView, reassignView } from '../../views/handoffs/verbs/change-views.ts';
import { escalateView } from '../../views/handoffs/verbs/kickoff-views.ts';
import { pageIn, readValue } from '../../views/kit/ids.ts';
import { acting, nudgeClick, pickedIn, snoozeClick, undoClick, windows } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { Submission, SubmissionAnswer, SubmissionHandler } from '../submission.ts';
import { closeOr } from './answer.ts';
import { ANSWERS } from './answers.ts';
import { drawKickoff } from './kickoff.ts';
import { amendScreen } from './screen.ts';

/** *I’m on it*. */
export const acknowledgeClick: ClickHandler = {
  says: (visit, click) =>
    acting(ANSWERS, visit, click, click.value, 'acknowledged', (handoffId) =>
      acknowledgeHandoff(visit, { handoffId }),
    ),
};

export const nudgeHandoffClick = nudgeClick(HANDOFFS, ANSWERS, { stays: false });
export const snoozeHandoffClick = snoozeClick(HANDOFFS, ANSWERS);
export const undoHandoffClick = undoClick(HANDOFFS, ANSWERS);

async function draw(visit: Visit, shown: WindowVerb, handoffId: string): Promise<ModalView | Refusal> {
  const id = readId(handoffId);
  switch (shown) {
    case 'open':
    case 'history': {
      const handoff = await readHandoff(visit, id);
      if (isRefusal(handoff)) return handoff;
      const page = await historyPage(visit, handoff, 0);
      return shown === 'open' ? reading(visit, handoff, page) : historyView(handoff, page);
    }
    case 'edit': {
      const screen = await amendScreen(visit, id);
      return isRefusal(screen) ? screen : reviewDraftView(screen);
    }
    case 'reassign':
      return drawReassign(visit, id, null);
    case 'cancel':
      return drawCancel(visit, id, null);
    case 'escalate': {
      const handoff = await seeHandoff(visit, id, 'escalate');
      return isRefusal(handoff) ? handoff : escalateView(handoff, visit.me.id);
    }
    case 'book':
    case 'wait':
      return drawKickoff(visit, shown, id);
  }
}

/** The menu on a card, and the same entries as buttons elsewhere. */
export const { menu: moreMenu, opens: opensView } = windows('Handoff', MORE_VERBS, draw, {
  snooze: snoozeHandoffClick,
  nudge: nudgeHandoffClick,
});

export const turnHistoryPage: ClickHandler = {
  async redraws(visit, { value, view }) {
    const { verb, rest } = readValue(value);
    const handoffId = readId(verb);
    const handoff = await readHandoff(visit, handoffId);
    if (isRefusal(handoff)) return handoff;
    const page = await historyPage(visit, handoff, pageIn(rest));
    const isReading = decodeState(view?.private_metadata ?? '').step === 'reading';
    return isReading ? reading(visit, handoff, page) : historyView(handoff, page);
  },
};

async function reading(visit: Visit, handoff: HandoffDetails, page: HistoryPage<HistoryEntry>) {
  const roles = (await loadRoles(visit, [handoff], visit.me.id)).get(handoff.id) ?? [];
  const mayEdit = mayAmend(handoff.state) && may('amend', roles, handoff.private);
  return readingView(handoff, page, { mayEdit });
}

async function historyPage(
  visit: Visit,
  handoff: HandoffDetails,
  page: number,
): Promise<HistoryPage<HistoryEntry>> {
  return { ...(await loadHistory(visit, handoff, page)), page };
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
  const receiver = await pickedIn('receiver', visit, submission);
  if (isRefusal(receiver)) return closeOr(submission, receiver);
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
    return isRefusal(changed) ? changed : ANSWERS.done(visit, handoffId, 'reassigned');
  },
};

export const submitEscalate: SubmissionHandler = async (visit, submission) => {
  const { id } = decodeState(submission.view.private_metadata);
  const reason = submission.fields.get('reason')?.value ?? '';
  return closeOr(submission, await escalateCase(visit, HANDOFFS, { id: readId(id), reason }));
};

export const submitCancel: SubmissionHandler = async (visit, submission) => {
  const { id, stand } = decodeState(submission.view.private_metadata);
  const handoffId = readId(id);
  const reason = submission.fields.get('reason')?.value ?? '';
  const done = await cancelHandoff(visit, { handoffId, reason, drawnFor: stand });
  return closeOrAnew(submission, done, (banner) => drawCancel(visit, handoffId, banner));
};

/** What changed while the form was open is shown in it, and what was typed stays. */
export async function closeOrAnew(
  submission: Submission,
  done: Changed | Refusal,
  draw: (banner: string) => Promise<ModalView | Refusal>,
): Promise<SubmissionAnswer> {
  if (!isRefusal(done) || done.refused !== 'changed') return closeOr(submission, done);
  const view = await draw(done.message);
  return isRefusal(view) ? closeOr(submission, view) : { update: view };
}
