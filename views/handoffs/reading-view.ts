import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { divider, modal, section } from '../kit/blocks.ts';
import { fullRows, quoted } from '../kit/long-text.ts';
import { lines } from '../kit/text.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { briefBlocks } from './parts/brief-blocks.ts';
import { completenessLine } from './parts/criteria-lines.ts';
import { gapBlocks } from './parts/gap-blocks.ts';
import { headBlocks } from './parts/head.ts';
import { datedLine, type HistoryPage, pageBlocks } from './parts/history-blocks.ts';
import { lostBlocks } from './parts/lost-blocks.ts';

const WORDS_SHOWN = 100;

/** The whole brief, where it stands, and what happened. Nothing is answered here. */
export function readingView(picture: HandoffPicture, page: HistoryPage): ModalView {
  const { completeness } = picture;
  return modal({
    callback: CALLBACKS.reading,
    title: `Handoff ${picture.name}`,
    close: 'Close',
    metadata: encodeState({ id: picture.id, v: picture.version, step: 'reading' }),
    blocks: [
      ...headBlocks(picture, 'mention'),
      ...(picture.state === 'returned' ? gapBlocks(picture) : []),
      divider(),
      ...lostBlocks(picture),
      ...briefBlocks(picture),
      section(completenessLine(completeness, 'all')),
      ...historyBlocks(picture, page),
    ],
  });
}

/** Shorter than the history by itself: the brief needs the room. */
function historyBlocks(picture: HandoffPicture, page: HistoryPage): KnownBlock[] {
  const rows = page.entries.map((entry) =>
    entry.words ? lines([datedLine(entry), quoted(entry.words, WORDS_SHOWN)]) : datedLine(entry),
  );
  return rows.length > 0 ? [divider(), ...fullRows('History', rows), ...pageBlocks(picture, page)] : [];
}
