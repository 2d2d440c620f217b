import type { KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { pageBlocks } from '../kit/pages.ts';
import { bold, lines, md } from '../kit/text.ts';
import { ACTIONS } from './ids.ts';
import { askOf } from './parts/ask.ts';
import { finishButton, openButton } from './parts/buttons.ts';
import { fromTo, shortTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface HandoffList {
  which: 'mine' | 'all';
  /** One page, at most ten. */
  items: readonly ShownHandoff[];
  /** Where the next page begins; null: this is the last. */
  next: string | null;
  /** The member who reads: a private handoff is shown in full to the people it names only. */
  viewerId: string;
}

const HEADLINES = { mine: 'Your handoffs', all: 'Open handoffs' };
const EMPTY = {
  mine: md`Nothing waits for you, and nothing of yours is open. To hand an account over, write \`/handoff\` and its name.`,
  all: md`No handoff is open. To hand an account over, write \`/handoff\` and its name.`,
};

/** The answer to `/handoff mine` and `/handoff list`. Only the reader sees it, so that its mentions call nobody. */
export function listMessage({ which, items, next, viewerId }: HandoffList): Message {
  if (items.length === 0) return message(EMPTY[which], [section(EMPTY[which])]);
  return message(md`${HEADLINES[which]}`, [
    section(bold(HEADLINES[which])),
    ...items.map((picture) => itemBlock(picture, viewerId)),
    ...pageBlocks(ACTIONS.listPage, (text) => `${text}: ${HEADLINES[which]}`, [
      next === null ? null : { block: 'page', text: 'Show more', value: `${which}:${next}` },
    ]),
  ]);
}

function itemBlock(picture: ShownHandoff, viewerId: string): KnownBlock {
  const from = md`${fromTo(picture, 'mention')}.`;
  const text = lines([shortTitle(picture), md`${from} ${stateLine(picture, 'mention')}`]);
  if (!picture.readable) return section(text);
  const ask = picture.owes?.id === viewerId ? askOf(picture) : null;
  const mayFinish = picture.state === 'accepted' && picture.receiver.id === viewerId;
  const next = mayFinish ? finishButton(picture) : openButton(picture);
  return section(text, { accessory: ask?.buttons.at(-1) ?? next });
}
