import type { Button, KnownBlock } from '@slack/types';
import { type DraftItem, isDraft, type OwedItem, type WorkItem } from '../../../src/home/work.ts';
import type { Stored } from '../../../src/platform/stored.ts';
import { withName } from '../../cases/words.ts';
import { section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { dueLabel, when } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { bold, dotted, lines, type Markup, md, mention } from '../../kit/text.ts';
import { HOME_ACTIONS } from '../ids.ts';

const NAME_SHOWN = 50;
const NO_ACCOUNT = 'No account yet';

/** What the row of one kind of case says of its step, and the button that does it. */
export interface RowWords {
  /** Where it is not called by its account and its number. */
  title?: string;
  said: Markup[];
  /** `value`: where its id alone is not enough. */
  button: { action: string; text: string; value?: string };
}

/** Case type → its row; null where what it is made of cannot be read. */
export type WorkRows = Readonly<Record<string, (item: OwedItem, now: Date) => RowWords | null>>;

/** Returns how the rows of a kind are drawn. */
export function workRow<F>(
  facts: Stored<F>,
  words: (item: OwedItem, facts: F, now: Date) => RowWords,
): WorkRows[string] {
  return (item, now) => {
    const read = facts.read(item.facts, item.id);
    return read && words(item, read, now);
  };
}

/** One thing that waits: what it is, what is asked, until when, and the button that does it. Null: it cannot be read. */
export function itemBlock(item: WorkItem, rows: WorkRows, now: Date): KnownBlock | null {
  if (isDraft(item)) return draftBlock(item);
  const words = rows[item.type]?.(item, now);
  if (!words) return null;
  const called = item.account ? withName(clip(item.account.name, NAME_SHOWN), item.name) : item.name;
  const title = words.title ?? called;
  const about = [
    ...(item.insteadOf ? [insteadLine(item)] : []),
    ...(item.snoozedUntil ? [md`Reminders snoozed until ${when(item.snoozedUntil)}`] : []),
  ];
  const head = item.private ? md`${bold(title)} (private)` : md`${bold(title)}`;
  return section(lines([head, ...words.said, ...(about.length > 0 ? [dotted(about)] : [])]), {
    accessory: rowButton(words.button, item.id, title),
  });
}

/** By when it is owed, or since when it is late. */
export function due({ dueAt }: OwedItem, now: Date): Markup {
  return dueAt ? md` ${dueLabel(dueAt, dueAt <= now)}.` : md``;
}

function draftBlock({ id, account, changedAt }: DraftItem): KnownBlock {
  const title = clip(account ?? NO_ACCOUNT, NAME_SHOWN);
  return section(lines([bold(title), md`Not sent yet · last changed ${when(changedAt)}`]), {
    accessory: rowButton({ action: HOME_ACTIONS.resume, text: 'Resume' }, id, title),
  });
}

/** Green marks one thing on a page, and no row is that. */
function rowButton({ action, text, value }: RowWords['button'], id: string, title: string): Button {
  return button({ action, text, value: value ?? id, label: `${text}: ${title}` });
}

function insteadLine({ section, insteadOf }: OwedItem): Markup {
  const who = mention(insteadOf?.slackUserId ?? '');
  return section === 'covering'
    ? md`Overdue with ${who}. You can act for them.`
    : md`You’re covering for ${who}`;
}
