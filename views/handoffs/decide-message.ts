import { isWaiting } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rules/rights.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { cancelButton, historyButton, openButton, reassignButton } from './parts/buttons.ts';
import { gapLines } from './parts/criteria-lines.ts';
import { course } from './parts/head.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

const NOTE_SHOWN = 700;

/** To both leads, once it came back a second time: it goes round until somebody decides. Each is offered what they may do. */
export function decideMessage(picture: ShownHandoff, roles: readonly HandoffRole[]): Message {
  const title = boldTitle(picture);
  if (!isWaiting(picture.state)) {
    return message(md`${titleOf(picture)} is settled. ${stateLine(picture, 'text')}`, [
      section(lines([md`${title} is settled.`, stateLine(picture, 'mention')])),
    ]);
  }
  const gaps = picture.readable && gapLines(picture.gaps, picture.criteria, NOTE_SHOWN);
  return message(md`Please decide: ${titleOf(picture)} came back a second time.`, [
    section(
      lines([
        md`${title} came back a second time.`,
        course(picture, 'mention'),
        md`Both leads read this. Please agree: does it go on, to somebody else, or not at all?`,
      ]),
    ),
    ...(gaps ? [section(gaps)] : []),
    actions(
      actionsId(picture),
      ...(picture.readable ? [openButton(picture), historyButton(picture)] : []),
      ...(may('propose_receiver', roles, picture.private) ? [reassignButton(picture)] : []),
      ...(may('cancel', roles, picture.private) ? [cancelButton(picture)] : []),
    ),
  ]);
}
