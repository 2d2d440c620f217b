import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { actionsId } from '../../cases/controls.ts';
import { latestBlocks } from '../../cases/history.ts';
import { actions, type Message, message, pageBlocks, section } from '../../kit/blocks.ts';
import { bold, lines, listed, md, type Naming } from '../../kit/text.ts';
import { essenceBlocks } from '../brief/essence-blocks.ts';
import { ACTIONS } from '../ids.ts';
import { askActions, askOf, finishButton, moreMenu, openButton } from '../parts/buttons.ts';
import { headBlocks } from '../parts/head.ts';
import { entryLine, fromTo, heardAbout, heardTitle, shortTitle, stateLine } from '../parts/naming.ts';

const ENTRIES_SHOWN = 5;

/** The answer to `/handoff H-12`, to somebody in these roles. `history` is the latest of it, the latest first. */
export function handoffMessage(
  handoff: ShownHandoff,
  history: readonly HistoryEntry[],
  viewerId: string,
  roles: readonly HandoffRole[],
): Message {
  const naming: Naming = { reader: viewerId, as: 'mention' };
  return message(md`${heardTitle(handoff)}: ${stateLine(handoff, { reader: viewerId, as: 'text' })}`, [
    ...headBlocks(handoff, naming),
    ...essenceBlocks(handoff),
    ...latestBlocks(history.slice(0, ENTRIES_SHOWN), (entry) => entryLine(entry, 'text')),
    ...actionBlocks(handoff, viewerId, roles),
  ]);
}

function actionBlocks(handoff: ShownHandoff, viewerId: string, roles: readonly HandoffRole[]): KnownBlock[] {
  if (!handoff.readable) return [];
  const ask = handoff.owes?.id === viewerId ? askOf(handoff) : null;
  const changes = (['reassign', 'cancel'] as const).filter(
    (verb) =>
      isOpen(handoff.state) && may(verb === 'reassign' ? 'propose_receiver' : verb, roles, handoff.private),
  );
  const more = ['history', ...changes] as const;
  const mayFinish = handoff.state === 'accepted' && may('finish', roles, handoff.private);
  const finish = mayFinish ? [finishButton(handoff)] : [];
  return [
    ask
      ? askActions(handoff, ask, ['open', ...more])
      : actions(actionsId(handoff), ...finish, openButton(handoff), moreMenu(handoff, more)),
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
  mine: md`All clear: nothing is waiting for you, and none of yours is open. To hand an account over: \`/handoff Acme\``,
  all: md`No handoff is open. To hand an account over: \`/handoff Acme\``,
};

/** The answer to `/handoff mine` and `/handoff list`. Only the reader sees it, so that its mentions call nobody. */
export function listMessage({ which, items, next, viewerId }: HandoffList): Message {
  if (items.length === 0) return message(EMPTY[which], [section(EMPTY[which])]);
  return message(md`${HEADLINES[which]}: ${listed(items.map(heardAbout))}`, [
    section(bold(HEADLINES[which])),
    ...items.map((handoff) => itemBlock(handoff, viewerId)),
    ...pageBlocks(ACTIONS.listPage, (text) => `${text}: ${HEADLINES[which]}`, [
      next === null ? null : { block: 'page', text: 'Show more', value: `${which}:${next}` },
    ]),
  ]);
}

function itemBlock(handoff: ShownHandoff, viewerId: string): KnownBlock {
  const naming: Naming = { reader: viewerId, as: 'mention' };
  const text = lines([shortTitle(handoff), fromTo(handoff, naming), stateLine(handoff, naming)]);
  if (!handoff.readable) return section(text);
  const ask = handoff.owes?.id === viewerId ? askOf(handoff) : null;
  const mayFinish = handoff.state === 'accepted' && handoff.receiver.id === viewerId;
  const next = mayFinish ? finishButton(handoff) : openButton(handoff);
  return section(text, { accessory: ask?.inList ?? next });
}
