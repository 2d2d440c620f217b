import type { KnownBlock, ModalView } from '@slack/types';
import { ANSWER_KINDS, hasOneInput, isOwn } from '../../../src/handoffs/brief/template.ts';
import { type ListedQuestion, QUESTION_LIMITS } from '../../../src/handoffs/questions/question-list.ts';
import { context, input, modal } from '../../kit/blocks.ts';
import { checkboxes, multiSelect, option, select, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { LIMITS } from '../../kit/limits.ts';
import { md } from '../../kit/text.ts';
import { encodePlace, encodeQuestions, type Place, type QuestionPlace, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks } from './parts/frame.ts';
import { ANSWER_NAMES, answerName, DEAL_NAMES } from './question-words.ts';

/** A question may count as much as most of the shipped ones do without a thought. */
const USUAL_WEIGHT = 5;

/** Changes a question, or adds one of the workspace's own (null). `segments`: those that accounts are in. */
export function questionForm(
  question: ListedQuestion | null,
  segments: readonly string[],
  at: QuestionPlace,
): ModalView {
  const isOurs = question === null || isOwn(question.key);
  const place: Place = { screen: 'question', page: 0, id: encodeQuestions(at) };
  return modal({
    callback: SETUP_CALLBACKS.question,
    title: question ? 'Edit question' : 'Add a question',
    submit: question ? 'Save' : 'Add',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      input({
        id: 'label',
        label: 'Question',
        hint: `As the sender and the receiver read it. At most ${QUESTION_LIMITS.label} characters.`,
        element: textInput({ action: VALUE, initial: question?.label ?? '', max: QUESTION_LIMITS.label }),
      }),
      input({
        id: 'hint',
        label: 'Hint',
        optional: true,
        hint: 'What a good answer says.',
        element: textInput({ action: VALUE, initial: question?.hint ?? '', max: QUESTION_LIMITS.hint }),
      }),
      ...answerBlocks(question),
      ...(isOurs && (question === null || question.answer === 'choice') ? [optionsInput(question)] : []),
      input({
        id: 'weight',
        label: 'Weight',
        hint: `How much it counts toward a complete brief: 0 to ${QUESTION_LIMITS.weight}. Main contact counts 15.`,
        element: textInput({ action: VALUE, initial: `${question?.weight ?? USUAL_WEIGHT}`, max: 2 }),
      }),
      ...(question === null || hasOneInput(question.key) ? [firstInput(question)] : []),
      ...requiredInputs(question, segments),
      ...backBlocks('questions', { ...place, id: encodeQuestions({ ...at, key: '' }) }),
    ],
  });
}

function answerBlocks(question: ListedQuestion | null): KnownBlock[] {
  if (question !== null)
    return [
      context(
        md`Answered as: ${answerName(question)}. To ask it in another form, add a new question and hide this one.`,
      ),
    ];
  return [
    input({
      id: 'answer',
      label: 'Answered as',
      element: select({
        action: VALUE,
        placeholder: 'Pick a form',
        options: ANSWER_KINDS.map((kind) => option(kind, ANSWER_NAMES[kind])),
      }),
    }),
  ];
}

const optionsInput = (question: ListedQuestion | null) =>
  input({
    id: 'options',
    label: 'Answers to choose from',
    optional: true,
    hint: `One per line, at most ${QUESTION_LIMITS.options}. Only for “${ANSWER_NAMES.choice}”.`,
    element: textInput({ action: VALUE, multiline: true, initial: question?.options?.join('\n') ?? '' }),
  });

const firstInput = (question: ListedQuestion | null) =>
  input({
    id: 'first',
    label: 'First screen',
    optional: true,
    element: checkboxes({
      action: VALUE,
      options: [option('first', 'Ask it on the first screen', `There is room for ${QUESTION_LIMITS.first}.`)],
      initial: question?.first ? ['first'] : [],
    }),
  });

/** For everyone, or for what is picked; with neither it can be left out. */
function requiredInputs(question: ListedQuestion | null, segments: readonly string[]): KnownBlock[] {
  const required = question?.required ?? 'no_one';
  const some = typeof required === 'object' ? required : { segments: [], dealTypes: [] };
  // What an option cannot hold is named in a file.
  const named = segments.filter(({ length }) => length <= LIMITS.optionValue);
  const known = [...new Set([...some.segments, ...named])].slice(0, LIMITS.options);
  return [
    input({
      id: 'required',
      label: 'Required',
      optional: true,
      element: checkboxes({
        action: VALUE,
        options: [option('everyone', 'For everyone')],
        initial: required === 'everyone' ? ['everyone'] : [],
      }),
    }),
    ...(known.length > 0
      ? [
          input({
            id: 'segments',
            label: 'Required for accounts in',
            optional: true,
            element: multiSelect({
              action: VALUE,
              placeholder: 'Pick segments',
              options: known.map((segment) => option(segment, segment)),
              initial: [...some.segments],
              max: QUESTION_LIMITS.segments,
            }),
          }),
        ]
      : []),
    input({
      id: 'dealTypes',
      label: 'Required for',
      optional: true,
      element: checkboxes({
        action: VALUE,
        options: Object.entries(DEAL_NAMES).map(([type, name]) => option(type, name)),
        initial: [...some.dealTypes],
      }),
    }),
  ];
}
