import type { KnownBlock, ModalView } from '@slack/types';
import { encodePlace, type TimelineEntry, type TimelinePage } from '../../src/accounts/timeline.ts';
import { actions, context, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, md } from '../kit/text.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from './ids.ts';
import { timelineLine } from './parts/timeline-line.ts';

const NAME_SHOWN = 80;
const WORDS_SHOWN = 300;

/** What happened to an account, newest first. */
export function timelineView(account: { id: string; name: string }, page: TimelinePage): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.timeline,
    title: 'Timeline',
    close: 'Close',
    metadata: account.id,
    blocks: [
      section(bold(clip(account.name, NAME_SHOWN))),
      ...(page.entries.length > 0
        ? page.entries.flatMap(entryBlocks)
        : [section(md`Nothing has happened yet.`)]),
      ...pageBlocks(account, page),
    ],
  });
}

function entryBlocks(entry: TimelineEntry): KnownBlock[] {
  const words = 'data' in entry ? entry.data.words : null;
  return [
    context(md`${when(entry.at)} · ${timelineLine(entry)}`),
    ...(words ? [section(quoted(words, WORDS_SHOWN))] : []),
  ];
}

/** Two blocks, since two buttons of one action may not stand in the same. */
function pageBlocks({ id, name }: { id: string; name: string }, { next, first }: TimelinePage): KnownBlock[] {
  const turn = (block: string, place: string, text: string) =>
    actions(
      block,
      button({
        action: ACCOUNT_ACTIONS.timelinePage,
        text,
        value: `${id}:${place}`,
        label: `${text} of the timeline of ${clip(name, 30)}`,
      }),
    );
  return [
    ...(next === null ? [] : [turn('older', encodePlace(next), 'Show older')]),
    ...(first ? [] : [turn('latest', '', 'Show latest')]),
  ];
}
