import type { KnownBlock, ModalView } from '@slack/types';
import type { HistoryEntry } from '../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { fullWords } from '../kit/long-text.ts';
import { md } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { datedLine, type HistoryPage, pageBlocks } from './parts/history-blocks.ts';
import { boldTitle } from './parts/naming.ts';

export type { HistoryPage };

/** Every change, with who, when and the words that were said. */
export function historyView(picture: HandoffPicture, page: HistoryPage): ModalView {
  return modal({
    callback: CALLBACKS.history,
    title: `History of ${picture.name}`,
    close: 'Close',
    metadata: encodeState({ id: picture.id, v: picture.version, step: 'history' }),
    blocks: [
      section(boldTitle(picture)),
      ...(page.entries.length > 0
        ? page.entries.flatMap(entryBlocks)
        : [section(md`Nothing has happened yet.`)]),
      ...pageBlocks(picture, page),
    ],
  });
}

function entryBlocks(entry: HistoryEntry): KnownBlock[] {
  return [context(datedLine(entry)), ...fullWords(entry.words ?? '')];
}
