import type { KnownBlock } from '@slack/types';
import { type ListedSlides, NONE_LISTED } from '../../src/health/slides/listed.ts';
import { HEALTH_ACTIONS } from '../health/ids.ts';
import { context, header, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { due, when } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { listed, listedMarkup, type Markup, md, plural } from '../kit/text.ts';

export interface MorningLine {
  /** Whose it is, as a lock screen names it. */
  about: string;
  block: KnownBlock;
  /** By when it is owed. */
  dueAt: Date | null;
  /** It waits for the reader, and not for somebody else. */
  isOwn: boolean;
  isLate: boolean;
}

/** What there is of one kind of case. */
export interface MorningPart {
  /** Above those that wait for the reader. */
  title: string;
  lines: readonly MorningLine[];
  /** What of it is done since, as it is called: 'Acme (H-12)'. */
  done: readonly string[];
}

const SHOWN = 5;
const LATE_WITH_OTHERS = 'Late with someone else';
const NOTHING = md`All clear: nothing needs you any more.`;
const ALL_DONE = md`All done for today.`;

/**
 * Everything of one person's morning in one DM: what waits for them, and what they are to know because somebody else
 * is late with it. Once some of that is done, it is one line. Accounts of theirs that began to slide are another.
 */
export function morningMessage(parts: readonly MorningPart[], slides: ListedSlides = NONE_LISTED): Message {
  return together('Today', parts, slides);
}

/** What came for one person at one moment, of whatever kinds. */
export function gatheredMessage(parts: readonly MorningPart[]): Message {
  return together('Needs attention', parts, NONE_LISTED);
}

function together(
  title: 'Today' | 'Needs attention',
  parts: readonly MorningPart[],
  slides: ListedSlides,
): Message {
  const own = parts.flatMap(({ lines }) => lines.filter(({ isOwn }) => isOwn));
  const late = parts.flatMap(({ lines }) => lines.filter(({ isOwn, isLate }) => isLate && !isOwn));
  const done = doneLine(parts.flatMap((part) => part.done));
  const sliding = slidesBlocks(slides);
  if (own.length === 0 && late.length === 0) {
    if (done && title === 'Today')
      return message(md`${ALL_DONE} ${done}`, [section(ALL_DONE), ...sliding, context(done)]);
    if (done) return message(md`${NOTHING} ${done}`, [section(NOTHING), context(done)]);
    return sliding.length > 0
      ? message(md`${slidesText(slides)}`, sliding)
      : message(NOTHING, [section(NOTHING)]);
  }
  return message(heard(own, late), [
    section(headline(title, own, late)),
    ...parts.flatMap(({ title, lines }) =>
      group(
        title,
        lines.filter(({ isOwn }) => isOwn),
      ),
    ),
    ...group(LATE_WITH_OTHERS, late),
    ...sliding,
    ...(done ? [context(done)] : []),
  ]);
}

function group(title: string, lines: readonly MorningLine[]): KnownBlock[] {
  if (lines.length === 0) return [];
  const more = lines.length - SHOWN;
  return [
    header(title),
    ...lines.slice(0, SHOWN).map(({ block }) => block),
    ...(more > 0 ? [context(md`${more} more in Home`)] : []),
  ];
}

/** '2 accounts began to slide: Acme and Birch', and the list of them. */
function slidesBlocks(slides: ListedSlides): KnownBlock[] {
  if (slides.some.length === 0) return [];
  const accessory = button({
    action: HEALTH_ACTIONS.slides,
    text: 'Open the list…',
    label: 'Open the list of sliding accounts',
  });
  return [section(md`${slidesText(slides)}`, { accessory })];
}

function slidesText({ total, some }: ListedSlides): string {
  const names = some.slice(0, NAMED).map(({ name }) => clip(name, SLIDE_NAME_SHOWN));
  const more = total - names.length;
  const shown = listed(more > 0 ? [...names, `${more.toLocaleString('en-US')} more`] : names);
  return `${plural(total, 'account', 'accounts')} began to slide: ${shown}`;
}

const DONE_SHOWN = 5;

/** 'Done: Acme (H-12), Pine (R-3)' */
function doneLine(names: readonly string[]): Markup | null {
  if (names.length === 0) return null;
  const shown = names.slice(0, DONE_SHOWN).map((name) => md`${name}`);
  const more = names.length - shown.length;
  const listed = shown.reduce((line, name) => md`${line}, ${name}`);
  return more > 0 ? md`Done: ${listed} and ${more} more` : md`Done: ${listed}`;
}

/** '*Today: 3 to do, first due today at 10:00 AM.*' */
function headline(title: string, own: readonly MorningLine[], late: readonly MorningLine[]): Markup {
  const overdue = own.filter(({ isLate }) => isLate).length;
  const next = earliest(own.filter(({ isLate }) => !isLate));
  const parts = [
    ...(own.length > 0 ? [md`${own.length} to do`] : []),
    ...(overdue > 0 ? [md`${overdue} overdue`] : []),
    ...(next ? [md`${overdue > 0 ? 'next' : 'first'} due ${when(next)}`] : []),
    ...(late.length > 0 ? [md`${late.length} late with someone else`] : []),
  ];
  return md`*${title}: ${parts.reduce((line, part) => md`${line}, ${part}`)}.*`;
}

const earliest = (lines: readonly MorningLine[]): Date | null =>
  lines
    .flatMap(({ dueAt }) => dueAt ?? [])
    .sort((a, b) => a.getTime() - b.getTime())
    .at(0) ?? null;

const NAMED = 3;
const NAME_HEARD = 30;
/** Three of them, and what is said of them, fit a lock screen. */
const SLIDE_NAME_SHOWN = 22;

/** '3 things need you today: Acme (due …), Pine and Oak' */
function heard(own: readonly MorningLine[], late: readonly MorningLine[]): Markup {
  const said = own.length > 0 ? own : late;
  const what =
    own.length > 0
      ? `${plural(own.length, 'thing needs', 'things need')} you today`
      : `${late.length} late with someone else`;
  const [first, ...others] = said.slice(0, NAMED).map(({ about }) => clip(about, NAME_HEARD));
  const by = said[0]?.dueAt ? md` (${due(said[0].dueAt, said[0].isLate)})` : md``;
  const more = said.length > NAMED ? [`${said.length - NAMED} more`] : [];
  return md`${what}: ${listedMarkup([md`${first ?? ''}${by}`, ...others, ...more])}`;
}
