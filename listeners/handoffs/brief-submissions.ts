import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { LINKS, problemsIn } from '../../src/handoffs/brief/brief.ts';
import { loadWarning } from '../../src/handoffs/brief/drafting.ts';
import { notReady } from '../../src/handoffs/brief/not-ready.ts';
import { loadScene } from '../../src/handoffs/scene.ts';
import { isAmendedMeanwhile } from '../../src/handoffs/verbs/amend.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { localDate } from '../../src/time/local-date.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import { decodeState } from '../../views/handoffs/ids.ts';
import { doneView } from '../../views/handoffs/verbs/done-view.ts';
import { readBlockId } from '../../views/kit/ids.ts';
import { type Submission, type SubmissionAnswer, type SubmissionHandler, stay } from '../submission.ts';
import { tellMeanwhile } from './amending.ts';
import { drawSection, saveStep } from './brief-steps.ts';
import { storedScreen } from './screen.ts';

/** *Next* on the first screen: saved as it is, then held until what it asks is there. */
export const submitEssentials: SubmissionHandler = async (visit, submission) => {
  const screen = await saveStep(visit, submission);
  if (isRefusal(screen)) return answerRefusal(submission, screen);
  if (screen.mode === 'amend') return { update: reviewDraftView(screen) };
  const scene = await loadScene(visit, screen.state.id ?? '');
  if (isRefusal(scene)) return answerRefusal(submission, scene);
  const errors: Record<string, string> = {};
  const warning = await loadWarning(visit.db, scene, visit.now);
  for (const refusal of notReady(scene, warning, visit.now)) {
    const block = blockOf(submission, refusal.field);
    // What another screen must mend is said there.
    if (block) errors[block] = unknownReceiver(submission, refusal).message;
  }
  return Object.keys(errors).length > 0 ? { errors } : { update: reviewDraftView(screen) };
};

/** *Save* on an *Add more* form. */
export const submitSection: SubmissionHandler = async (visit, submission) => {
  const screen = await saveStep(visit, submission);
  if (isRefusal(screen)) return answerRefusal(submission, screen);
  if (screen.mode === 'amend') return { update: reviewDraftView(screen) };
  const problem = problemsIn(screen.brief, localDate(visit.now, visit.me.zone)).find((one) =>
    blockOf(submission, one.field),
  );
  if (problem) return answerRefusal(submission, problem);
  return { update: reviewDraftView(screen) };
};

/** *Hand over* and *Send again*: the only step that tells anybody else. */
export const submitReview: SubmissionHandler = async (visit, submission) => {
  const id = readId(decodeState(submission.view.private_metadata).id);
  // What it refuses, submitting refuses too; and a repeat is answered by what was submitted.
  if (submission.fields.has('whyNow')) await saveStep(visit, submission);
  const secondDeal = (submission.fields.get('secondDeal')?.ticked.length ?? 0) > 0;
  const submitted = await handOver(visit, { handoffId: id, secondDeal });
  if (!isRefusal(submitted)) {
    const { number, limitAt, ...parties } = submitted;
    const { mutesReceipts } = visit.me;
    return {
      update: doneView({
        ...parties,
        number: number ?? 0,
        limitAt: limitAt ? new Date(limitAt) : null,
        mutesReceipts,
      }),
    };
  }
  if (submitted.field === 'whyNow' && blockOf(submission, 'whyNow'))
    return answerRefusal(submission, submitted);
  const screen = await storedScreen(visit, id);
  if (isRefusal(screen)) return stay(submission.view, submitted.message);
  return { update: redraw(screen, submitted) };
};

function redraw(screen: BriefScreen, refusal: Refusal) {
  const withReason = { ...screen, banner: refusal.message, secondDeal: refusal.refused === 'open_already' };
  return refusal.field && (LINKS as readonly string[]).concat('goLive').includes(refusal.field)
    ? drawSection(withReason, 'dates', null)
    : reviewDraftView(withReason);
}

/** Under the input it belongs to where this screen has it, else on top. */
function answerRefusal(submission: Submission, refusal: Refusal): SubmissionAnswer {
  if (isAmendedMeanwhile(refusal)) return { update: tellMeanwhile(submission.view, refusal) };
  const block = blockOf(submission, refusal.field);
  return block ? { errors: { [block]: refusal.message } } : stay(submission.view, refusal.message);
}

function blockOf({ view }: Submission, field: string | undefined): string | undefined {
  if (!field) return undefined;
  const names = ALIASES[field] ?? [field];
  return view.blocks
    .filter((block) => block.type === 'input')
    .map((block) => block.block_id ?? '')
    .find((id) => names.includes(readBlockId(id).field));
}

/** Where the input's name on the screen is not the field's in the brief. */
const ALIASES: Record<string, string[]> = {
  account: ['account', 'accountName'],
  account_name: ['accountName', 'account'],
  outcomes: ['outcome', 'text'],
};

/** Somebody was picked, but is not in the people table: "pick who takes over" would be no answer. */
function unknownReceiver({ fields }: Submission, refusal: Refusal): Refusal {
  if (refusal.refused !== 'no_receiver' || !fields.get('receiver')?.value) return refusal;
  return {
    ...refusal,
    message: 'Baton doesn’t know this person yet. Pick them again in a minute, or pick someone else.',
  };
}
