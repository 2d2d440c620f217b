import { domainToASCII, domainToUnicode } from 'node:url';

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
