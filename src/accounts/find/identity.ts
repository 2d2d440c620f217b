import { domainToASCII, domainToUnicode } from 'node:url';
import { BadCell } from '../../platform/csv/csv.ts';
import { fold } from '../../platform/text.ts';

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

/** The one spelling that all of them share. */
export function spelledOut(id: string): string {
  return spellingsOfId(id).reduce((longest, one) => (one.length > longest.length ? one : longest));
}

function suffixOf(id: string): string {
  return [0, 5, 10]
    .map((from) => {
      const large = [...id.slice(from, from + 5)].map((letter, i) => (/[A-Z]/.test(letter) ? 2 ** i : 0));
      return DIGITS[large.reduce((sum, bit) => sum + bit, 0)];
    })
    .join('');
}

/**
 * The host in a domain, a web address or an email address, in one spelling; null where there is none. A domain with
 * letters beyond ASCII is kept as people read it.
 */
export function domainOf(text: string): string | null {
  const host = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/。/g, '.')
    .trim()
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
    .replace(/^mailto:/i, '')
    .replace(/[/?#\\].*$/s, '')
    .replace(/^[^@\s]*@/, '')
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./i, '');
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(host)) return null;
  const ascii = domainToASCII(host);
  // The last label is a word: an IP address or a decimal number is no domain.
  const isDomain =
    ascii.length <= 253 &&
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/.test(ascii);
  return isDomain ? domainToUnicode(ascii) : null;
}

/** As it may be stored: rows from before one spelling was chosen have either. */
export function spellingsOf(domain: string): string[] {
  return [...new Set([domain, domainToASCII(domain)])];
}

/** The same, where having it in common says that two are one company. */
export function tellingDomain(text: string): string | null {
  const domain = domainOf(text);
  return domain !== null && !isShared(domain) ? domain : null;
}

/** Everybody may have an address, or a page, there. */
const SHARED = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com
   aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me zoho.com mail.com email.com usa.com
   fastmail.com hey.com tutanota.com tuta.io hushmail.com inbox.com posteo.de mailbox.org gmx.net gmx.com web.de
   t-online.de freenet.de arcor.de online.de vodafone.de 1und1.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr
   bbox.fr neuf.fr libero.it virgilio.it tiscali.it alice.it tin.it telefonica.net terra.com.br uol.com.br bol.com.br
   ig.com.br globo.com bluewin.ch hispeed.ch sunrise.ch aon.at chello.at btinternet.com sky.com virginmedia.com
   talktalk.net ntlworld.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
   earthlink.net shaw.ca rogers.com bell.net sympatico.ca telus.net bigpond.com bigpond.net.au optusnet.com.au
   xtra.co.nz ziggo.nl kpnmail.nl planet.nl home.nl telenet.be skynet.be telia.com tele2.se mail.ru inbox.ru list.ru
   bk.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg
   qq.com 163.com 126.com yeah.net sina.com sohu.com foxmail.com aliyun.com naver.com daum.net hanmail.net nate.com
   docomo.ne.jp ezweb.ne.jp softbank.ne.jp rediffmail.com sify.com walla.com walla.co.il
   facebook.com fb.com instagram.com linkedin.com xing.com twitter.com x.com youtube.com tiktok.com linktr.ee
   sites.google.com wordpress.com blogspot.com wixsite.com weebly.com squarespace.com github.io
   business.site notion.site myshopify.com etsy.com`.split(/\s+/),
);
const SHARED_FAMILY =
  /^(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|aol|gmx|yandex|mail\.yahoo|m\.facebook)\.[a-z]{2,3}(?:\.[a-z]{2})?$/;

function isShared(domain: string): boolean {
  return SHARED.has(domain) || SHARED_FAMILY.test(domain) || SHARED.has(domain.replace(/^[a-z]{2}\./, ''));
}

/** What a company is, by law: left out and written in many ways. */
export const LEGAL_FORMS =
  `gmbh, mbh, ag, kg, gmbh co kg, ug, se, ev, ohg, kgaa, inc, incorporated, llc, llp, lp, ltd, limited,
  plc, corp, corporation, co, company, sa, sas, sarl, srl, spa, sl, slu, bv, nv, ab, as, aps, oy, oyj,
  sro, kft, pty ltd, pty, pte ltd, pte, pvt ltd, kk, ltda, sp z oo`.split(/,\s+/);
const FORM = new RegExp(` (?:${[...LEGAL_FORMS].sort((a, b) => b.length - a.length).join('|')})$`);
const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/**
 * Whether two names are two spellings of one: accents, punctuation and the legal form may differ. Enough only where
 * something else (a domain) agrees too.
 */
export function isSameCompany(one: string, other: string): boolean {
  const others = spellingsOfName(other);
  return spellingsOfName(one).some((spelling) => others.includes(spelling));
}

function spellingsOfName(name: string): string[] {
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
