import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import { standOf } from '../../../src/handoffs/handoff.ts';
import type { HandoffDetails, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { takeoverInput, whyInput } from '../../cases/controls.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { datePicker, multiSelect, option, radios, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { lines, md, mention } from '../../kit/text.ts';
import { bannerBlocks } from '../brief/screen-blocks.ts';
import { CALLBACKS, encodeState } from '../ids.ts';
import { boldTitle, stateLine } from '../parts/naming.ts';

const NAME_SHOWN = 60;

/** Asks for another receiver and why. Of a private handoff those it does not name only propose one. */
export function reassignView(
  handoff: ShownHandoff,
  roles: readonly HandoffRole[],
  banner: string | null,
): ModalView {
  const mayReassign = may('reassign', roles, handoff.private);
  return modal({
    callback: CALLBACKS.reassign,
    title: 'Reassign handoff',
    submit: mayReassign ? 'Reassign' : 'Propose',
    close: 'Cancel',
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
          ? 'The sender and the new owner see your reason.'
          : `They and ${clip(handoff.receiver.name, NAME_SHOWN) || 'the old owner'} see your reason.`,
        BRIEF_LIMITS.line,
      ),
      context(
        !mayReassign
          ? md`It’s private: ${mention(handoff.sender.slackUserId)} or ${mention(handoff.receiver.slackUserId)} confirms it first.`
          : handoff.state === 'returned'
            ? md`${mention(handoff.sender.slackUserId)} still adds what’s missing; the new owner gets it after that.`
            : md`The new owner is asked at once and gets the full time to respond.`,
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
      whyInput('Both sides see your reason.', BRIEF_LIMITS.line),
      context(
        md`No one is asked about it any more. The brief stays readable, and the account stays as it is.`,
      ),
    ],
  });
}

/** What each grade of a brief means, best first. */
const QUALITIES: Readonly<Record<number, string>> = {
  5: 'Everything was there',
  4: 'Almost everything was there',
  3: 'Something important was missing',
  2: 'A lot was missing or wrong',
  1: 'It was no help',
};

/** *Log kickoff*: when it was held, and how far the brief went. `today` is the reader's. */
export function finishView(handoff: HandoffDetails, today: string, readerId: string): ModalView {
  const { what, day } = handoff.finish;
  return modal({
    callback: CALLBACKS.finish,
    title: `Log ${what}`,
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'finish' }),
    blocks: [
      section(lines([boldTitle(handoff), stateLine(handoff, { reader: readerId, as: 'mention' })])),
      input({
        id: 'heldOn',
        label: day,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date', initial: today }),
      }),
      input({
        id: 'again',
        label: 'What did the customer have to repeat?',
        optional: true,
        element: multiSelect({
          action: VALUE,
          placeholder: 'Nothing',
          options: handoff.criteria.map(({ key, label }) => option(key, label)),
        }),
      }),
      input({
        id: 'quality',
        label: 'How was the brief?',
        element: radios({
          action: VALUE,
          options: [5, 4, 3, 2, 1].map((grade) => option(String(grade), `${grade} · ${QUALITIES[grade]}`)),
        }),
      }),
      input({
        id: 'note',
        label: 'What would have made it better?',
        optional: true,
        hint: 'Needed if you pick 3 or less.',
        element: textInput({ action: VALUE, multiline: true, max: BRIEF_LIMITS.text }),
      }),
      context(md`Only ${mention(handoff.sender.slackUserId)} sees what you say about the brief.`),
    ],
  });
}
