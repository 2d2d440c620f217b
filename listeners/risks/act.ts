import { flagAccount } from '../../src/handoffs/verbs/become-urgent.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { loadAccountRisk, loadShownRisk } from '../../src/risks/read/load-risks.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { RISK_NOT_FOUND } from '../../src/risks/rules/parties.ts';
import { reassignRisk } from '../../src/risks/verbs/reassign.ts';
import { checkInRisk, claimRisk, planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import { flaggedView } from '../../views/risks/flag-view.ts';
import { decodeRiskState, RISK_ACTIONS } from '../../views/risks/ids.ts';
import { type RiskActed, riskActedMessage } from '../../views/risks/messages.ts';
import { CHOSEN_OUTCOMES, resolveView } from '../../views/risks/work-views.ts';
import { type Answers, acting, nudgeClick, pickedIn, snoozeClick, undoClick } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { Submission, SubmissionHandler } from '../submission.ts';
import { readRisk, showRisk } from './show.ts';

const ANSWERS: Answers<RiskActed> = {
  show: showRisk,
  async done(visit, riskId, acted) {
    const risk = await loadShownRisk(visit, riskId);
    return risk ? riskActedMessage(acted, risk) : RISK_NOT_FOUND;
  },
  undo: { action: RISK_ACTIONS.undo, name: ({ number }) => `R-${number}` },
};

/** *I’ve got it*. */
export const claimClick: ClickHandler = {
  says: (visit, click) =>
    acting(ANSWERS, visit, click, click.value, 'claimed', (riskId) => claimRisk(visit, { riskId })),
};

export const snoozeRiskClick = snoozeClick(RISKS, ANSWERS);
export const undoRiskClick = undoClick(RISKS, ANSWERS);

/** *Nudge*, in a list or a digest. */
export const nudgeRiskClick = nudgeClick(RISKS, ANSWERS, { stays: true });

// A refusal keeps the modal open with what was typed.

export const submitPlan: SubmissionHandler = async (visit, submission) => {
  const { riskId, text } = read(submission);
  const [dueOn, checkInOn] = [text('dueOn'), text('checkInOn')];
  if (!dueOn) return closeOr(submission, refuse('no_day', 'Pick a due date.', 'dueOn'));
  if (!checkInOn) return closeOr(submission, noCheckIn());
  const command = { riskId, firstAction: text('firstAction'), dueOn, checkInOn };
  return closeOr(submission, await planRisk(visit, command));
};

export const submitCheckIn: SubmissionHandler = async (visit, submission) => {
  const { riskId, text } = read(submission);
  const checkInOn = text('checkInOn');
  if (!checkInOn) return closeOr(submission, noCheckIn());
  return closeOr(submission, await checkInRisk(visit, { riskId, note: text('note'), checkInOn }));
};

export const submitRiskReassign: SubmissionHandler = async (visit, submission) => {
  const { riskId, text } = read(submission);
  const owner = await pickedIn('owner', visit, submission);
  if (isRefusal(owner)) return closeOr(submission, owner);
  const command = { riskId, ownerId: owner.id, reason: text('reason') };
  return closeOr(submission, await reassignRisk(visit, command));
};

export const submitResolve: SubmissionHandler = async (visit, submission) => {
  const { riskId, text } = read(submission);
  const outcome = CHOSEN_OUTCOMES.find((one) => one === text('outcome'));
  if (!outcome) return closeOr(submission, refuse('no_outcome', 'Pick an outcome.', 'outcome'));
  // Chosen a moment ago, and what it asks for is not there yet.
  if (outcome === 'not_a_risk' && !submission.fields.has('verdict')) {
    const risk = await readRisk(visit, riskId, 'resolve');
    return isRefusal(risk) ? closeOr(submission, risk) : { update: resolveView(risk.risk, outcome) };
  }
  const verdict = (['false_alarm', 'too_early'] as const).find((one) => one === text('verdict')) ?? null;
  return closeOr(submission, await resolveRisk(visit, { riskId, outcome, verdict, reason: text('reason') }));
};

function read({ view, fields }: Submission): { riskId: string; text: (field: string) => string } {
  const { id } = decodeRiskState(view.private_metadata);
  return { riskId: readId(id), text: (field) => fields.get(field)?.value ?? '' };
}

const noCheckIn = () => refuse('no_day', 'Pick a check-in date.', 'checkInOn');

/** *Flag a risk*, once somebody has called an account critical: with their words, and as critical. */
export const openByHandClick: ClickHandler = {
  async redraws(visit, { value, view }) {
    const accountId = readId(value);
    const open = await loadAccountRisk(visit, accountId);
    if (open) return flaggedView(open, 'before', visit.me.id);
    const standing = (await loadStandings(visit.db, visit.workspace.id, [accountId], visit.now)).get(
      accountId,
    );
    const said = standing?.override;
    if (said?.band !== 'critical') return refuse('not_low', 'This account is no longer set to critical.');
    const flagged = await flagAccount(
      { ...visit, request: `${view?.id}:${accountId}` },
      {
        account: { id: accountId },
        kind: 'other',
        sentiment: null,
        note: said.note,
        evidence: null,
        urgent: true,
      },
    );
    if (isRefusal(flagged)) return flagged;
    const risk = await loadShownRisk(visit, flagged.riskId);
    return risk ? flaggedView(risk, flagged.wasOpen ? 'noted' : 'opened', visit.me.id) : RISK_NOT_FOUND;
  },
};
