import type { DealDetails } from '../../src/deals/read/details.ts';
import { DEAL_FACTS } from '../../src/deals/rules/owed.ts';
import type { MorningLine, MorningPart } from '../cases/morning-message.ts';
import { askLine } from '../cases/words.ts';
import { type RowWords, workRow } from '../home/parts/work-item.ts';
import { section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { day } from '../kit/dates.ts';
import { formatMoney } from '../kit/money.ts';
import { dotted, lines, NAME_SHOWN_IN_A_LIST } from '../kit/text.ts';
import { DEAL_ACTIONS } from './ids.ts';
import {
  askOf,
  assignButton,
  DEAL_TYPES,
  finishButton,
  heardTitle,
  openButton,
  shortTitle,
  stateLine,
} from './parts.ts';

/** A deal among what waits. */
export const dealRow = workRow(DEAL_FACTS, ({ account, dueAt, section }, facts, now): RowWords => {
  const { dealType, amount, currency, wonOn, hasOwner, accountName } = facts;
  const isLate = dueAt !== null && dueAt <= now;
  const own = hasOwner
    ? { action: DEAL_ACTIONS.finish, text: 'Finish handoff' }
    : { action: DEAL_ACTIONS.assign, text: 'Assign…' };
  return {
    title: clip(account?.name ?? accountName, NAME_SHOWN_IN_A_LIST),
    said: [
      dotted([
        DEAL_TYPES[dealType],
        amount === null ? '' : formatMoney(amount, currency ?? ''),
        wonOn === null ? '' : `won ${day(wonOn)}`,
      ]),
      askLine(hasOwner ? 'Finish the handoff' : 'Assign it', dueAt, isLate),
    ],
    button: section === 'covering' ? { action: DEAL_ACTIONS.open, text: 'Open' } : own,
  };
});

export interface DealOfMorning {
  deal: DealDetails;
  isLate: boolean;
}

/** The won deals of somebody's morning. */
export function dealsOfMorning(
  items: readonly DealOfMorning[],
  viewerId: string,
  done: readonly DealDetails[] = [],
): MorningPart {
  return {
    title: 'Won, to hand over',
    lines: items.map((item) => lineOf(item, viewerId)),
    done: done.map(heardTitle),
  };
}

function lineOf({ deal, isLate }: DealOfMorning, viewerId: string): MorningLine {
  const isOwn = deal.answers === null || deal.answers.id === viewerId;
  const ask = isOwn ? askOf(deal) : null;
  const about = { about: heardTitle(deal), dueAt: deal.limitAt, isOwn, isLate };
  if (!ask)
    return {
      ...about,
      block: section(lines([shortTitle(deal), stateLine(deal, 'mention')]), { accessory: openButton(deal) }),
    };
  const accessory = deal.owner ? finishButton(deal) : assignButton(deal);
  return { ...about, block: section(lines([shortTitle(deal), ask]), { accessory }) };
}
