import { BadCell } from '../platform/cell.ts';

/** An id as it is kept and compared: without what nobody sees. Its case counts. */
export function idOf(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^'(?=\d)/, ''); // a spreadsheet's mark for text
}

/** The same, or throws where a spreadsheet or a program has changed it on its way: it may now be that of many. */
export function checkId(text: string, column: string): string {
  const id = idOf(text);
  if (/^[+-]?\d([.,]\d+)?e[+-]\d+$/i.test(id))
    throw new BadCell(`${column} "${id}" was shortened by the spreadsheet; format the column as text`);
  if (/^\d+[.,]0+$/.test(id))
    throw new BadCell(
      `${column} "${id}" was made a decimal number by a program; write it as ${id.split(/[.,]/)[0]}`,
    );
  return id;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * Everything that is this id. A Salesforce record has one of 15 characters, and one of 18: the same, and three that
 * say which of its letters are large.
 */
export function spellingsOfId(id: string): string[] {
  const long = /^[a-zA-Z0-9]{15}$/.test(id) ? id + suffixOf(id) : id;
  const short = /^[a-zA-Z0-9]{15}[A-Z0-5]{3}$/.test(id) ? id.slice(0, 15) : id;
  return short !== id && suffixOf(short) === id.slice(15) ? [id, short] : [...new Set([id, long])];
}

function suffixOf(id: string): string {
  return [0, 5, 10]
    .map((from) => {
      const large = [...id.slice(from, from + 5)].map((letter, i) => (/[A-Z]/.test(letter) ? 2 ** i : 0));
      return DIGITS[large.reduce((sum, bit) => sum + bit, 0)];
    })
    .join('');
}
