import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffPicture, HistoryEntry } from '../../../src/handoffs/read/picture.ts';
import { dated, type HistoryPage, historyModal, turnBlocks } from '../../cases/history.ts';
import { divider, modal, section } from '../../kit/blocks.ts';
import { fullRows, quoted } from '../../kit/long-text.ts';
import { lines } from '../../kit/text.ts';
import { briefBlocks, completenessLine, lostBlocks } from '../brief/brief-blocks.ts';
import { gapBlocks } from '../brief/screen-blocks.ts';
import { ACTIONS, CALLBACKS, encodeState } from '../ids.ts';
import { headBlocks } from '../parts/head.ts';
import { entryLine, titleOf } from '../parts/naming.ts';

const WORDS_SHOWN = 100;

/** The whole brief, where it stands, and what happened. Nothing is answered here. */
export function readingView(picture: HandoffPicture, page: HistoryPage<HistoryEntry>): ModalView {
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
function historyBlocks(picture: HandoffPicture, page: HistoryPage<HistoryEntry>): KnownBlock[] {
  const rows = page.entries.map((entry) => {
    const line = dated(entry, entryLine(entry, 'mention'));
    return entry.words ? lines([line, quoted(entry.words, WORDS_SHOWN)]) : line;
  });
  return rows.length > 0
    ? [divider(), ...fullRows('History', rows), ...turnBlocks(ACTIONS.historyPage, picture, page)]
    : [];
}

/** Every change, with who, when and the words that were said. */
export function historyView(picture: HandoffPicture, page: HistoryPage<HistoryEntry>): ModalView {
  const { id, name, version } = picture;
  return historyModal({ id, name, title: titleOf(picture) }, page, {
    callback: CALLBACKS.history,
    turn: ACTIONS.historyPage,
    metadata: encodeState({ id, v: version, step: 'history' }),
    line: (entry) => entryLine(entry, 'mention'),
  });
}
