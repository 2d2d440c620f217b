import type { ModalView } from '@slack/types';
import type { RiskEntry, RiskPicture } from '../../src/risks/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { type HistoryPage, historyModal } from '../cases/history.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { showDetailsButton } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { titleOf } from './parts/naming.ts';

/** Every change, with who, when and the words that were said. */
export function riskHistoryView(picture: RiskPicture, page: HistoryPage<RiskEntry>): ModalView {
  const { id, name, version } = picture;
  return historyModal({ id, name, title: titleOf(picture) }, page, {
    callback: RISK_CALLBACKS.history,
    turn: RISK_ACTIONS.historyPage,
    metadata: encodeRiskState({ id, v: version }),
    line: (entry) => riskEntryLine(entry, 'mention'),
    below: [actionsId(picture), showDetailsButton(picture)],
  });
}
