import type { KnownBlock, ModalView } from '@slack/types';
import type { RiskEntry } from '../../src/risks/history.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { actions, context, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { fullWords } from '../kit/long-text.ts';
import { md } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { actionsId, showDetailsButton } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { boldTitle } from './parts/naming.ts';

/** Part of a history, the latest entry first. */
export interface RiskHistoryPage {
  entries: readonly RiskEntry[];
  page: number;
  /** Older ones follow. */
  more: boolean;
}

/** Every change, with who, when and the words that were said. */
export function riskHistoryView(picture: RiskPicture, page: RiskHistoryPage): ModalView {
  return modal({
    callback: RISK_CALLBACKS.history,
    title: `History of ${picture.name}`,
    close: 'Close',
    metadata: encodeRiskState({ id: picture.id, v: picture.version }),
    blocks: [
      section(boldTitle(picture)),
      ...(page.entries.length > 0
        ? page.entries.flatMap(entryBlocks)
        : [section(md`Nothing has happened yet.`)]),
      ...pageBlocks(picture, page),
      actions(actionsId(picture), showDetailsButton(picture)),
    ],
  });
}

function entryBlocks(entry: RiskEntry): KnownBlock[] {
  return [
    context(md`${when(entry.at)} · ${riskEntryLine(entry, 'mention')}`),
    ...fullWords(entry.words ?? ''),
  ];
}

/** Two blocks, since two buttons of one action may not stand in the same. */
function pageBlocks(picture: RiskPicture, { page, more }: RiskHistoryPage): KnownBlock[] {
  const turn = (id: string, to: number, text: string) =>
    actions(
      id,
      button({
        action: RISK_ACTIONS.historyPage,
        text,
        value: `${picture.id}:${to}`,
        label: `${text} of the history of ${picture.name}`,
      }),
    );
  return [
    ...(more ? [turn('older', page + 1, 'Show older')] : []),
    ...(page > 0 ? [turn('latest', 0, 'Show latest')] : []),
  ];
}
