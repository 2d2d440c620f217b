import type { ModalView } from '@slack/types';
import { context, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { bold, md, mention } from '../kit/text.ts';
import { CALLBACKS } from './ids.ts';

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
  const title = bold(`H-${done.number} · ${done.accountName}`);
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
