import { isOpen } from '../../src/handoffs/handoff.ts';
import type { PersonRef, ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, md } from '../kit/text.ts';
import { ACTIONS } from './ids.ts';
import { reassignButton } from './parts/buttons.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

const NAME_SHOWN = 40;

export interface Proposed {
  entryId: string;
  by: PersonRef;
  receiver: PersonRef;
  reason: string;
  /** Who proposes, or is proposed, does not confirm it. */
  mayConfirm: boolean;
}

/** To the sender and the receiver: somebody proposes another receiver. Null: it is confirmed or out of date. */
export function proposedMessage(picture: ShownHandoff, proposed: Proposed | null): Message {
  if (!proposed || !isOpen(picture.state)) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  const { by, receiver, reason, entryId, mayConfirm } = proposed;
  const plain = md`Reassign ${titleOf(picture)} to ${receiver.name}? ${by.name} proposes it.`;
  return message(plain, [
    section(
      lines([
        md`Reassign ${boldTitle(picture)} to ${named(receiver, 'mention')}? ${named(by, 'mention')} proposes it.`,
        quoted(reason),
        md`It’s private, so it goes to them only if you agree.`,
      ]),
    ),
    actions(
      actionsId(picture),
      ...(mayConfirm ? [confirmButton(picture, entryId, receiver)] : []),
      reassignButton(picture),
    ),
  ]);
}

function confirmButton(picture: ShownHandoff, entryId: string, receiver: PersonRef) {
  return button({
    action: ACTIONS.confirmReceiver,
    text: 'Reassign',
    value: `${picture.id}:${entryId}`,
    label: `Reassign to ${clip(receiver.name, NAME_SHOWN)}: ${titleOf(picture)}`,
    style: 'primary',
  });
}
