import type { ModalView } from '@slack/types';
import type { DealDetails, DealEntry } from '../../src/deals/read/details.ts';
import { ownerMark } from '../../src/deals/rules/parties.ts';
import { whyInput } from '../cases/controls.ts';
import { type HistoryPage, historyModal } from '../cases/history.ts';
import { bannerBlocks } from '../handoffs/brief/screen-blocks.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { userSelect } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { DEAL_ACTIONS, DEAL_CALLBACKS } from './ids.ts';
import { boldTitle, entryLine, factsLine, stateLine, titleOf } from './parts.ts';

const REASON_MAX = 300;

/** Whose deal it is. `mayLeave`: who does not know passes it to the sales lead. */
export function assignView(deal: DealDetails, mayLeave: boolean, banner: string | null): ModalView {
  return modal({
    callback: DEAL_CALLBACKS.assign,
    title: deal.owner ? 'Reassign deal' : 'Assign deal',
    submit: deal.owner ? 'Reassign' : 'Assign',
    close: 'Cancel',
    metadata: `${deal.id}:${ownerMark(deal.owner?.id)}`,
    blocks: [
      ...bannerBlocks(banner),
      section(lines([boldTitle(deal), stateLine(deal, 'mention')])),
      input({
        id: 'owner',
        label: 'Owner',
        hint: mayLeave
          ? 'Not sure? Leave it empty, and the sales lead decides.'
          : 'They’re asked to hand it over.',
        optional: mayLeave,
        element: userSelect({ action: VALUE, placeholder: 'Pick a colleague' }),
      }),
      context(factsLine(deal)),
    ],
  });
}

/** Why it needs no handoff. */
export function dismissView(deal: DealDetails): ModalView {
  return modal({
    callback: DEAL_CALLBACKS.dismiss,
    title: 'No handoff needed',
    submit: 'Close deal',
    close: 'Cancel',
    metadata: deal.id,
    blocks: [
      section(lines([boldTitle(deal), stateLine(deal, 'mention')])),
      whyInput('Visible to sales and CS, in its history.', REASON_MAX),
      context(md`No one is reminded of it any more.`),
    ],
  });
}

/** Every change, with who, when and the words that were said. */
export function dealHistoryView(deal: DealDetails, page: HistoryPage<DealEntry>): ModalView {
  return historyModal({ id: deal.id, name: deal.accountName, title: titleOf(deal) }, page, {
    callback: DEAL_CALLBACKS.history,
    turn: DEAL_ACTIONS.historyPage,
    metadata: deal.id,
    line: (entry) => entryLine(entry, 'mention'),
  });
}
