import type { ModalView } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { askLine, nudgedLine, snoozedLine, undoneLine, withName } from '../../cases/words.ts';
import { context, type Message, message, modal, section } from '../../kit/blocks.ts';
import { due } from '../../kit/dates.ts';
import { bold, type Markup, md, mention, type Naming, named } from '../../kit/text.ts';
import { CALLBACKS } from '../ids.ts';

export interface Done {
  number: number;
  accountName: string;
  receiverSlackUserId: string;
  /** Who was asked: the receiver, or who covers for them. */
  askedSlackUserId: string;
  /** By when they have to respond. */
  limitAt: Date | null;
  /** It had come back, and went out again. */
  resubmitted: boolean;
  /** They are told only of what it asks them for. */
  mutesReceipts: boolean;
}

/** The sender's receipt. */
export function doneView(done: Done): ModalView {
  const { askedSlackUserId, receiverSlackUserId, limitAt, resubmitted, mutesReceipts } = done;
  const hears = mutesReceipts ? 'if they ask for more' : 'when it’s accepted, or when they ask for more';
  const title = bold(withName(done.accountName, `H-${done.number}`));
  const asked = mention(askedSlackUserId);
  const covering =
    askedSlackUserId === receiverSlackUserId
      ? md``
      : md`, who is covering for ${mention(receiverSlackUserId)}`;
  const response = limitAt ? md`Their response is ${due(limitAt, false)}. ` : md``;
  return modal({
    callback: CALLBACKS.done,
    title: resubmitted ? 'Sent again' : 'Handed over',
    close: 'Done',
    blocks: [
      section(md`${title} is with ${asked}${covering}.`),
      section(
        md`${response}If it’s quiet, Baton reminds them, then tells someone who can step in. You don’t have to chase.`,
      ),
      context(md`You’ll hear ${hears}. Look it up: \`/handoff H-${done.number}\``),
    ],
  });
}

/** Opened at once, while what it will show is being read. */
export function loadingView(title: string): ModalView {
  return modal({ callback: CALLBACKS.loading, title, close: 'Cancel', blocks: [section(md`One moment…`)] });
}

export type Acted =
  | 'acknowledged'
  | 'feedback_read'
  | 'answered'
  | 'nudged'
  | 'snoozed'
  | 'reassigned'
  | 'undone';

/** To whoever clicked, alone: that it is done. Names no account. */
export function actedMessage(acted: Acted, handoff: ShownHandoff): Message {
  return message(lineOf(acted, handoff, 'text'), [section(lineOf(acted, handoff, 'mention'))]);
}

function lineOf(
  acted: Acted,
  { name, owes, receiver, decideBy, snoozedUntil, finish, dueAt }: ShownHandoff,
  naming: Naming,
): Markup {
  switch (acted) {
    case 'acknowledged':
      return md`Noted. ${askLine(`Decide on ${name}`, decideBy, false)}`;
    case 'feedback_read':
      return md`Thanks. ${named(receiver, naming)} sees that you read it.`;
    case 'answered':
      return md`Noted. ${askLine(`Book the ${finish.what} of ${name}`, dueAt, false)}`;
    case 'reassigned':
      return md`Reassigned ${name} to ${named(receiver, naming)}.`;
    case 'nudged':
      return nudgedLine(name, owes ?? receiver, naming);
    case 'snoozed':
      return snoozedLine(name, snoozedUntil);
    case 'undone':
      return undoneLine(name);
  }
}
