import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import type { PersonRef } from '../../src/people/person.ts';
import { clip, clipMarkup, clipShown } from './clip.ts';
import { LIMITS } from './limits.ts';

// Text for Slack: https://docs.slack.dev/messaging/formatting-message-text

const MARKUP: unique symbol = Symbol('markup');

/**
 * Text in which everything that came from outside is escaped. Only this module makes it, so that a plain
 * string (what a customer or a colleague wrote) cannot reach a mrkdwn field as it is.
 */
export interface Markup {
  readonly [MARKUP]: string;
}

const trusted = (text: string): Markup => ({ [MARKUP]: text });
const isMarkup = (value: unknown): value is Markup =>
  typeof value === 'object' && value !== null && MARKUP in value;

/** Shown where there is nothing to show: Slack refuses empty text. */
export const BLANK = '–';

/**
 * What somebody wrote, to be read as they wrote it: the three characters that are markup to Slack are escaped, the
 * marks that would format get look-alikes, and what cannot be shown is dropped.
 */
export function escaped(text: string): string {
  return entities(withoutFormat(clean(text)));
}

const entities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack has no escape for these. */
const LOOK_ALIKES: Record<string, string> = { '*': '\u2217', _: '\u02CD', '~': '\u223C', '`': '\u02CB' };

/** One inside a word (snake_case) or by itself (2 * 3) formats nothing, and stays. */
const FORMATTING_MARK = /`|(?<![\p{L}\p{N}])[*_~](?!\s|$)|(?<!\s|^)[*_~](?![\p{L}\p{N}])/gmu;
/** At the beginning of a line it makes a block quote, escaped or not. */
const QUOTE_MARK = /^>/gm;

function withoutFormat(text: string): string {
  return text.replace(FORMATTING_MARK, (mark) => LOOK_ALIKES[mark] ?? mark).replace(QUOTE_MARK, '\u203A');
}

const RIGHT_TO_LEFT =
  /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;

/** Text read from the right, kept from turning the figures and signs behind it around; other text as it is. */
export function isolated(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  return text.replace(/^[^\n\u2068].*$/gm, '\u2068$&\u2069');
}

/** Half surrogate pairs cannot be sent, control characters (save line breaks and tabs) cannot be read. */
export function clean(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');
}

/** Writes mrkdwn. The literal parts are markup; every interpolation is escaped unless it is Markup itself. */
export function md(parts: TemplateStringsArray, ...values: (string | number | Markup)[]): Markup {
  const written = values.map((value) => (isMarkup(value) ? value[MARKUP] : isolated(escaped(String(value)))));
  return trusted(parts.reduce((text, part, index) => text + (written[index - 1] ?? '') + part));
}

/** One below the other. */
export function lines(items: readonly Markup[]): Markup {
  return trusted(items.map((item) => item[MARKUP]).join('\n'));
}

/** 'a, b and c' */
export const listed = (items: readonly string[]): string => LIST.format(items);
// American English has a comma before "and".
const LIST = new Intl.ListFormat('en-GB');

/** 'a, b and c' of markup, such as mentions. */
export function listedMarkup(items: readonly (string | Markup)[]): Markup {
  return trusted(listed(items.map((item) => md`${item}`[MARKUP])));
}

/** Bold text on one line. An asterisk inside, wherever it is, could end the bold. */
export function bold(text: string): Markup {
  const line = oneLine(text).replaceAll('*', '\u2217');
  return line ? md`*${line}*` : md``;
}

/** To be copied as it is: nothing inside code formats, so only a backtick, which would end it, gets its look-alike. */
export function code(text: string): Markup {
  return trusted(`\`${entities(oneLine(text).replaceAll('`', '\u02CB'))}\``);
}

/** A block quote, line for line. */
export function quote(text: string): Markup {
  return lines(
    clean(text)
      .split('\n')
      .map((line) => md`>${line}`),
  );
}

/** A link, or only its label where the address is not http(s) or longer than Slack takes. */
export function link(address: string, label: string): Markup {
  const url = webAddress(address);
  const shown = oneLine(label) || BLANK;
  return url ? md`<${trusted(entities(url.replaceAll('|', '%7C')))}|${shown}>` : md`${shown}`;
}

function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && href.length <= LIMITS.url ? href : null;
}

const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();

/** `<@U…>`: shows the person's name, and tells them where the message is new. */
export const mention = (userId: string): Markup => md`<@${slackId(userId)}>`;
export const channelMention = (channelId: string): Markup => md`<#${slackId(channelId)}>`;

function slackId(id: string): string {
  if (!/^\w+$/.test(id)) throw new Error('not a Slack id');
  return id;
}

/** With a capital to begin a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same of markup. */
export const capitalized = (text: Markup): Markup => trusted(capital(text[MARKUP]));

/** '1 gap', '3 gaps' */
export const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Plain text needs no escaping: Slack shows it as it is. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: clip(clean(text).trim() || BLANK, max), emoji: false };
}

/** `verbatim` keeps Slack from finding mentions, channels and links in what people wrote. */
export function mrkdwn(text: Markup, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: filled(text, max), verbatim: true };
}

/** As much of a text as a lock screen shows. */
const HEARD = 120;

/** The top-level text of a message: what a lock screen shows and a screen reader reads, without marks that format. */
export function messageText(text: Markup): string {
  return filled(trusted(unformatted(text[MARKUP])), LIMITS.messageText);
}

/** What people wrote has no such mark any more: see FORMATTING_MARK. */
const unformatted = (text: string): string => clipShown(text.replace(FORMATTING_MARK, ''), HEARD);

const filled = (text: Markup, max: number): string => clipMarkup(text[MARKUP].trim() || BLANK, max);

/** mention: shows a name one can click, and calls the person where the message is new. text: calls nobody. */
type NamedAs = 'mention' | 'text';
/** With the member who reads, who is `you` in it. */
export type Naming = NamedAs | { reader: string; as: NamedAs };

export const namedAs = (naming: Naming): NamedAs => (typeof naming === 'string' ? naming : naming.as);

/** Whether it is whom the text speaks to: they *have* what anybody else *has*. */
export function isReader(person: { id?: string } | null, naming: Naming): boolean {
  return person !== null && typeof naming !== 'string' && naming.reader === person.id;
}

/** Of a name that stands in a list. */
export const NAME_SHOWN_IN_A_LIST = 50;

/** Their name, or `you`. */
export function named(
  person: Pick<PersonRef, 'slackUserId' | 'name'> & { id?: string },
  naming: Naming,
): Markup {
  if (isReader(person, naming)) return md`you`;
  return namedAs(naming) === 'mention'
    ? mention(person.slackUserId)
    : md`${clip(person.name, NAME_SHOWN_IN_A_LIST)}`;
}

/** Several short things on one line; what is empty is left out. */
export function dotted(items: readonly (string | Markup)[]): Markup {
  const said = items.map((item) => md`${item}`).filter((item) => item[MARKUP] !== '');
  return trusted(said.map((item) => item[MARKUP]).join(' · '));
}
