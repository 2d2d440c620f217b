// Plain time, from the platform's own calendar alone.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many minutes a clock in this zone is ahead of UTC. */
export function offsetMinutes(zone: string, at: number): number {
  const whole = Math.floor(at / MINUTE) * MINUTE;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(whole);
  const { year, month, day, hour, minute } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  return (Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - whole) / MINUTE;
}

/** The first UTC day after this one on which clocks in one of these zones are changed. */
export function clockChange(zones: readonly string[], after: number): number {
  for (let day = after; day < after + 400 * DAY; day += DAY) {
    const changes = (zone: string) => offsetMinutes(zone, day) !== offsetMinutes(zone, day + DAY);
    if (zones.some(changes)) return day;
  }
  throw new Error('no clock is ever changed in these zones');
}

/** 'YYYY-MM-DD HH:MM' as a clock in this zone shows it. */
export const localTime = (zone: string, at: Date): string =>
  new Date(at.getTime() + offsetMinutes(zone, at.getTime()) * MINUTE)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ');

/** 'YYYY-MM-DD' there. */
export const localDay = (zone: string, at: Date): string => localTime(zone, at).slice(0, 10);

/** The first weekday, so many weekdays after that of an instant, at its time of day in UTC. */
export function weekdaysAfter(at: Date, days: number): Date {
  let day = at.getTime();
  for (let left = days; left > 0; ) {
    day += DAY;
    if (!isWeekend(day)) left -= 1;
  }
  return new Date(day);
}

/** How many weekdays have begun from one instant to another, by UTC. */
export function weekdaysBetween(from: Date, to: Date): number {
  let count = 0;
  for (let day = from.getTime() + DAY; day <= to.getTime(); day += DAY) if (!isWeekend(day)) count += 1;
  return count;
}

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());

/** YYYY-MM-DD, so many days later. */
export const dayAfter = (at: Date, days: number): string =>
  new Date(at.getTime() + days * DAY).toISOString().slice(0, 10);
