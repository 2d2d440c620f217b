import type { RiskEntry } from '../../src/risks/history.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { context, message } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { bodyBlocks } from './parts/body.ts';
import { actionBlock, type May } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** The answer to `/risk R-7`. `history` is the latest of it, the latest first. */
export function riskMessage(picture: RiskPicture, history: readonly RiskEntry[], may: May): Message {
  const entries = history.map((entry) => md`${when(entry.at)} · ${riskEntryLine(entry, 'text')}`);
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    ...bodyBlocks(picture, 'mention'),
    ...(entries.length > 0 ? [context(lines(entries))] : []),
    actionBlock(picture, may),
  ]);
}
