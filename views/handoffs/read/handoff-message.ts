import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry, ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { actionsId } from '../../cases/controls.ts';
import { latestBlocks } from '../../cases/history.ts';
import { actions, type Message, message, pageBlocks, section } from '../../kit/blocks.ts';
import { bold, lines, md } from '../../kit/text.ts';
import { essenceBlocks } from '../brief/brief-blocks.ts';
import { ACTIONS } from '../ids.ts';
import { askActions, askOf, finishButton, moreMenu, openButton } from '../parts/buttons.ts';
import { headBlocks } from '../parts/head.ts';
import { entryLine, fromTo, shortTitle, stateLine, titleOf } from '../parts/naming.ts';

const ENTRIES_SHOWN = 5;

/** The answer to `/handoff H-12`, to somebody in these roles. `history` is the latest of it, the latest first. */
export function handoffMessage(
  picture: ShownHandoff,
  history: readonly HistoryEntry[],
  viewerId: string,
  roles: readonly HandoffRole[],
): Message {
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    ...headBlocks(picture, 'mention'),
    ...essenceBlocks(picture),
    ...latestBlocks(history.slice(0, ENTRIES_SHOWN), (entry) => entryLine(entry, 'text')),
    ...actionBlocks(picture, viewerId, roles),
  ]);
}

function actionBlocks(picture: ShownHandoff, viewerId: string, roles: readonly HandoffRole[]): KnownBlock[] {
  if (!picture.readable) return [];
  const ask = picture.owes?.id === viewerId ? askOf(picture) : null;
  const changes = (['reassign', 'cancel'] as const).filter(
    (verb) =>
      isOpen(picture.state) && may(verb === 'reassign' ? 'propose_receiver' : verb, roles, picture.private),
  );
  const more = ['history', ...changes] as const;
  const mayFinish = picture.state === 'accepted' && may('finish', roles, picture.private);
  const finish = mayFinish ? [finishButton(picture)] : [];
  return [
    ask
      ? askActions(picture, ask, ['open', ...more])
      : actions(actionsId(picture), ...finish, openButton(picture), moreMenu(picture, more)),
  ];
}

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
