import { quoted } from '../platform/quoted.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

/** The number in a cell of a file. One that could be read in two ways is refused: 1,234 is a thousand, or not much. */
export function readNumber(cell: string): number | Refusal {
  const text = cell
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/^'(?=[\d-])/, '') // a spreadsheet's mark for text
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/\s/gu, ' ')
    .trim();
  // Of one comma with other than three digits behind it, it is certain that it is no thousand's.
  const plain = text.replace(/^([+-]?\d+),(\d{1,2}|\d{4,})$/, '$1.$2');
  if (/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : no(cell, 'is too large to be a number');
  }
  if (/^[+-]?[\d.,]+ ?%$/.test(text))
    return no(cell, "has a percent sign; write the number alone, in the type's unit");
  if (/^\(.*\d.*\)$/.test(text))
    return no(cell, 'stands in parentheses; write a minus where it is below zero');
  if (/^[+-]?\d+,\d{3}$/.test(text))
    return no(cell, 'could be a fraction or thousands; write it without a comma');
  if (/^[+-]?\d[\d.,' ]*$/.test(text)) return no(cell, 'has marks between its digits; write it like 1234.5');
  return no(cell, 'is not a number; write it like 80 or 80.5');
}

function no(cell: string, wrong: string): Refusal {
  return refuse('bad_value', `value ${quoted(cell)} ${wrong}.`, 'value');
}
