// Date tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
import { type Markup, md } from './text.ts';

/**
 * An instant in the reader's own zone and language.
 * `format` uses Slack's tokens, such as '{date_short_pretty} at {time}'; `fallback` is for clients that cannot.
 */
export function dateToken(date: Date, format: string, fallback: string = utcText(date)): Markup {
  const seconds = Math.floor(instant(date).getTime() / 1000);
  const part = (text: string) => text.replace(/[\^|]/g, ' ');
  return md`<!date^${seconds}^${part(format)}|${part(fallback)}>`;
}

/** 'Today at 14:05', in the reader's zone. */
export const when = (date: Date): Markup => dateToken(date, '{date_short_pretty} at {time}');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** '3 Dec 2026 at 14:05 UTC', for places where Slack renders no date token, such as plain text. */
export function utcText(date: Date): string {
  const iso = instant(date).toISOString();
  return `${day(iso.slice(0, -14))} at ${iso.slice(-13, -8)} UTC`;
}

/** A calendar date, 'YYYY-MM-DD', as '3 Dec 2026'. It has no zone and is the same day everywhere. */
export function day(isoDay: string): string {
  const [, year, month, date] = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/.exec(isoDay) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (!name) throw new Error('not a calendar date');
  return `${Number(date)} ${name} ${year}`;
}

function instant(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new Error('not an instant');
  return date;
}
