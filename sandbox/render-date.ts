// `<!date^SECONDS^FORMAT^LINK|FALLBACK>`: https://docs.slack.dev/messaging/formatting-message-text#date-formatting

/** The date token as a reader in `zone` sees it at `now` (ms). A token Slack cannot read shows its fallback. */
export function renderDate(token: string, fallback: string, zone: string, now: number): string {
  const [, seconds = '', format = ''] = token.split('^');
  if (!/^\d+$/.test(seconds) || format === '') return fallback;
  const at = Number(seconds) * 1000;
  return format.replace(/\{(\w+)\}/g, (all, name: string) => formats[name]?.(at, zone, now) ?? all);
}

type Format = (at: number, zone: string, now: number) => string;

const show = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(at).replace(/\u202f/g, ' ');

const ordinal = (day: number): string => {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
};

const dayOf: Format = (at, zone) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
const month: Format = (at, zone) => show(at, zone, { month: 'long' });
const date: Format = (at, zone) =>
  `${month(at, zone, 0)} ${ordinal(Number(show(at, zone, { day: 'numeric' })))}, ${show(at, zone, { year: 'numeric' })}`;
const dateShort: Format = (at, zone) => show(at, zone, { month: 'short', day: 'numeric', year: 'numeric' });
const dateLong: Format = (at, zone, now) => `${show(at, zone, { weekday: 'long' })}, ${date(at, zone, now)}`;

const DAY = 86_400_000;
const pretty =
  (otherwise: Format): Format =>
  (at, zone, now) => {
    const days = Math.round((Date.parse(dayOf(at, zone, now)) - Date.parse(dayOf(now, zone, now))) / DAY);
    return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)] ?? otherwise(at, zone, now);
  };

const ago: Format = (at, _zone, now) => {
  const minutes = Math.round(Math.abs(now - at) / 60_000);
  const [amount, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return at > now ? `in ${words}` : `${words} ago`;
};

const formats: Record<string, Format> = {
  date_num: dayOf,
  date_slash: (at, zone) => show(at, zone, { month: '2-digit', day: '2-digit', year: 'numeric' }),
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  date_long_full: dateLong,
  day_divider_pretty: pretty(dateLong),
  time: (at, zone) => show(at, zone, { hour: 'numeric', minute: '2-digit' }),
  time_secs: (at, zone) => show(at, zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
};
