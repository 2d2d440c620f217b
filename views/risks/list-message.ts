import type { KnownBlock } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { day } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { formatMoney } from '../kit/money.ts';
import { dotted } from '../kit/naming.ts';
import { pageBlocks } from '../kit/pages.ts';
import { bold, lines, type Markup, md } from '../kit/text.ts';
import { RISK_ACTIONS } from './ids.ts';
import { nudgeButton, openButton } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { shortTitle } from './parts/naming.ts';
import { shortStateLine } from './parts/state-line.ts';

export interface RiskList {
  which: 'mine' | 'all';
  /** One page, at most ten. */
  items: readonly RiskPicture[];
  /** From 0. */
  page: number;
  /** Null: this is the last. */
  next: number | null;
  total: number;
  /** The member who reads: nobody is offered to nudge themselves. */
  viewerId: string;
}

const HEADLINES = { mine: 'Your risks', all: 'Open risks' };
const EMPTY = {
  mine: md`No open risk is yours. To flag an account, write \`/risk\` and its name.`,
  all: md`No risk is open. To flag an account, write \`/risk\` and its name.`,
};
const NO_MORE = md`There are no more.`;

/** The answer to `/risk mine` and `/risk list`, worst first. Only the reader sees it, so that its mentions call nobody. */
export function riskListMessage({ which, items, page, next, total, viewerId }: RiskList): Message {
  const turn = pageBlocks(RISK_ACTIONS.listPage, (text) => `${text}: ${HEADLINES[which]}`, [
    next === null ? null : { block: 'page', text: 'Show more', value: `${which}:${next}` },
    page > 0 ? { block: 'first', text: 'Show the first', value: `${which}:0` } : null,
  ]);
  if (items.length === 0) {
    const line = page > 0 ? NO_MORE : EMPTY[which];
    return message(line, [section(line), ...turn]);
  }
  const title = total > items.length ? `${HEADLINES[which]}: ${total} in all` : HEADLINES[which];
  return message(md`${title}`, [
    section(bold(title)),
    ...items.flatMap((one) => itemBlocks(one, viewerId)),
    ...turn,
  ]);
}

/** What waits for somebody else can be asked for, beside being opened. */
function itemBlocks(picture: RiskPicture, viewerId: string): KnownBlock[] {
  const stake = stakeLine(picture);
  const text = lines([
    shortTitle(picture),
    stake ? md`${headline(picture, 'mention')} · ${stake}` : headline(picture, 'mention'),
    shortStateLine(picture),
  ]);
  const mayNudge = picture.owed && picture.answers?.id !== viewerId;
  return mayNudge
    ? [section(text), actions(actionsId(picture), openButton(picture), nudgeButton(picture))]
    : [section(text, { accessory: openButton(picture) })];
}

function stakeLine({ account: { arr, currency, renewalOn } }: RiskPicture): Markup | null {
  const parts = [
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
  ];
  return parts.length > 0 ? dotted(parts) : null;
}
