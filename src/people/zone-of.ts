import { isZone } from '../time/local-date.ts';

const HOUR = 3_600;

/** Zones whose clocks stand between the hours, by their seconds east of UTC. Each keeps it all year, where one does. */
const BETWEEN = new Map([
  [-9.5 * HOUR, 'Pacific/Marquesas'],
  [-3.5 * HOUR, 'America/St_Johns'],
  [-2.5 * HOUR, 'America/St_Johns'],
  [3.5 * HOUR, 'Asia/Tehran'],
  [4.5 * HOUR, 'Asia/Kabul'],
  [5.5 * HOUR, 'Asia/Kolkata'],
  [5.75 * HOUR, 'Asia/Kathmandu'],
  [6.5 * HOUR, 'Asia/Yangon'],
  [8.75 * HOUR, 'Australia/Eucla'],
  [9.5 * HOUR, 'Australia/Darwin'],
  [10.5 * HOUR, 'Australia/Adelaide'],
  [12.75 * HOUR, 'Pacific/Chatham'],
  [13.75 * HOUR, 'Pacific/Chatham'],
]);

/**
 * The zone of a user as Slack tells it: by its name; where that is missing, or none that this machine can calculate
 * with, one as far from UTC; else UTC.
 */
export function zoneOf({
  tz,
  tz_offset: offset,
}: {
  tz?: string | null | undefined;
  tz_offset?: number | null | undefined;
}): string {
  if (tz && isZone(tz)) return tz;
  if (!offset) return 'UTC';
  const hours = offset / HOUR;
  // In these names the sign is the other way round.
  const whole = Number.isInteger(hours) ? `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}` : null;
  const zone = whole ?? BETWEEN.get(offset) ?? 'UTC';
  return isZone(zone) ? zone : 'UTC';
}
