import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../src/handoffs/brief/brief.ts';
import type { HandoffPicture } from '../../src/handoffs/read/picture.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { datePicker, option, radios, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { criteriaBoxes } from './parts/inputs.ts';
import { boldTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** What each grade of a brief means, best first in a modal. */
export const QUALITIES: Readonly<Record<number, string>> = {
  5: 'Everything was there',
  4: 'Almost everything was there',
  3: 'Something that mattered was missing',
  2: 'Much was missing or wrong',
  1: 'It was of no use',
};

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
      ...criteriaBoxes(['again', 'again2'], 'What did the customer have to tell again?', picture.criteria),
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
