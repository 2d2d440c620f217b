import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HandoffDetails } from '../../../src/handoffs/read/details.ts';
import { divider, input, modal, section } from '../../kit/blocks.ts';
import { datePicker, option, radios, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { md } from '../../kit/text.ts';
import { briefBlocks, completenessLine, lostBlocks } from '../brief/brief-blocks.ts';
import { fitted } from '../brief/fit.ts';
import { criteriaBoxes } from '../brief/inputs.ts';
import { bannerBlocks } from '../brief/screen-blocks.ts';
import { ACTIONS, type AnswerOutcome, CALLBACKS, encodeState } from '../ids.ts';
import { headBlocks } from '../parts/head.ts';

const CHOICES: Record<AnswerOutcome, { text: string; submit: string }> = {
  accept: { text: 'Accept', submit: 'Accept' },
  return: { text: 'Ask for more', submit: 'Ask for more' },
  decide_by: { text: 'Decide later', submit: 'Set the day' },
};

/** The receiver's Review: the answer, and the whole brief below it. Null: no answer chosen yet. */
export function answerView(
  handoff: HandoffDetails,
  answer: { outcome: AnswerOutcome | null; banner: string | null; readerId?: string },
): ModalView {
  const { outcome, banner, readerId } = answer;
  return modal({
    callback: CALLBACKS.answer,
    title: 'Review handoff',
    submit: outcome ? CHOICES[outcome].submit : 'Continue',
    close: 'Cancel',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'answer' }),
    blocks: fitted(briefBlocks(handoff), {
      before: [
        ...headBlocks(handoff, readerId ? { reader: readerId, as: 'mention' } : 'mention'),
        ...bannerBlocks(banner),
        outcomeInput(handoff, outcome),
        ...(outcome === 'return' ? gapInputs(handoff) : []),
        ...(outcome === 'decide_by' ? [dayInput()] : []),
        divider(),
        ...lostBlocks(handoff),
      ],
      after: [section(completenessLine(handoff, 'all'))],
      rest: md`The rest doesn’t fit here. Type \`/handoff ${handoff.name}\` to read it.`,
    }),
  });
}

function outcomeInput({ kind }: HandoffDetails, outcome: AnswerOutcome | null): KnownBlock {
  const then: Record<AnswerOutcome, string> = {
    accept: `The brief is enough; the ${KINDS[kind].words.yours} becomes yours`,
    return: 'Goes back to the sender with your list',
    decide_by: 'Pick a day within two weeks',
  };
  return input({
    id: 'answer',
    label: 'Your answer',
    dispatch: true,
    element: radios({
      action: ACTIONS.outcome,
      options: Object.entries(CHOICES).map(([value, { text }]) =>
        option(value, text, then[value as AnswerOutcome]),
      ),
      ...(outcome && { initial: outcome }),
    }),
  });
}

/** What is missing comes first, but anything may be asked for: what is there may not suffice. */
function gapInputs({ criteria, completeness }: HandoffDetails): InputBlock[] {
  const { missing } = completeness;
  const isMissing = (criterion: Criterion) => missing.some(({ key }) => key === criterion.key);
  const sorted = [...criteria.filter(isMissing), ...criteria.filter((criterion) => !isMissing(criterion))];
  return [
    ...criteriaBoxes('What do you need?', sorted, (one) => (isMissing(one) ? 'Not answered' : undefined)),
    input({
      id: 'note',
      label: 'Your question',
      optional: true,
      hint: 'Needed if you tick nothing.',
      element: textInput({ action: VALUE, multiline: true, max: BRIEF_LIMITS.text }),
    }),
  ];
}

function dayInput(): InputBlock {
  return input({
    id: 'decideBy',
    label: 'Decision date',
    element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
  });
}
