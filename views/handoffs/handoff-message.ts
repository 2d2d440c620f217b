import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../src/handoffs/handoff.ts';
import type { HistoryEntry, ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rules/rights.ts';
import { actionsId } from '../cases/buttons.ts';
import { latestBlocks } from '../cases/history.ts';
import { actions, message } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { md } from '../kit/text.ts';
import { askActions, askOf } from './parts/ask.ts';
import { finishButton, moreMenu, openButton } from './parts/buttons.ts';
import { entryLine } from './parts/entry-line.ts';
import { essenceBlocks } from './parts/essence.ts';
import { headBlocks } from './parts/head.ts';
import { titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

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
