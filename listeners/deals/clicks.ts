import type { ModalView } from '@slack/types';
import { DEALS } from '../../src/deals/deal-case.ts';
import type { DealDetails } from '../../src/deals/read/details.ts';
import { loadDealHistory, loadShownDeal } from '../../src/deals/read/load-deals.ts';
import { DEAL_NOT_FOUND, type DealScene, notYourDeal, whyNotNow } from '../../src/deals/rules/parties.ts';
import { type DealVerb, mayDeal } from '../../src/deals/rules/rights.ts';
import { loadDealScene } from '../../src/deals/scene.ts';
import { beginDeal } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal, dismissDeal } from '../../src/deals/verbs/settle.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { assignView, dealHistoryView, dismissView } from '../../views/deals/forms.ts';
import { DEAL_MORE_VERBS, type DealWindow } from '../../views/deals/ids.ts';
import { type DealActed, dealActedMessage, dealMessage } from '../../views/deals/messages.ts';
import { pageIn, readValue } from '../../views/kit/ids.ts';
import type { Say } from '../answer.ts';
import { type Answers, nudgeClick, pickedIn, snoozeClick, windows } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import { closeOrAnew } from '../handoffs/manage.ts';
import { openDraft } from '../handoffs/screen.ts';
import type { SubmissionHandler } from '../submission.ts';

interface DealRead {
  deal: DealDetails;
  scene: DealScene;
}

/** The deal for a visitor who may do this with it; to change one, it has to be won. */
async function readDeal(visit: Visit, dealId: string, verb: DealVerb): Promise<DealRead | Refusal> {
  const scene = await loadDealScene(visit, readId(dealId));
  if (isRefusal(scene)) return scene;
  if (!mayDeal(verb, scene.roles)) return notYourDeal(scene);
  if (verb !== 'read' && scene.deal.state !== 'won') return whyNotNow(scene);
  const deal = await loadShownDeal(visit, dealId);
  return deal ? { deal, scene } : DEAL_NOT_FOUND;
}

const ENTRIES = 3;

async function showDeal(visit: Visit, dealId: string): Promise<Say | Refusal> {
  const read = await readDeal(visit, dealId, 'read');
  if (isRefusal(read)) return read;
  const { entries } = await loadDealHistory(visit, dealId, 0);
  const may = (verb: DealVerb) => mayDeal(verb, read.scene.roles);
  return dealMessage(read.deal, entries.slice(0, ENTRIES), { memberId: visit.me.id, may });
}

const ANSWERS: Answers<DealActed> = {
  show: showDeal,
  async done(visit, dealId, acted) {
    const deal = await loadShownDeal(visit, dealId);
    return deal ? dealActedMessage(acted, deal) : DEAL_NOT_FOUND;
  },
  undo: { action: '', name: () => '' },
};

export const openDealClick: ClickHandler = { says: (visit, { value }) => showDeal(visit, readId(value)) };
export const laterClick = snoozeClick(DEALS, ANSWERS);
export const nudgeDealClick = nudgeClick(DEALS, ANSWERS, { stays: false });

/** *Finish handoff*: the modal on the deal's draft. */
export const finishClick: ClickHandler = {
  opens: 'Finish handoff',
  async view(visit, { value }) {
    const begun = await beginDeal(visit, { dealId: readId(value) });
    return isRefusal(begun) ? begun : openDraft(visit, begun.handoffId);
  },
};

const RIGHTS: Record<DealWindow, DealVerb> = { assign: 'assign', dismiss: 'dismiss', history: 'read' };

async function draw(visit: Visit, shown: DealWindow, dealId: string): Promise<ModalView | Refusal> {
  if (shown === 'assign') return drawAssign(visit, dealId, null);
  const read = await readDeal(visit, dealId, RIGHTS[shown]);
  if (isRefusal(read)) return read;
  return shown === 'dismiss' ? dismissView(read.deal) : historyPage(visit, read.deal, 0);
}

async function drawAssign(visit: Visit, dealId: string, banner: string | null): Promise<ModalView | Refusal> {
  const read = await readDeal(visit, dealId, RIGHTS.assign);
  if (isRefusal(read)) return read;
  const { deal, scene } = read;
  const { ownerId } = scene.deal;
  const mayLeave = ownerId !== null && scene.leadId !== null && scene.leadId !== ownerId;
  return assignView(deal, mayLeave, banner);
}

export const { menu: dealMoreMenu, opens: opensDealView } = windows('Won deal', DEAL_MORE_VERBS, draw, {
  snooze: laterClick,
});

export const turnDealHistoryPage: ClickHandler = {
  async redraws(visit, { value }) {
    const { verb: dealId, rest } = readValue(value);
    const read = await readDeal(visit, dealId, 'read');
    return isRefusal(read) ? read : historyPage(visit, read.deal, pageIn(rest));
  },
};

async function historyPage(visit: Visit, deal: DealDetails, page: number): Promise<ModalView> {
  return dealHistoryView(deal, { ...(await loadDealHistory(visit, deal.id, page)), page });
}

export const submitAssign: SubmissionHandler = async (visit, submission) => {
  const { verb, rest } = readValue(submission.view.private_metadata);
  const dealId = readId(verb);
  const isLeft = !submission.fields.get('owner')?.value;
  const owner = isLeft ? null : await pickedIn('owner', visit, submission);
  if (isRefusal(owner)) return closeOr(submission, owner);
  // The version before kept no owner in its forms.
  const done = await assignDeal(visit, { dealId, ownerId: owner?.id ?? null, drawnFor: rest || undefined });
  return closeOrAnew(submission, done, (anew) => drawAssign(visit, dealId, anew));
};

export const submitDismiss: SubmissionHandler = async (visit, submission) => {
  const dealId = readId(submission.view.private_metadata);
  const reason = submission.fields.get('reason')?.value ?? '';
  return closeOr(submission, await dismissDeal(visit, { dealId, reason }));
};
