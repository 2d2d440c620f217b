import type { KnownBlock } from '@slack/types';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { listed, md, plural } from '../kit/text.ts';

export interface MorningLine {
  block: KnownBlock;
  /** It waits for the reader, and not for somebody else. */
  isOwn: boolean;
  isLate: boolean;
}

/** What there is of one kind of case. */
export interface MorningPart {
  /** One, and several. */
  nouns: readonly [string, string];
  /** The command that lists them all. */
  command: string;
  lines: readonly MorningLine[];
}

const SHOWN = 10;
/** However many there are of other kinds. */
const OF_A_KIND = 3;

/**
 * Everything of one person's morning in one DM: what waits for them, and what they are to know because somebody else
 * is late with it.
 */
export function morningMessage(parts: readonly MorningPart[]): Message {
  const own = parts.map((part) => part.lines.filter(({ isOwn }) => isOwn).length);
  const late = parts.map((part) => part.lines.filter(({ isOwn, isLate }) => isLate && !isOwn).length);
  const counts = [
    waitsForYou(parts, own),
    ...parts.flatMap(({ nouns: [one, many] }, n) => {
      const count = late[n] ?? 0;
      return count > 0 ? [`${plural(count, `${one} is`, `${many} are`)} late with somebody else.`] : [];
    }),
  ].filter((sentence) => sentence !== '');
  const headline =
    counts.length === 0 ? md`Nothing waits for you any more.` : md`Good morning. ${counts.join(' ')}`;
  const shown = sharesOf(parts.map(({ lines }) => lines.length));
  return message(headline, [
    section(headline),
    ...parts.flatMap(({ lines, nouns: [one, many], command }, n) => {
      const most = shown[n] ?? 0;
      const more = lines.length - most;
      return [
        ...lines.slice(0, most).map(({ block }) => block),
        ...(more > 0
          ? [context(md`And ${plural(more, `more ${one}`, `more ${many}`)}: \`${command}\``)]
          : []),
      ];
    }),
  ]);
}

/** How many of each kind are shown: a few of every one, and the rest in their order. */
function sharesOf(counts: readonly number[]): number[] {
  const shares = counts.map((count) => Math.min(count, OF_A_KIND));
  let left = SHOWN - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, n) => {
    const more = Math.max(0, Math.min((counts[n] ?? 0) - share, left));
    left -= more;
    return share + more;
  });
}

function waitsForYou(parts: readonly MorningPart[], own: readonly number[]): string {
  const total = own.reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const things = parts.flatMap(({ nouns }, n) => (own[n] ? [plural(own[n], ...nouns)] : []));
  return `${listed(things)} ${total === 1 ? 'waits' : 'wait'} for you.`;
}
