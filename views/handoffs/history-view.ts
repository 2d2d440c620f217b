import type { ActionsBlockElement, KnownBlock, ModalView } from '@slack/types';
import type { HistoryEntry } from '../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { actions, context, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { md } from '../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState } from './ids.ts';
import { openButton } from './parts/buttons.ts';
import { entryLine } from './parts/entry-line.ts';
import { fullWords } from './parts/long-text.ts';
import { boldTitle } from './parts/naming.ts';

/** Part of a history, the latest entry first. At most 20 entries, or Slack's limit of blocks may be passed. */
export interface HistoryPage {
  entries: readonly HistoryEntry[];
  /** Where the older ones begin; null: there are none. */
  next: string | null;
  /** Nothing later stands before it. */
  first: boolean;
}

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
        ? page.entries.flatMap((entry) => entryBlocks(entry, picture))
        : [nothing()]),
      actions('history', ...pageButtons(picture, page), openButton(picture)),
    ],
  });
}

const nothing = (): KnownBlock => section(md`Nothing has happened yet.`);

function entryBlocks(entry: HistoryEntry, picture: HandoffPicture): KnownBlock[] {
  return [
    context(md`${when(entry.at)} · ${entryLine(entry, picture, 'mention')}`),
    ...fullWords(entry.words ?? ''),
  ];
}

function pageButtons(picture: HandoffPicture, { next, first }: HistoryPage): ActionsBlockElement[] {
  return [
    ...(next === null
      ? []
      : [
          button({
            action: ACTIONS.historyPage,
            text: 'Show older',
            value: `${picture.id}:${next}`,
            label: `Show older changes of ${picture.name}`,
          }),
        ]),
    ...(first
      ? []
      : [
          button({
            action: ACTIONS.history,
            text: 'Show latest',
            value: picture.id,
            label: `Show the latest changes of ${picture.name}`,
          }),
        ]),
  ];
}
