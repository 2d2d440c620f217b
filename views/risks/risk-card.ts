import type { RiskPicture } from '../../src/risks/picture.ts';
import { message } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { md } from '../kit/text.ts';
import { bodyBlocks } from './parts/body.ts';
import { ANYTHING, actionBlock } from './parts/buttons.ts';
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
