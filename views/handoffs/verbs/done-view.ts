import type { ModalView } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { askLine, nudgedLine, snoozedLine, withName } from '../../cases/words.ts';
import { context, type Message, message, modal, section } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { bold, type Markup, md, mention } from '../../kit/text.ts';
import { CALLBACKS } from '../ids.ts';

export interface Done {
  number: number;
  accountName: string;
  receiverSlackUserId: string;
  /** Who was asked: the receiver, or who stands in for them. */
  askedSlackUserId: string;
  /** Until when they have to acknowledge it. */
  limitAt: Date | null;
  /** It had come back, and went out again. */
  resubmitted: boolean;
}

/** The sender's receipt. */
export function doneView(done: Done): ModalView {
  const { askedSlackUserId, receiverSlackUserId, limitAt, resubmitted } = done;
  const title = bold(withName(done.accountName, `H-${done.number}`));
  const asked = mention(askedSlackUserId);
  const stands =
    askedSlackUserId === receiverSlackUserId ? md`` : md`, who stands in for ${mention(receiverSlackUserId)}`;
  return modal({
    callback: CALLBACKS.done,
    title: resubmitted ? 'Handed over again' : 'Handed over',
    close: 'Close',
    blocks: [
      section(md`✓ ${title} is with ${asked}${stands}.`),
      section(
        limitAt
          ? md`They have until ${when(limitAt)} to acknowledge it. If they do not, Baton finds someone who does.`
          : md`If they do not acknowledge it in time, Baton finds someone who does.`,
      ),
      context(
        md`You hear from Baton when it is accepted, or when more is asked for. See where it stands with \`/handoff H-${done.number}\`.`,
      ),
    ],
  });
}

/** Opened at once, while what it will show is being read. */
export function loadingView(title: string): ModalView {
  return modal({ callback: CALLBACKS.loading, title, close: 'Close', blocks: [section(md`One moment…`)] });
}

export type Acted = 'acknowledged' | 'nudged' | 'snoozed' | 'reassigned';

/** To whoever clicked, alone: that it is done. Names no account. */
export function actedMessage(acted: Acted, handoff: ShownHandoff): Message {
  const line = lineOf(acted, handoff);
  return message(line, [section(line)]);
}

function lineOf(acted: Acted, { name, owes, receiver, decideBy, snoozedUntil }: ShownHandoff): Markup {
  switch (acted) {
    case 'acknowledged':
      return md`Noted. ${askLine(`Decide on ${name}`, decideBy, false)}`;
    case 'reassigned':
      return md`${name} is reassigned to ${mention(receiver.slackUserId)}.`;
    case 'nudged':
      return nudgedLine(name, owes ?? receiver);
    case 'snoozed':
      return snoozedLine(name, snoozedUntil);
  }
}
