import type { ModalView } from '@slack/types';
import type { HandoffPicture, HistoryEntry } from '../../src/handoffs/read/picture.ts';
import { type HistoryPage, historyModal } from '../cases/history.ts';
import { ACTIONS, CALLBACKS, encodeState } from './ids.ts';
import { entryLine } from './parts/entry-line.ts';
import { titleOf } from './parts/naming.ts';

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
