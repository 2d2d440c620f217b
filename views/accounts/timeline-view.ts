import type { KnownBlock, ModalView } from '@slack/types';
import { encodePlace, type TimelineEntry, type TimelinePage } from '../../src/accounts/timeline.ts';
import { context, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { pageBlocks } from '../kit/pages.ts';
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
      ...pageBlocks(
        ACCOUNT_ACTIONS.timelinePage,
        (text) => `${text} of the timeline of ${clip(account.name, 30)}`,
        [
          page.next === null
            ? null
            : { block: 'older', text: 'Show older', value: `${account.id}:${encodePlace(page.next)}` },
          page.first ? null : { block: 'latest', text: 'Show latest', value: `${account.id}:` },
        ],
      ),
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
