/** Cuts to `max` UTF-16 units with '…', between whole characters as people see them. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, boundary(text, max - 1)).trimEnd()}…`;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

function boundary(text: string, at: number): number {
  const whole = GRAPHEMES.segment(text.slice(0, at + 64)).containing(at)?.index ?? at;
  // One endless cluster of combining marks: between code points then, or nothing would be left of it.
  if (whole > 0) return whole;
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}

/** The same for mrkdwn: neither an entity, a `<…>` token nor code is cut in two, and what was bold ends so. */
export function clipMarkup(text: string, max: number): string {
  if (text.length <= max) return text;
  const before = text.slice(0, wholeUntil(text, boundary(text, max - 1)));
  if (!endsInBold(before)) return `${before.trimEnd()}…`;
  const shorter = text.slice(0, wholeUntil(text, boundary(text, max - 2))).trimEnd();
  return endsInBold(shorter) ? `${shorter}…*` : `${shorter}…`;
}

const SHOWN_AS_LESS = /<(?:[^>|]*\|)?([^>]*)>|&\w+;/g;

/** The same by what a reader sees of it: a token counts as its label, an entity as one character. */
export function clipShown(text: string, max: number): string {
  let hidden = 0;
  for (const { 0: written, 1: label, index } of text.matchAll(SHOWN_AS_LESS)) {
    if (index - hidden >= max) break;
    hidden += written.length - (label?.length ?? 1);
  }
  return clipMarkup(text, max + hidden);
}

/** At most `cut`: where nothing is open that only its end would make whole. */
function wholeUntil(text: string, cut: number): number {
  const before = text.slice(0, cut);
  const token = before.lastIndexOf('<');
  const entity = before.lastIndexOf('&');
  if (token > before.lastIndexOf('>')) return token;
  if (entity > before.lastIndexOf(';')) return entity;
  return before.split('`').length % 2 === 0 ? before.lastIndexOf('`') : cut;
}

const BEFORE_BOLD = /(?<![\p{L}\p{N}])\*(?=\S)/gu;
const AFTER_BOLD = /(?<=\S)\*(?![\p{L}\p{N}])/gu;

/** An asterisk that begins bold text is ours: those in what people wrote have been replaced. */
function endsInBold(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const last = (mark: RegExp) => [...line.matchAll(mark)].at(-1)?.index ?? -1;
  return last(BEFORE_BOLD) > last(AFTER_BOLD);
}
