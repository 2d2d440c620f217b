import { type Refusal, refuse } from './refusal.ts';

const LARGEST_FILE = 32 * 1024 * 1024;
/** How files begin that are no text, and what they are. */
const OTHERS: [bytes: string, what: string][] = [
  ['504b0304', 'The file is a workbook or a zip archive.'],
  ['d0cf11e0', 'The file is a workbook.'],
  ['25504446', 'The file is a PDF.'],
  ['1f8b', 'The file is compressed.'],
];
const SAVE = 'Save it as "CSV UTF-8" and import it again.';

/**
 * The text of a file, with \n at the ends of its lines: UTF-8, or UTF-16 with its mark. A stray byte among UTF-8
 * becomes U+FFFD, which costs its row; a file in another encoding is refused, as guessing would garble its names.
 */
export function decodeText(bytes: Uint8Array): string | Refusal {
  if (bytes.length > LARGEST_FILE) return no('The file is larger than 32 MB. Split it.');
  const begin = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const other = OTHERS.find(([start]) => begin.startsWith(start));
  if (other) return no(`${other[1]} ${SAVE}`);
  const text = decode(bytes, begin);
  if (text === null) return no(`The file is not in UTF-8. ${SAVE}`);
  return text.replace(/^\uFEFF+/, '').replace(/\r\n?/g, '\n');
}

function decode(bytes: Uint8Array, begin: string): string | null {
  if (begin.startsWith('fffe')) return new TextDecoder('utf-16le').decode(bytes);
  if (begin.startsWith('feff')) return new TextDecoder('utf-16be').decode(bytes);
  if (isWide(bytes)) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  const lost = countOf(text, /\uFFFD/g);
  return lost === 0 || countOf(text, /[^\p{ASCII}\uFFFD]/gu) >= lost ? text : null;
}

/** UTF-16 without its mark: every other byte of Latin text is zero. */
function isWide(bytes: Uint8Array): boolean {
  const some = [...bytes.subarray(0, 64)];
  const zeros = (from: 0 | 1) => some.filter((byte, i) => i % 2 === from && byte === 0).length;
  return some.length >= 4 && Math.max(zeros(0), zeros(1)) > some.length / 4;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function no(message: string): Refusal {
  return refuse('bad_csv', message);
}
