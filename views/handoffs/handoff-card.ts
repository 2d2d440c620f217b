import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { md } from '../kit/text.ts';
import { acknowledgeButton, moreMenu, openButton, reviewButton } from './parts/buttons.ts';
import { essenceBlocks } from './parts/essence.ts';
import { headBlocks } from './parts/head.ts';
import { asExpansion, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/**
 * The card in the team's channel, updated in place. It mentions nobody: people stand in it by name and never as
 * `<@…>`, since the one who is asked has a message of their own and nobody else need be called. For the kickoff, too,
 * the receiver is asked there and on Home.
 */
export function handoffCard(picture: ShownHandoff): Message {
  const from = named(picture.sender, 'text');
  const to = named(picture.receiver, 'text');
  return message(
    md`${titleOf(picture)}${asExpansion(picture) || ','} from ${from} to ${to}. ${stateLine(picture, 'text')}`,
    [...headBlocks(picture, 'text'), ...essenceBlocks(picture), ...actionBlocks(picture)],
  );
}

function actionBlocks(picture: ShownHandoff): KnownBlock[] {
  if (!picture.readable) return [];
  return [actions(actionsId(picture), ...answers(picture), moreMenu(picture, MORE[picture.state]))];
}

function answers(picture: ShownHandoff): ActionsBlockElement[] {
  if (picture.state === 'submitted') return [acknowledgeButton(picture), reviewButton(picture)];
  if (picture.state === 'acknowledged') return [reviewButton(picture)];
  return [openButton(picture)];
}

const OPEN = ['open', 'history', 'reassign', 'cancel'] as const;
/** *Read the brief* stands beside the menu already. */
const READ = ['history', 'reassign', 'cancel'] as const;
const MORE = {
  draft: ['history'],
  submitted: OPEN,
  acknowledged: OPEN,
  returned: READ,
  accepted: READ,
  finished: ['history'],
  cancelled: ['history'],
} as const;
