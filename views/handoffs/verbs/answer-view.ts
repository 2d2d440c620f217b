import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { type HandoffKind, KINDS } from '../../../src/handoffs/kinds.ts';
import type { HandoffDetails } from '../../../src/handoffs/read/details.ts';
import { context, divider, input, modal, section } from '../../kit/blocks.ts';
import { datePicker, option, radios, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, md } from '../../kit/text.ts';
import { briefBlocks, checklist, lostBlocks } from '../brief/brief-blocks.ts';
import { criteriaBoxes } from '../brief/inputs.ts';
import { bannerBlocks } from '../brief/screen-blocks.ts';
import { ACTIONS, type AnswerOutcome, CALLBACKS, encodeState } from '../ids.ts';
import { headBlocks } from '../parts/head.ts';

const CHOICES: Record<AnswerOutcome, { text: string; submit: string }> = {
  accept: { text: 'Accept', submit: 'Accept' },
  return: {
    text: 'Ask for more',
    submit: 'Ask for more',
  },
  decide_by: {
    text: 'Decide by…',
    submit: 'Promise',
  },
};

/** The receiver's Review: the whole brief, the criteria, and the answer. Null: no answer chosen yet. */
export function answerView(
  handoff: HandoffDetails,
  answer: { outcome: AnswerOutcome | null; banner: string | null },
): ModalView {
  const { outcome, banner } = answer;
  return modal({
    callback: CALLBACKS.answer,
    title: `Review ${handoff.name}`,
    submit: outcome ? CHOICES[outcome].submit : 'Answer',
    close: 'Close',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'answer' }),
    blocks: [
      ...headBlocks(handoff, 'mention'),
      ...lostBlocks(handoff),
      ...briefBlocks(handoff),
      divider(),
      section(bold(`${handoff.completeness.percent}% complete.`)),
      section(checklist(handoff)),
      divider(),
      ...bannerBlocks(banner),
      outcomeInput(outcome),
      ...(outcome ? [context(md`${afterwards(outcome, handoff.kind)}`)] : []),
      ...(outcome === 'return' ? gapInputs(handoff) : []),
      ...(outcome === 'decide_by' ? [dayInput()] : []),
    ],
  });
}

function afterwards(outcome: AnswerOutcome, kind: HandoffKind): string {
  switch (outcome) {
    case 'accept':
      return `The brief suffices, and the ${KINDS[kind].words.yours} is yours from now on. The sender is told.`;
    case 'return':
      return 'It goes back to the sender with what you name here, and comes to you again once it is there.';
    case 'decide_by':
      return 'It is yours to decide until the end of that day, at most two weeks ahead.';
  }
}

function outcomeInput(outcome: AnswerOutcome | null): KnownBlock {
  return input({
    id: 'answer',
    label: 'Your answer',
    dispatch: true,
    element: radios({
      action: ACTIONS.outcome,
      options: Object.entries(CHOICES).map(([value, { text }]) => option(value, text)),
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
    ...criteriaBoxes(['gaps', 'gaps2'], 'What do you need?', sorted, (one) =>
      isMissing(one) ? 'Missing' : undefined,
    ),
    input({
      id: 'note',
      label: 'In your words',
      optional: true,
      hint: 'A question the sender can answer. Needed if nothing is ticked.',
      element: textInput({ action: VALUE, multiline: true, max: BRIEF_LIMITS.text }),
    }),
  ];
}

function dayInput(): InputBlock {
  return input({
    id: 'decideBy',
    label: 'Decide by',
    element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
  });
}
