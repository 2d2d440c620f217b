import type { RiskEntry, RiskPicture } from '../../src/risks/read/picture.ts';
import { latestBlocks } from '../cases/history.ts';
import { message } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { md } from '../kit/text.ts';
import { bodyBlocks } from './parts/body.ts';
import { ANYTHING, actionBlock, type May } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { headline } from './parts/headline.ts';
import { titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** The card in the shared channel, updated in place. It mentions nobody: whoever is asked has a message of their own. */
export function riskCard(picture: RiskPicture): Message {
  return message(md`${titleOf(picture)}. ${headline(picture, 'text')}. ${stateLine(picture, 'text')}`, [
    ...bodyBlocks(picture, 'text'),
    actionBlock(picture, ANYTHING),
  ]);
}

/** The answer to `/risk R-7`. `history` is the latest of it, the latest first. */
export function riskMessage(picture: RiskPicture, history: readonly RiskEntry[], may: May): Message {
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    ...bodyBlocks(picture, 'mention'),
    ...latestBlocks(history, (entry) => riskEntryLine(entry, 'text')),
    actionBlock(picture, may),
  ]);
}
