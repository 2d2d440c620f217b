import type { InputBlock, ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../src/handoffs/brief.ts';
import type { Criterion } from '../../src/handoffs/criteria.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { checkboxes, datePicker, option, radios, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { LIMITS } from '../kit/limits.ts';
import { lines, md } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { QUALITIES } from './parts/qualities.ts';
import { stateLine } from './parts/state-line.ts';

/** *Kickoff held*: when, and how far the brief went. `today` is the reader's. */
export function finishView(picture: HandoffPicture, today: string): ModalView {
  return modal({
    callback: CALLBACKS.finish,
    title: `Finish ${picture.name}`,
    submit: 'Finish',
    close: 'Close',
    metadata: encodeState({ id: picture.id, v: picture.version, step: 'finish' }),
    blocks: [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
      input({
        id: 'heldOn',
        label: picture.finish.day,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date', initial: today }),
      }),
      ...againInputs(picture.criteria),
      input({
        id: 'quality',
        label: 'How good was the brief?',
        element: radios({
          action: VALUE,
          options: [5, 4, 3, 2, 1].map((grade) => option(String(grade), `${grade} · ${QUALITIES[grade]}`)),
        }),
      }),
      input({
        id: 'note',
        label: 'Why',
        optional: true,
        hint: 'Needed at 3 and below.',
        element: textInput({ action: VALUE, multiline: true, max: BRIEF_LIMITS.text }),
      }),
      context(md`The sender reads what you say of the brief, and nobody else.`),
    ],
  });
}

/** More criteria than one group of boxes holds go into a second. */
function againInputs(criteria: readonly Criterion[]): InputBlock[] {
  const boxes = (id: string, label: string, part: readonly Criterion[]) =>
    part.length === 0
      ? []
      : [
          input({
            id,
            label,
            optional: true,
            element: checkboxes({ action: VALUE, options: part.map((one) => option(one.key, one.label)) }),
          }),
        ];
  return [
    ...boxes('again', 'What did the customer have to tell again?', criteria.slice(0, LIMITS.choices)),
    ...boxes('again2', 'And of these?', criteria.slice(LIMITS.choices, 2 * LIMITS.choices)),
  ];
}
