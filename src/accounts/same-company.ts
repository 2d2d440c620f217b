import { fold } from '../platform/fold.ts';

/** What a company is, by law: left out and written in many ways. */
export const LEGAL_FORMS = [
  ...['gmbh', 'mbh', 'ag', 'kg', 'gmbh co kg', 'ug', 'se', 'ev', 'ohg', 'kgaa'],
  ...[
    'inc',
    'incorporated',
    'llc',
    'llp',
    'lp',
    'ltd',
    'limited',
    'plc',
    'corp',
    'corporation',
    'co',
    'company',
  ],
  ...[
    'sa',
    'sas',
    'sarl',
    'srl',
    'spa',
    'sl',
    'slu',
    'bv',
    'nv',
    'ab',
    'as',
    'aps',
    'oy',
    'oyj',
    'sro',
    'kft',
  ],
  ...['pty ltd', 'pty', 'pte ltd', 'pte', 'pvt ltd', 'kk', 'ltda', 'sp z oo'],
];
const FORM = new RegExp(` (?:${[...LEGAL_FORMS].sort((a, b) => b.length - a.length).join('|')})$`);
const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/**
 * Whether two names are two spellings of one: accents, punctuation and the legal form may differ. Enough only where
 * something else (a domain) agrees too.
 */
export function isSameCompany(one: string, other: string): boolean {
  const others = spellingsOf(other);
  return spellingsOf(one).some((spelling) => others.includes(spelling));
}

function spellingsOf(name: string): string[] {
  const folded = fold(name);
  return [folded, folded.replace(/[äöü]/g, (letter) => GERMAN[letter] ?? letter)].map(withoutForm);
}

function withoutForm(folded: string): string {
  return wordsOf(folded).replace(FORM, '').replace(FORM, '').replaceAll(' ', '');
}

/** A name without accents, punctuation and spaces, to compare with another. */
export function bareName(name: string): string {
  return wordsOf(fold(name)).replaceAll(' ', '');
}

function wordsOf(folded: string): string {
  return folded
    .normalize('NFKD')
    .replace(/[\u0300-\u036F.'’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
