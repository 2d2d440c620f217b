const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How wide letters of DejaVu Sans are, in parts of their size: the first that fits, or that of a figure. */
const WIDTHS: readonly [letters: RegExp, width: number][] = [
  [/^[ .,:;'|ijlI!·]/u, 0.33],
  [/^[trf()/"-]/u, 0.44],
  [/^[mMwWЖШЩЮжшщю@%…]/u, 1],
  [/^[+−<>=&]/u, 0.84],
  [/^\p{Lu}/u, 0.76],
  [/^\p{Script=Cyrillic}/u, 0.68],
];
const FIGURE = 0.62;
const BOLD = 1.1;

/** About as wide as the words are drawn; rather more than less. */
export function widthOf(words: string, size: number, bold: boolean): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(words))
    width += WIDTHS.find(([letters]) => letters.test(segment))?.[1] ?? FIGURE;
  return width * size * (bold ? BOLD : 1);
}

/** As much of the words as fits, with '…' where that is not all. */
export function fitted(words: string, room: number, size: number, bold: boolean): string {
  if (widthOf(words, size, bold) <= room) return words;
  const all = Array.from(GRAPHEMES.segment(words), ({ segment }) => segment);
  while (all.length > 1 && widthOf(`${all.join('')}…`, size, bold) > room) all.pop();
  return `${all.join('').trimEnd()}…`;
}

/** The scripts that the font has. Anything else would be drawn as empty boxes. */
const DRAWN =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]*$/u;
const NOT_DRAWN = /\p{Extended_Pictographic}|[\u3000-\u30ff\uff00-\uffef]/u;

/** Has the font all of these letters? */
export const isDrawable = (words: string): boolean => DRAWN.test(words) && !NOT_DRAWN.test(words);
