import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which the zone keeps one offset from UTC; all in milliseconds, `until` exclusive. */
interface Stretch {
  from: number;
  until: number;
  offset: number;
}

// Finding a transition costs far more than using it: what is found is kept, per zone.
const known = new Map<string, Stretch[]>();

/** Whether the text names an IANA time zone that this runtime knows. */
export function isZone(text: string): boolean {
  if (known.has(text)) return true;
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in the zone is ahead of UTC at an instant, in milliseconds. An unknown zone throws. */
export function offsetAt(zone: string, at: number): number {
  return stretchAt(zone, at).offset;
}

/**
 * The first instant at which a clock in the zone shows `local` or later. `local` is the clock's reading taken
 * as if it were UTC. It never decreases as `local` grows, whatever the clocks do.
 */
export function firstInstantAt(zone: string, local: number): number {
  // No zone was ever further ahead of UTC than 16 hours.
  let stretch = stretchAt(zone, local - 16 * 3_600_000);
  while (local - stretch.offset >= stretch.until) stretch = stretchAt(zone, stretch.until);
  return Math.max(stretch.from, local - stretch.offset);
}

function stretchAt(zone: string, at: number): Stretch {
  const stretches = known.get(zone);
  const found = stretches?.find(({ from, until }) => from <= at && at < until);
  if (found !== undefined) return found;
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // The previous transition is strictly before its start, so we look from just after.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  const stretch = {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
  if (stretches === undefined) known.set(zone, [stretch]);
  else stretches.push(stretch);
  return stretch;
}
