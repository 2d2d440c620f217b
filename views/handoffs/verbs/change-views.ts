import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import { standOf } from '../../../src/handoffs/handoff.ts';
import type { HandoffDetails, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { takeoverInput, whyInput } from '../../cases/controls.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { datePicker, option, radios, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { lines, md, mention } from '../../kit/text.ts';
import { criteriaBoxes } from '../brief/inputs.ts';
import { bannerBlocks } from '../brief/screen-blocks.ts';
import { CALLBACKS, encodeState } from '../ids.ts';
import { boldTitle, stateLine } from '../parts/naming.ts';

/** Asks for another receiver and why. Of a private handoff those it does not name only propose one. */
export function reassignView(
  handoff: ShownHandoff,
  roles: readonly HandoffRole[],
  banner: string | null,
): ModalView {
  const mayReassign = may('reassign', roles, handoff.private);
  return modal({
    callback: CALLBACKS.reassign,
    title: 'Pick another receiver',
    submit: mayReassign ? 'Reassign' : 'Propose',
    close: 'Close',
    metadata: encodeState({
      id: handoff.id,
      v: handoff.version,
      step: mayReassign ? 'reassign' : 'propose',
      stand: standOf({ ...handoff, receiverId: handoff.receiver.id }),
    }),
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(handoff), stateLine(handoff, 'mention')])),
      takeoverInput('receiver'),
      whyInput(
        handoff.private
          ? 'The sender and the new receiver read it.'
          : 'Both read it: who had it and who gets it.',
        BRIEF_LIMITS.line,
      ),
      context(
        !mayReassign
          ? md`It’s private: ${mention(handoff.sender.slackUserId)} or ${mention(handoff.receiver.slackUserId)} confirms it first.`
          : handoff.state === 'returned'
            ? md`The sender still answers what was asked for; the new receiver gets it after that.`
            : md`The new receiver is asked at once and gets the full time to acknowledge it.`,
      ),
    ],
  });
}

/** Asks why, and is itself the question whether it is meant. */
export function cancelView(handoff: ShownHandoff, banner: string | null): ModalView {
  return modal({
    callback: CALLBACKS.cancel,
    title: 'Cancel this handoff?',
    submit: 'Cancel handoff',
    close: 'Keep it',
    metadata: encodeState({
      id: handoff.id,
      v: handoff.version,
      step: 'cancel',
      stand: standOf({ ...handoff, receiverId: handoff.receiver.id }),
    }),
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(handoff), stateLine(handoff, 'mention')])),
      whyInput('The other side reads it.', BRIEF_LIMITS.line),
      context(md`Nobody is asked for it any more. The brief stays readable, and the account stays as it is.`),
    ],
  });
}

/** What each grade of a brief means, best first in a modal. */
export const QUALITIES: Readonly<Record<number, string>> = {
  5: 'Everything was there',
  4: 'Almost everything was there',
  3: 'Something that mattered was missing',
  2: 'Much was missing or wrong',
  1: 'It was of no use',
};

/** *Kickoff held*: when, and how far the brief went. `today` is the reader's. */
export function finishView(handoff: HandoffDetails, today: string): ModalView {
  return modal({
    callback: CALLBACKS.finish,
    title: `Finish ${handoff.name}`,
    submit: 'Finish',
    close: 'Close',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'finish' }),
    blocks: [
      section(lines([boldTitle(handoff), stateLine(handoff, 'mention')])),
      input({
        id: 'heldOn',
        label: handoff.finish.day,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date', initial: today }),
      }),
      ...criteriaBoxes(['again', 'again2'], 'What did the customer have to tell again?', handoff.criteria),
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
