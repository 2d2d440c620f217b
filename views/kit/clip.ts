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

/** The same for mrkdwn: neither an entity nor a `<…>` token is cut in two. */
export function clipMarkup(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = boundary(text, max - 1);
  const before = text.slice(0, cut);
  const token = before.lastIndexOf('<');
  const entity = before.lastIndexOf('&');
  if (token > before.lastIndexOf('>')) cut = token;
  else if (entity > before.lastIndexOf(';')) cut = entity;
  return `${text.slice(0, cut).trimEnd()}…`;
}
