import type { KnownBlock } from '@slack/types';
import type { HistoryEntry } from '../../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { actions } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { type Markup, md } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { entryLine } from './entry-line.ts';

/** Part of a history, the latest entry first: at most twenty, or Slack's limit of blocks may be passed. */
export interface HistoryPage {
  entries: readonly HistoryEntry[];
  /** Which page goes on from here; null: there is none. */
  next: string | null;
  /** Nothing later stands before it. */
  first: boolean;
}

export function datedLine(entry: HistoryEntry): Markup {
  return md`${when(entry.at)} · ${entryLine(entry, 'mention')}`;
}

/** Leads from page to page. Two blocks, since two buttons of one action may not stand in the same. */
export function pageBlocks(picture: HandoffPicture, { next, first }: HistoryPage): KnownBlock[] {
  const turn = (id: string, page: string, text: string) =>
    actions(
      id,
      button({
        action: ACTIONS.historyPage,
        text,
        value: `${picture.id}:${page}`,
        label: `${text} of the history of ${picture.name}`,
      }),
    );
  return [
    ...(next === null ? [] : [turn('older', next, 'Show older')]),
    ...(first ? [] : [turn('latest', LATEST, 'Show latest')]),
  ];
}

const LATEST = '0';
