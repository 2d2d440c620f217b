import { z } from 'zod';
import { DealType } from '../../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { count, quoted } from '../../platform/text.ts';
import { BRIEF_LIMITS } from '../brief/brief.ts';
import {
  ANSWER_KINDS,
  answerThis,
  type Criterion,
  hasOneInput,
  isOwn,
  type Question,
  type Required,
  type Section,
  type Template,
} from '../brief/template.ts';
import { type HandoffKind, KINDS } from '../kinds.ts';

// The questions of a kind of handoff as a workspace may change them: the shipped ones and its own, in one order.

export const QUESTION_LIMITS = {
  label: BRIEF_LIMITS.ownLabel,
  hint: 150,
  weight: 50,
  /** As many as an option of a menu holds. */
  option: 75,
  options: 20,
  segments: 20,
  questions: 40,
  /** Six inputs in all, with the account and who takes over. */
  first: 4,
} as const;

const words = (most: number) =>
  z
    .string()
    .transform((value) => value.replaceAll('\u0000', '').trim())
    .refine((value) => [...value].length <= most, `must have at most ${most} characters`);
const named = (most: number) => words(most).refine((value) => value !== '', 'must not be empty');
const oneLine = (most: number) => named(most).refine((value) => !/[\r\n]/.test(value), 'must be one line');

/** Slack counts an emoji as two or more. */
const optionText = oneLine(QUESTION_LIMITS.option).refine(
  ({ length }) => length <= QUESTION_LIMITS.option,
  `must have at most ${QUESTION_LIMITS.option} characters`,
);

const some = z.strictObject({
  segments: z.array(optionText).max(QUESTION_LIMITS.segments),
  dealTypes: z.array(z.enum(DealType)).max(Object.keys(DealType).length),
});
const required = z.custom<Required>(
  (value) => value === 'everyone' || value === 'no_one' || some.safeParse(value).success,
  `must be "everyone", "no_one" or lists of segments and dealTypes (${Object.keys(DealType).join(', ')})`,
);

const listed = z.strictObject({
  key: z
    .string()
    .regex(/^(?:own_[a-z0-9_]{1,32}|[a-z][a-z_]{0,32})$/, 'must be a shipped key, or own_ and a name'),
  label: oneLine(QUESTION_LIMITS.label),
  hint: words(QUESTION_LIMITS.hint).default(''),
  weight: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(QUESTION_LIMITS.weight, `must be at most ${QUESTION_LIMITS.weight}`),
  first: z.boolean().default(false),
  hidden: z.boolean().default(false),
  required: required.default('no_one'),
  /** Of one of the workspace's own; a shipped one has its form. */
  answer: z.enum(ANSWER_KINDS).optional(),
  options: z.array(optionText).max(QUESTION_LIMITS.options).optional(),
});

export const QuestionListSchema = z
  .array(listed)
  .max(QUESTION_LIMITS.questions, `must have at most ${QUESTION_LIMITS.questions} questions`);
export type ListedQuestion = z.infer<typeof listed>;
export type QuestionList = readonly ListedQuestion[];

