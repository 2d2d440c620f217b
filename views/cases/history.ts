import type { KnownBlock, ModalView } from '@slack/types';
import type { CaseEntry } from '../../src/cases/case.ts';
import { actions, context, modal, pageBlocks, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { fullWords } from '../kit/long-text.ts';
import { bold, lines, type Markup, md } from '../kit/text.ts';

/** Part of a history, the latest entry first: at most twenty, or Slack's limit of blocks may be passed. */
export interface HistoryPage<E extends CaseEntry> {
  entries: readonly E[];
  /** From 0, the latest. */
  page: number;
  /** Older ones follow. */
  more: boolean;
}

/** 'Today at 2:05 PM · Sample CSM accepted it' */
export const dated = ({ at }: CaseEntry, line: Markup): Markup => md`${when(at)} · ${line}`;

/** Returns the latest of it, below what is shown of the case. */
export function latestBlocks<E extends CaseEntry>(
  entries: readonly E[],
  line: (entry: E) => Markup,
): KnownBlock[] {
  return entries.length > 0 ? [context(lines(entries.map((entry) => dated(entry, line(entry)))))] : [];
}

/** Returns the buttons that lead from page to page. */
export function turnBlocks(
  action: string,
  { id, name }: { id: string; name: string },
  { page, more }: Pick<HistoryPage<CaseEntry>, 'page' | 'more'>,
): KnownBlock[] {
  return pageBlocks(action, (text) => `${text} of the history of ${name}`, [
    more ? { block: 'older', text: 'Older', value: `${id}:${page + 1}` } : null,
    page > 0 ? { block: 'latest', text: 'Latest', value: `${id}:0` } : null,
  ]);
}

/** Returns every change of a case, with who, when and the words that were said. */
export function historyModal<E extends CaseEntry>(
  shown: { id: string; name: string; title: string },
  page: HistoryPage<E>,
  how: {
    callback: string;
    turn: string;
    metadata: string;
    line: (entry: E) => Markup;
    below?: Parameters<typeof actions>;
  },
): ModalView {
  const entryBlocks = (entry: E) => [context(dated(entry, how.line(entry))), ...fullWords(entry.words ?? '')];
  return modal({
    callback: how.callback,
    title: 'History',
    close: 'Done',
    metadata: how.metadata,
    blocks: [
      section(bold(shown.title)),
      ...(page.entries.length > 0
        ? page.entries.flatMap(entryBlocks)
        : [section(md`Nothing has happened yet.`)]),
      ...turnBlocks(how.turn, shown, page),
      ...(how.below ? [actions(...how.below)] : []),
    ],
  });
}
