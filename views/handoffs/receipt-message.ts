import type { ActionsBlockElement } from '@slack/types';
import { isWaiting } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, md } from '../kit/text.ts';
import {
  cancelButton,
  fixButton,
  moreMenu,
  nudgeButton,
  openButton,
  reassignButton,
} from './parts/buttons.ts';
import { completenessLine } from './parts/criteria-lines.ts';
import { asExpansion, boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** The sender's DM, updated in place: with whom it is, since when, until when, and what the sender can do. */
export function receiptMessage(picture: ShownHandoff): Message {
  const headline = md`You handed ${boldTitle(picture)}${asExpansion(picture)} over to ${named(picture.receiver, 'mention')}.`;
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    section(lines([headline, stateLine(picture, 'mention')])),
    ...(isWaiting(picture.state) && picture.readable
      ? [section(completenessLine(picture.completeness))]
      : []),
    actions(actionsId(picture), ...buttons(picture)),
  ]);
}

function buttons(picture: ShownHandoff): ActionsBlockElement[] {
  const more = moreMenu(picture, ['open', 'history']);
  switch (picture.state) {
    case 'submitted':
    case 'acknowledged':
      return [nudgeButton(picture), reassignButton(picture), cancelButton(picture), more];
    case 'returned':
      return [fixButton(picture), cancelButton(picture), more];
    case 'accepted':
      return [openButton(picture), moreMenu(picture, ['history', 'reassign', 'cancel'])];
    default:
      return [openButton(picture), moreMenu(picture, ['history'])];
  }
}
