// Samples of questions that a workspace asks: two of its own, as many and as long as there can be, and one alone.
import { BRIEF_LIMITS, type Brief } from '../../src/handoffs/brief/brief.ts';
import { ANSWER_KINDS, completenessOf, isOwn } from '../../src/handoffs/brief/template.ts';
import {
  type ListedQuestion,
  QUESTION_LIMITS,
  shippedList,
  templateOf,
} from '../../src/handoffs/questions/question-list.ts';
import type { Questions } from '../../src/handoffs/questions/questions.ts';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import { sectionView } from '../../views/handoffs/brief/section-view.ts';
import { readingView } from '../../views/handoffs/read/history-view.ts';
import { requestMessage } from '../../views/handoffs/told/asking-messages.ts';
import { answerView } from '../../views/handoffs/verbs/answer-view.ts';
import type { Rendered } from './every-view.ts';
import { type Data, filled, SAMPLE_COVER, SAMPLE_NOW } from './samples.ts';

const sampleQuestion = (part: Partial<ListedQuestion> = {}): ListedQuestion => ({
  ...{ key: 'own_region', label: 'Hosting region', hint: 'Where their data has to be.', weight: 8 },
  ...{ first: false, hidden: false, required: { segments: ['Enterprise'], dealTypes: ['partner'] } },
  ...{ answer: 'choice', options: ['EU', 'US', 'Elsewhere'] },
  ...part,
});

function longestList(filler: string): ListedQuestion[] {
  const line = (most: number) => filled(filler.replaceAll('\n', ' '), most - 1).padEnd(most, 'x');
  const words = { label: line(QUESTION_LIMITS.label), hint: line(QUESTION_LIMITS.hint) };
  const required = {
    segments: Array.from({ length: QUESTION_LIMITS.segments }, (_, n) => `${n} ${line(33)}`),
    dealTypes: ['new', 'expansion', 'renewal', 'partner'] as const,
  };
  const shipped = shippedList('sales_to_cs');
  const own = Array.from({ length: QUESTION_LIMITS.questions - shipped.length }, (_, n) =>
    sampleQuestion({
      key: `own_sample${n}`,
      // Whatever the form, one of them is on the first screen.
      answer: ANSWER_KINDS[n % ANSWER_KINDS.length] ?? 'line',
      options: Array.from({ length: QUESTION_LIMITS.options }, (_, at) => `${at} ${line(33)}`),
      first: n < QUESTION_LIMITS.first,
    }),
  );
  return [...shipped.map((one) => ({ ...one, first: false })), ...own].map((one) => ({
    ...one,
    ...words,
    weight: QUESTION_LIMITS.weight,
    required: { segments: required.segments, dealTypes: [...required.dealTypes] },
  }));
}

export const SAMPLE_LISTS = (filler: string): Record<Data, ListedQuestion[]> => ({
  normal: [
    ...shippedList('sales_to_cs').map((one) =>
      one.key === 'promises' ? { ...one, first: false, hidden: true } : one,
    ),
    sampleQuestion({ first: true, required: 'everyone' }),
    sampleQuestion({
      key: 'own_plan',
      label: 'Success plan agreed',
      hint: '',
      answer: 'yes_no',
      options: [],
    }),
  ],
  longest: longestList(filler),
  emptiest: [sampleQuestion({ hint: '', required: 'no_one', answer: 'line' })],
});

export function sampleQuestions(list: ListedQuestion[], data: Data): Questions {
  const isEmpty = data === 'emptiest';
  return {
    kind: 'sales_to_cs',
    list,
    asked: list,
    version: isEmpty ? 0 : 3,
    revision: isEmpty ? 0 : 12,
    isChanged: !isEmpty,
    changedBy: isEmpty ? null : SAMPLE_COVER.name,
    changedAt: isEmpty ? null : SAMPLE_NOW,
  };
}

/** What is asked there, with an answer to all of it. */
function written(list: ListedQuestion[], brief: Brief, filler: string) {
  const template = templateOf('sales_to_cs', 'sales_to_cs@own.3', list);
  const own = Object.fromEntries(
    list
      .filter(({ key }) => isOwn(key))
      .map(({ key, label, answer = 'line', options = [] }) => {
        const text = { line: filled(filler, BRIEF_LIMITS.line), text: filled(filler, BRIEF_LIMITS.own) };
        const given = { ...text, choice: options[0] ?? 'EU', yes_no: 'Yes', day: '' }[answer];
        return [key, { label, ...(answer === 'day' ? { day: '2026-06-30' } : { text: given }) }];
      }),
  );
  const { questions, criteria, more = [], hidden = [] } = template;
  return {
    brief: { ...brief, own },
    ...{ questions, criteria, more, hidden },
    completeness: completenessOf(template, { ...brief, own }),
  };
}

/** The views in which a workspace's own questions are asked and read, filled and before anything is. */
export function everyOwnQuestion(
  screen: BriefScreen,
  handoff: HandoffDetails,
  list: ListedQuestion[],
  filler: string,
): Rendered {
  const full = { ...screen, ...written(list, screen.brief, filler) };
  const unanswered = { ...screen.brief, own: {}, answers: {} };
  const template = templateOf('sales_to_cs', 'sales_to_cs@own.3', list);
  const open = { ...full, brief: unanswered, completeness: completenessOf(template, unanswered) };
  const read = { ...handoff, ...written(list, handoff.brief, filler) };
  return {
    'own questions: essentials': essentialsView(full),
    'own questions: essentials, none answered': essentialsView(open),
    'own questions: review': reviewDraftView(full),
    'own questions: review, none answered': reviewDraftView(open),
    'own questions: more': sectionView(full, 'more', null),
    'own questions: more, none answered': sectionView(open, 'more', null),
    'own questions: answer': answerView(read, { outcome: 'return', banner: null }),
    'own questions: request': requestMessage(read, handoff.receiver.id),
    'own questions: reading': readingView(read, { entries: [], page: 0, more: false }),
  };
}
