import type { DigestCadence } from '../../../src/digests/subscription.ts';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** '08:00', of minutes after midnight. */
export function timeText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** 'every Monday at 08:00', 'on the first Monday of the month at 08:00' */
export function scheduleText(schedule: { cadence: DigestCadence; weekday: number; minute: number }): string {
  const weekday = WEEKDAYS[schedule.weekday] ?? WEEKDAYS[0];
  const days = schedule.cadence === 'weekly' ? `every ${weekday}` : `on the first ${weekday} of the month`;
  return `${days} at ${timeText(schedule.minute)}`;
}
