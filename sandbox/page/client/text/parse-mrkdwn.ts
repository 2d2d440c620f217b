// Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text

export type Piece =
  | { kind: 'text' | 'code' | 'pre'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; inside: Piece[] }
  | { kind: 'link'; href: string; inside: Piece[] }
  | { kind: 'person' | 'channel'; id: string; label: string | undefined }
  | { kind: 'date'; token: string; fallback: string }
  | { kind: 'call'; name: string }
  | { kind: 'break' };

const QUOTED = /^(?:>|&gt;) ?/;
const INLINE =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<=^|[\s([{"'>*_~-])([*_~])(\S(?:[^\n]*?\S)?)\3(?=$|[\s)\]}"'.,;:!?*_~<-])/g;
const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

export function parseMrkdwn(source: string): Piece[] {
  return source
    .split(/```\n?([\s\S]*?)```/)
    .flatMap((part, index): Piece[] =>
      index % 2 === 1 ? [{ kind: 'pre', text: unescaped(part) }] : parseLines(part),
    );
}

function parseLines(source: string): Piece[] {
  const pieces: Piece[] = [];
  let quote: Piece[] | null = null;
  let isFirst = true;
  for (const line of source.split('\n')) {
    const isQuoted = QUOTED.test(line);
    if (isQuoted) {
      const words = parseInline(line.replace(QUOTED, ''));
      if (quote) quote.push({ kind: 'break' }, ...words);
      else {
        quote = words;
        pieces.push({ kind: 'quote', inside: quote });
      }
    } else {
      // A quote ends its line by itself.
      if (!isFirst && quote === null) pieces.push({ kind: 'break' });
      quote = null;
      pieces.push(...parseInline(line));
    }
    isFirst = false;
  }
  return pieces;
}

function parseInline(source: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of source.matchAll(INLINE)) {
    const [all, code, token, mark, marked = ''] = match;
    if (match.index > end) pieces.push({ kind: 'text', text: unescaped(source.slice(end, match.index)) });
    if (code !== undefined) pieces.push({ kind: 'code', text: unescaped(code) });
    else if (token !== undefined) pieces.push(readToken(token));
    else pieces.push({ kind: MARKS[mark as keyof typeof MARKS], inside: parseInline(marked) });
    end = match.index + all.length;
  }
  if (end < source.length) pieces.push({ kind: 'text', text: unescaped(source.slice(end)) });
  return pieces;
}

function readToken(token: string): Piece {
  const bar = token.indexOf('|');
  const head = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(token.slice(bar + 1));
  if (head.startsWith('@')) return { kind: 'person', id: head.slice(1), label };
  if (head.startsWith('#')) return { kind: 'channel', id: head.slice(1), label };
  if (head.startsWith('!date^')) return { kind: 'date', token: head, fallback: label ?? '' };
  if (head.startsWith('!')) return { kind: 'call', name: label ?? head.slice(1) };
  const text = label ?? unescaped(head.replace(/^mailto:/, ''));
  return { kind: 'link', href: unescaped(head), inside: [{ kind: 'text', text }] };
}

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
