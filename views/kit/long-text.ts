import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { clip } from './clip.ts';
import { bold, clean, escaped, lines, type Markup, md, mrkdwn, quote } from './text.ts';

/** Below the 3,000 characters of a section, with room for the label. */
const ROOM = 2_800;

/** A text in full, quoted below its label. What escaping makes too long for one section goes on in the next. */
export function fullText(label: string, text: string): KnownBlock[] {
  return pieces(text).map((piece, index) =>
    section(index === 0 ? lines([bold(label), quote(piece)]) : quote(piece)),
  );
}

/** The same without a label. */
export function fullWords(text: string): KnownBlock[] {
  return pieces(text).map((piece) => section(quote(piece)));
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = '';
  let length = 0;
  for (const { segment } of GRAPHEMES.segment(clean(text).trim())) {
    // A line break starts a quoted line, which costs one character more.
    const cost = escaped(segment).length + (segment === '\n' ? 1 : 0);
    if (length + cost > ROOM && piece) {
      found.push(piece);
      piece = '';
      length = 0;
    }
    piece += segment;
    length += cost;
  }
  return piece ? [...found, piece] : found;
}

/** Rows below their label, as many to a section as fit. */
export function fullRows(label: string, rows: readonly Markup[]): KnownBlock[] {
  const sections: Markup[] = [];
  let current = bold(label);
  for (const row of rows) {
    const next = lines([current, md`• ${row}`]);
    if (lengthOf(next) <= ROOM) current = next;
    else {
      sections.push(current);
      current = md`• ${row}`;
    }
  }
  return rows.length === 0 ? [] : [...sections, current].map((text) => section(text));
}

const lengthOf = (text: Markup): number => mrkdwn(text, Number.MAX_SAFE_INTEGER).text.length;

const LINES_SHOWN = 6;

/** The beginning of what somebody wrote, quoted line for line. */
export function quoted(text: string, most = 280, rowsShown = LINES_SHOWN): Markup {
  const rows = clean(text)
    .split('\n')
    .map((row) => row.replace(/\s+/g, ' ').trim())
    .filter((row) => row !== '');
  const shown = rows.slice(0, rowsShown).join('\n');
  return quote(clip(rows.length > rowsShown ? `${shown} …` : shown, most));
}

/** The beginning of a text on one line, for messages, where the whole stands in the brief. */
export function excerpt(text: string, most = 280): string {
  return clip(text.replace(/\s+/g, ' ').trim(), most);
}
