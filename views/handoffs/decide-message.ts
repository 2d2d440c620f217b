import { isWaiting } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rights.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import type { Message } from './message.ts';
import { actionsId, cancelButton, historyButton, openButton, reassignButton } from './parts/buttons.ts';
import { gapLines } from './parts/criteria-lines.ts';
import { course } from './parts/head.ts';
import { excerpt } from './parts/long-text.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { forOthers, isWithheld } from './parts/privacy.ts';
import { stateLine } from './parts/state-line.ts';

const NOTE_SHOWN = 700;

/** To both leads, once it came back a second time: it goes round until somebody decides. Each is offered what they may do. */
export function decideMessage(picture: HandoffPicture, roles: readonly HandoffRole[]): Message {
  const shown = forOthers(picture);
  const title = boldTitle(shown);
  if (!isWaiting(shown.state)) {
    return message(md`${titleOf(shown)} is settled. ${stateLine(shown, 'text')}`, [
      section(lines([md`${title} is settled.`, stateLine(shown, 'mention')])),
    ]);
  }
  const gaps = gapLines(shown.gaps, shown.criteria, (note) => excerpt(note, NOTE_SHOWN));
  return message(md`Please decide: ${titleOf(shown)} came back a second time.`, [
    section(
      lines([
        md`${title} came back a second time.`,
        course(shown, 'mention'),
        md`Both leads read this. Please agree: does it go on, to somebody else, or not at all?`,
      ]),
    ),
    ...(gaps ? [section(gaps)] : []),
    actions(
      actionsId(shown),
      ...(isWithheld(shown) ? [] : [openButton(shown), historyButton(shown)]),
      ...(may('reassign', roles, shown.private) ? [reassignButton(shown)] : []),
      ...(may('cancel', roles, shown.private) ? [cancelButton(shown)] : []),
    ),
  ]);
}
