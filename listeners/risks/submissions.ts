import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { reassignRisk } from '../../src/risks/verbs/reassign.ts';
import { checkInRisk, planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import { decodeRiskState } from '../../views/risks/ids.ts';
import { CHOSEN_OUTCOMES, resolveView } from '../../views/risks/resolve-view.ts';
import { pickedIn } from '../cases/clicks.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { Submission, SubmissionHandler } from '../submission.ts';
import { readRisk } from './show.ts';

// A refusal keeps the modal open with what was typed.

export const submitPlan: SubmissionHandler = async (visit, submission) => {
  const { riskId, text } = read(submission);
  const [dueOn, checkInOn] = [text('dueOn'), text('checkInOn')];
  if (!dueOn) return closeOr(submission, refuse('no_day', 'Pick the day by which it is done.', 'dueOn'));
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
  if (!outcome) return closeOr(submission, refuse('no_outcome', 'Choose how it ended.', 'outcome'));
  // Chosen a moment ago, and what it asks for is not there yet.
  if (outcome === 'not_a_risk' && !submission.fields.has('verdict')) {
    const risk = await readRisk(visit, riskId, 'resolve');
    return isRefusal(risk) ? closeOr(submission, risk) : { update: resolveView(risk.picture, outcome) };
  }
  const verdict = (['false_alarm', 'too_early'] as const).find((one) => one === text('verdict')) ?? null;
  return closeOr(submission, await resolveRisk(visit, { riskId, outcome, verdict, reason: text('reason') }));
};

function read({ view, fields }: Submission): { riskId: string; text: (field: string) => string } {
  const { id } = decodeRiskState(view.private_metadata);
  return { riskId: readId(id), text: (field) => fields.get(field)?.value ?? '' };
}

const noCheckIn = () => refuse('no_day', 'Pick the day on which you say how it goes.', 'checkInOn');