/** Returns a question as somebody typed it, or what is wrong with it, by the field it is wrong in. */
export function readQuestion(typed: object): ListedQuestion | Refusal {
  const read = listed.safeParse(typed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = String(issue?.path[0] ?? 'label');
  const [of, rule] = WRONG[field] ?? ['This question', issue?.message ?? 'can’t be used'];
  return refuse('bad_question', `${of} ${rule}.`, field);
}

const WRONG: Readonly<Record<string, readonly [of: string, rule: string]>> = {
  label: ['The question', `needs one line of up to ${QUESTION_LIMITS.label} characters`],
  hint: ['The hint', `can have up to ${QUESTION_LIMITS.hint} characters`],
  weight: ['The weight', `is a whole number from 0 to ${QUESTION_LIMITS.weight}`],
  options: [
    'The answers',
    `can be up to ${QUESTION_LIMITS.options} lines of ${QUESTION_LIMITS.option} characters each`,
  ],
};

/** Returns the questions of this kind as they are shipped. */
export function shippedList(kind: HandoffKind): ListedQuestion[] {
  const { questions, criteria } = KINDS[kind].template;
  const asked = questions.map(({ key, label, hint }) => ({ key, label, hint, first: true }));
  const later = criteria.filter(({ key }) => !asked.some((one) => one.key === key));
  return [...asked, ...later.map(({ key, label }) => ({ key, label, hint: '', first: false }))].map(
    (one) => ({
      ...one,
      weight: criteria.find(({ key }) => key === one.key)?.weight ?? 0,
      hidden: false,
      required: one.first ? 'everyone' : 'no_one',
    }),
  );
}

/** The same list, at its end and hidden what of the shipped questions it leaves out, so that they can be shown again. */
export function withShipped(kind: HandoffKind, list: QuestionList): ListedQuestion[] {
  const left = shippedList(kind).filter(({ key }) => !list.some((one) => one.key === key));
  return [
    ...list,
    ...left.map((one) => ({ ...one, first: false, hidden: true, required: 'no_one' as const })),
  ];
}

/** Why nobody can be asked this. */
export function whyNotAsked(kind: HandoffKind, list: QuestionList): Refusal | null {
  const shipped = shippedList(kind).map(({ key }) => key);
  const shown = list.filter(({ hidden }) => !hidden);
  const first = shown.filter((one) => one.first);
  const { questions, first: most } = QUESTION_LIMITS;
  if (list.length > questions)
    return refuse('too_many', `A kind of handoff holds ${questions} questions. Delete one of yours first.`);
  for (const [index, one] of list.entries()) {
    const name = quoted(one.label);
    if (list.findIndex(({ key }) => key === one.key) < index)
      return refuse('twice', `${name}: the key ${one.key} is there twice. Give one of them another key.`);
    if (!isOwn(one.key) && !shipped.includes(one.key))
      return refuse(
        'unknown_key',
        `${name}: handoffs of this kind have no question ${one.key}. Keys of your own begin with own_.`,
      );
    const problem = whyNotOne(one);
    if (problem) return problem;
  }
  if (first.length > most)
    return refuse(
      'too_many_first',
      `${count(first.length, 'question')} are on the first screen, which has room for ${most} beside the account and who gets it. Take ${first.length - most} off it.`,
      'first',
    );
  return shown.some(({ weight }) => weight > 0)
    ? null
    : refuse(
        'no_weight',
        'Show at least one question with a weight above 0, or no brief is ever complete.',
        'weight',
      );
}

function whyNotOne({ key, label, first, hidden, answer, options = [] }: ListedQuestion): Refusal | null {
  const name = quoted(label);
  if (isOwn(key) && !answer) return refuse('no_answer', `${name}: pick how it’s answered.`, 'answer');
  if (!isOwn(key) && (answer || options.length > 0))
    return refuse('shipped', `${name}: how a shipped question is answered can’t be changed.`, 'answer');
  if (answer === 'choice' && new Set(options).size < 2)
    return refuse('no_options', `${name}: list at least two different answers to choose from.`, 'options');
  return first && !hidden && !hasOneInput(key)
    ? refuse('not_first', `${name} has a form of its own, so it can’t be on the first screen.`, 'first')
    : null;
}

/** Returns the template that asks this. */
export function templateOf(kind: HandoffKind, id: string, list: QuestionList): Template {
  const { finish, questions, criteria } = KINDS[kind].template;
  const shown = list.filter(({ hidden }) => !hidden);
  const asked = ({ key, label, hint, answer, options }: ListedQuestion): Question => {
    const same = questions.find((one) => one.key === key && one.label === label);
    return {
      key,
      label,
      hint,
      missing: same?.missing ?? answerThis(label),
      ...(answer && { answer }),
      ...(options && { options }),
    };
  };
  const sectionOf = ({ key, first }: ListedQuestion): Section => {
    if (first) return 'essentials';
    if (key === 'outcome') return 'outcomes';
    const section = criteria.find((one) => one.key === key)?.section ?? 'essentials';
    // What the shipped first screen asks, and the workspace's own, has no form of its own.
    return section === 'essentials' ? 'more' : section;
  };
  return {
    id,
    finish,
    criteria: shown.map((one): Criterion => {
      const { key, label, weight, required, hint } = one;
      return { key, label, weight, section: sectionOf(one), required, ...(hint && { hint }) };
    }),
    questions: shown.filter(({ first }) => first).map(asked),
    more: shown.filter((one) => sectionOf(one) === 'more').map(asked),
    hidden: list.filter(({ hidden }) => hidden).map(({ key }) => key),
  };
}
