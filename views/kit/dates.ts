import { type Markup, md, plural } from './text.ts';

// Date tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting

/**
 * An instant in the reader's own zone and language.
 * `format` uses Slack's tokens, such as '{date_short_pretty} at {time}'; `fallback` is for clients that cannot.
 */
export function dateToken(date: Date, format: string, fallback: string = utcText(date)): Markup {
  const seconds = Math.floor(instant(date).getTime() / 1000);
  const part = (text: string) => text.replace(/[\^|]/g, ' ');
  return md`<!date^${seconds}^${part(format)}|${part(fallback)}>`;
}

/** 'Today at 2:05 PM', in the reader's zone. */
export const when = (date: Date): Markup => dateToken(date, '{date_short_pretty} at {time}');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 'due Today at 2:05 PM' or 'overdue since …', within a line; nothing where there is no limit. */
export function due(limit: Date | null, isLate: boolean): Markup {
  if (!limit) return md``;
  return isLate ? md`overdue since ${when(limit)}` : md`due ${when(limit)}`;
}

/** The same to begin a line. */
export function dueLabel(limit: Date | null, isLate: boolean): Markup {
  if (!limit) return md``;
  return isLate ? md`Overdue since ${when(limit)}` : md`Due ${when(limit)}`;
}

/** 'Dec 3, 2026', in the reader's zone. */
export const dayOf = (at: Date): Markup => dateToken(at, '{date_short}', utcDay(at));

/** The last day on which something that ends at this instant still holds. */
export const lastDay = (until: Date): Markup => dayOf(new Date(until.getTime() - 1));

/** 'Dec 3, 2026 at 2:05 PM UTC', for places where Slack renders no date token, such as plain text. */
export function utcText(date: Date): string {
  const [hours = 0, minutes = ''] = instant(date).toISOString().slice(-13, -8).split(':');
  return `${utcDay(date)} at ${Number(hours) % 12 || 12}:${minutes} ${Number(hours) < 12 ? 'AM' : 'PM'} UTC`;
}

const TOKEN = /<!date\^(\d+)\^([^|>]*)\|[^>]*>/g;

/** What was drawn, with dates that fall back to this zone's: a lock screen shows them as they are written. */
export function withDatesIn<T>(zone: string, drawn: T): T {
  const { days, times } = formatsOf(zone);
  const said = JSON.stringify(drawn).replace(TOKEN, (_, seconds: string, format: string) => {
    const at = new Date(Number(seconds) * 1000);
    const read = format
      .replaceAll(/\{date_short(?:_pretty)?\}/g, days.format(at))
      .replaceAll('{time}', times.format(at).replace(/\s/, ' '));
    return `<!date^${seconds}^${format}|${read}>`;
  });
  return JSON.parse(said) as T;
}

interface Formats {
  days: Intl.DateTimeFormat;
  times: Intl.DateTimeFormat;
}

/** Each takes longer to make than a message to draw. */
const formats = new Map<string, Formats>();

function formatsOf(timeZone: string): Formats {
  const known = formats.get(timeZone);
  if (known) return known;
  const made: Formats = {
    days: new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'short', day: 'numeric' }),
    times: new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }),
  };
  formats.set(timeZone, made);
  return made;
}

const utcDay = (at: Date): string => day(instant(at).toISOString().slice(0, -14));

/** A calendar date, 'YYYY-MM-DD', as 'Dec 3, 2026', as Slack shows days. It has no zone and is the same day everywhere. */
export function day(isoDay: string): string {
  const [, year, month, date] = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/.exec(isoDay) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (!name) throw new Error('not a calendar date');
  return `${name} ${Number(date)}, ${year}`;
}

function instant(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new Error('not an instant');
  return date;
}

/** '3.5 working hours', '20 working minutes'; a time is never 'within 0 hours'. */
export function workingTime(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return 'less than a working minute';
  if (minutes < 60) return plural(minutes, 'working minute', 'working minutes');
  const shown = hours.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return `${shown} ${shown === '1' ? 'working hour' : 'working hours'}`;
}
