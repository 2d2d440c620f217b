import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffDetails, HistoryEntry } from '../../../src/handoffs/read/details.ts';
import { dated, type HistoryPage, historyModal, turnBlocks } from '../../cases/history.ts';
import { actions, divider, modal, section } from '../../kit/blocks.ts';
import { fullRows, quoted } from '../../kit/long-text.ts';
import { lines, md } from '../../kit/text.ts';
import { briefBlocks, completenessLine, lostBlocks } from '../brief/brief-blocks.ts';
import { fitted } from '../brief/fit.ts';
import { gapBlocks } from '../brief/screen-blocks.ts';
import { ACTIONS, CALLBACKS, encodeState } from '../ids.ts';
import { editButton } from '../parts/buttons.ts';
import { changeLines } from '../parts/changes.ts';
import { headBlocks } from '../parts/head.ts';
import { entryLine, titleOf } from '../parts/naming.ts';

const WORDS_SHOWN = 100;

/** The whole brief, where it stands, and what happened. Nothing is answered here, but it leads to where it is changed. */
export function readingView(
  handoff: HandoffDetails,
  page: HistoryPage<HistoryEntry>,
  { mayEdit = false }: { mayEdit?: boolean } = {},
): ModalView {
  return modal({
    callback: CALLBACKS.reading,
    title: 'Handoff',
    close: 'Done',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'reading' }),
    blocks: fitted(briefBlocks(handoff), {
      before: [
        ...headBlocks(handoff, 'mention'),
        ...(handoff.state === 'returned' ? gapBlocks(handoff) : []),
        ...(mayEdit ? [actions('edit', editButton(handoff))] : []),
        divider(),
        ...lostBlocks(handoff),
      ],
      after: [section(completenessLine(handoff, 'all')), ...historyBlocks(handoff, page)],
      rest: md`The rest of the brief doesn’t fit in one window.`,
    }),
  });
}

/** Shorter than the history by itself: the brief needs the room. */
function historyBlocks(handoff: HandoffDetails, page: HistoryPage<HistoryEntry>): KnownBlock[] {
  const rows = page.entries.map((entry) => {
    const line = dated(entry, lines([entryLine(entry, 'mention'), ...changeLines(entry)]));
    return entry.words ? lines([line, quoted(entry.words, WORDS_SHOWN)]) : line;
  });
  return rows.length > 0
    ? [divider(), ...fullRows('History', rows), ...turnBlocks(ACTIONS.historyPage, handoff, page)]
    : [];
}

/** Every change, with who, when and the words that were said. */
export function historyView(handoff: HandoffDetails, page: HistoryPage<HistoryEntry>): ModalView {
  const { id, name, version } = handoff;
  return historyModal({ id, name, title: titleOf(handoff) }, page, {
    callback: CALLBACKS.history,
    turn: ACTIONS.historyPage,
    metadata: encodeState({ id, v: version, step: 'history' }),
    line: (entry) => lines([entryLine(entry, 'mention'), ...changeLines(entry)]),
  });
}
