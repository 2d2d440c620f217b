import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { actions, divider, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { bold, lines, md, quote } from '../kit/text.ts';
import type { HistoryPage } from './history-view.ts';
import { CALLBACKS, encodeState } from './ids.ts';
import { briefBlocks } from './parts/brief-blocks.ts';
import { historyButton } from './parts/buttons.ts';
import { completenessLine } from './parts/criteria-lines.ts';
import { entryLine } from './parts/entry-line.ts';
import { gapBlocks } from './parts/gap-blocks.ts';
import { headBlocks } from './parts/head.ts';
import { excerpt } from './parts/long-text.ts';

const ENTRIES_SHOWN = 5;

/** The whole brief, where it stands, and what happened last. Nothing is answered here. */
export function readingView(picture: HandoffPicture, page: HistoryPage): ModalView {
  const { brief, criteria, completeness } = picture;
  return modal({
    callback: CALLBACKS.reading,
    title: `Handoff ${picture.name}`,
    close: 'Close',
    metadata: encodeState({ id: picture.id, v: picture.version, step: 'reading' }),
    blocks: [
      ...headBlocks(picture, 'mention'),
      ...(picture.state === 'returned' ? gapBlocks(picture) : []),
      divider(),
      ...briefBlocks(brief, criteria),
      section(completenessLine(completeness)),
      ...historyBlocks(picture, page),
    ],
  });
}

function historyBlocks(picture: HandoffPicture, { entries, next }: HistoryPage): KnownBlock[] {
  const shown = entries.slice(0, ENTRIES_SHOWN);
  if (shown.length === 0) return [];
  const items = shown.map((entry) => {
    const line = md`${when(entry.at)} · ${entryLine(entry, picture, 'mention')}`;
    return entry.words ? lines([line, quote(excerpt(entry.words, 100))]) : line;
  });
  const isAll = next === null && entries.length === shown.length && shown.every((entry) => !entry.words);
  return [
    divider(),
    section(lines([bold('History'), ...items])),
    ...(isAll ? [] : [actions('history', historyButton(picture))]),
  ];
}
