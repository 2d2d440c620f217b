import type { ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { input, modal, section } from '../kit/blocks.ts';
import { datePicker, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { encodeRiskState, RISK_CALLBACKS } from './ids.ts';
import { boldTitle } from './parts/naming.ts';
import { planLine } from './parts/state-line.ts';
import { NOTE_MAX } from './parts/words.ts';

/** How it goes, for both teams, and when to say so next (YYYY-MM-DD). */
export function checkInView(picture: RiskPicture, checkInOn: string): ModalView {
  return modal({
    callback: RISK_CALLBACKS.checkIn,
    title: `Check in on ${picture.name}`,
    submit: 'Check in',
    close: 'Close',
    metadata: encodeRiskState({ id: picture.id, v: picture.version }),
    blocks: [
      section(lines([boldTitle(picture), planLine(picture) ?? md`There is no plan yet.`])),
      input({
        id: 'note',
        label: 'How it goes',
        hint: 'Both teams read it in the thread of the card.',
        element: textInput({ action: VALUE, multiline: true, max: NOTE_MAX }),
      }),
      input({
        id: 'checkInOn',
        label: 'Next check-in',
        element: datePicker({ action: VALUE, initial: checkInOn }),
      }),
    ],
  });
}
