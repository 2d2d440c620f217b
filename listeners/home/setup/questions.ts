import { ANSWER_KINDS, isOwn, type Required } from '../../../src/handoffs/brief/template.ts';
import {
  changeQuestions,
  newQuestionKey,
  publishQuestions,
} from '../../../src/handoffs/questions/change-questions.ts';
import { loadQuestions } from '../../../src/handoffs/questions/load-questions.ts';
import { type ListedQuestion, readQuestion } from '../../../src/handoffs/questions/question-list.ts';
import type { QuestionChange } from '../../../src/handoffs/questions/questions.ts';
import { readOneOf } from '../../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../../src/platform/refusal.ts';
import {
  decodePlace,
  decodeQuestions,
  encodeQuestions,
  type QuestionPlace,
} from '../../../views/home/setup/ids.ts';
import { DEAL_NAMES } from '../../../views/home/setup/question-words.ts';
import { readValue } from '../../../views/kit/ids.ts';
import { plural } from '../../../views/kit/text.ts';
import { closeOr } from '../../handoffs/answer.ts';
import type { ShownView } from '../../payloads.ts';
import type { Submission } from '../../submission.ts';
import { type AdminVisit, adminRedraws, adminSubmits } from './admin.ts';
import { drawScreen } from './screens.ts';

const VERBS = ['edit', 'up', 'down', 'hide', 'show', 'delete'] as const;

const placeOf = (view: Pick<ShownView, 'private_metadata'> | null): QuestionPlace =>
  decodeQuestions(decodePlace(view?.private_metadata ?? '').id);

/** The list as it is by now, with what was done, or why it was not. */
const drawList = (visit: AdminVisit, { kind }: Pick<QuestionPlace, 'kind'>, notice: string | null) =>
  drawScreen(
    visit,
    { screen: 'questions', page: 0, id: encodeQuestions({ kind, revision: 0, key: '' }) },
    notice,
  );

async function change(visit: AdminVisit, at: QuestionPlace, change: QuestionChange, said: string | null) {
  const done = await changeQuestions(visit, { ...at, change });
  return drawList(visit, at, isRefusal(done) ? done.message : said);
}

export const pickQuestions = adminRedraws((visit, { value }) =>
  drawList(visit, decodeQuestions(`${value}:0:`), null),
);

/** The menu of a question. */
export const questionClick = adminRedraws(async (visit, { value, view }) => {
  const { verb: name, rest: key } = readValue(value);
  const verb = readOneOf(VERBS, name);
  const at = { ...placeOf(view), key };
  switch (verb) {
    case 'edit':
      return drawScreen(visit, { screen: 'question', page: 0, id: encodeQuestions(at) });
    case 'up':
    case 'down':
      return change(visit, at, { do: 'move', key, by: verb === 'up' ? -1 : 1 }, null);
    default:
      return change(visit, at, { do: verb, key }, null);
  }
});

export const discardQuestions = adminRedraws((visit, { value }) =>
  change(visit, decodeQuestions(value), { do: 'discard' }, 'Changes discarded.'),
);

export const shipQuestions = adminRedraws((visit, { value }) =>
  change(visit, decodeQuestions(value), { do: 'ship' }, null),
);

export const submitQuestion = adminSubmits(async (visit, submission) => {
  const at = placeOf(submission.view);
  const { list } = await loadQuestions(visit, at.kind);
  const before = list.find(({ key }) => key === at.key) ?? null;
  if (at.key !== '' && !before)
    return closeOr(submission, refuse('not_found', 'This question no longer exists. Open the list again.'));
  const question = readQuestion(typedQuestion(submission, before, visit.now));
  if (isRefusal(question)) return closeOr(submission, question);
  const done = await changeQuestions(visit, { ...at, change: { do: 'put', question } });
  if (isRefusal(done)) return closeOr(submission, done);
  const drawn = await drawList(visit, at, `“${question.label}” ${before ? 'saved' : 'added'}.`);
  return isRefusal(drawn) ? closeOr(submission, drawn) : { update: drawn };
});

/** As it stands in the form; what that does not ask stays. */
function typedQuestion({ fields }: Submission, before: ListedQuestion | null, now: Date): object {
  const text = (name: string) => fields.get(name)?.value?.trim() ?? '';
  const ticked = (name: string) => fields.get(name)?.ticked ?? [];
  const answer = before?.answer ?? ANSWER_KINDS.find((kind) => kind === text('answer'));
  const key = before?.key ?? newQuestionKey(now);
  return {
    key,
    label: text('label'),
    hint: text('hint'),
    weight: /^\d+$/.test(text('weight')) ? Number(text('weight')) : Number.NaN,
    first: ticked('first').includes('first'),
    hidden: before?.hidden ?? false,
    required: requiredIn(ticked),
    ...(isOwn(key) && answer && { answer }),
    ...(answer === 'choice' && {
      options: text('options')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    }),
  };
}

function requiredIn(ticked: (name: string) => string[]): Required {
  if (ticked('required').includes('everyone')) return 'everyone';
  const [segments, types] = [ticked('segments'), ticked('dealTypes')];
  const dealTypes = (Object.keys(DEAL_NAMES) as (keyof typeof DEAL_NAMES)[]).filter((type) =>
    types.includes(type),
  );
  return segments.length + dealTypes.length > 0 ? { segments, dealTypes } : 'no_one';
}

export const submitQuestions = adminSubmits(async (visit, submission) => {
  const at = placeOf(submission.view);
  const done = await publishQuestions(visit, at);
  const drawn = await drawList(visit, at, isRefusal(done) ? done.message : publishedWords(done));
  return isRefusal(drawn) ? closeOr(submission, drawn) : { update: drawn };
});

function publishedWords({ drafts, open }: { drafts: number; open: number }): string {
  const kept = [
    ...(drafts > 0 ? [plural(drafts, 'draft', 'drafts')] : []),
    ...(open > 0 ? [plural(open, 'open handoff', 'open handoffs')] : []),
  ];
  const keep =
    kept.length === 0
      ? ''
      : ` ${kept.join(' and ')} ${drafts + open === 1 ? 'keeps' : 'keep'} the questions from before.`;
  return `Published: new handoffs ask this from now on.${keep}`;
}
