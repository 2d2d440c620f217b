/** Working time counted in the slowest way there is, to check the quick one by. Instants are milliseconds. */
export interface Reckoning {
  /** What P1D is worth, in milliseconds. */
  dayMs: number;
  add(from: number, ms: number): number;
  between(from: number, to: number): number;
  works(at: number): boolean;
  /** The next working minute, lunch being over. */
  next(from: number): number;
  /** The first working minute of a local day that is still to come. */
  morning(from: number): number;
  /** The end of the last working minute of the next local day that has one. */
  endOfNextDay(from: number): number;
  /** When a local date begins, 'YYYY-MM-DD', and when it ends. */
  dayStart(day: string): number;
  dayEnd(day: string): number;
  day(at: number): string;
}

const MINUTE = 60_000;
export const DAY = 86_400_000;

/** No night, no weekend, no zone: plain addition. */
export const ALWAYS: Reckoning = {
  dayMs: DAY,
  add: (from, ms) => from + ms,
  between: (from, to) => Math.max(0, to - from),
  works: () => true,
  next: (from) => from,
  morning: (from) => (Math.floor(from / DAY) + 1) * DAY,
  endOfNextDay: (from) => (Math.floor(from / DAY) + 2) * DAY,
  dayStart: (day) => Date.parse(day),
  dayEnd: (day) => Date.parse(day) + DAY,
  day: (at) => new Date(at).toISOString().slice(0, 10),
};

/** What the tables cover: both zones change their clocks in the first weeks of it. */
const FROM = Date.UTC(2026, 9, 10);
const MINUTES = 330 * 1440;

export interface Hours {
  dayMs: number;
  /** Weekday 0 is Monday; minute of the local day. */
  works(weekday: number, minute: number): boolean;
  holidays: readonly string[];
}

/** Looks at every minute. */
export function byTheMinute(zone: string, hours: Hours): Reckoning {
  const local = localMinutes(zone);
  const works = new Uint8Array(MINUTES);
  const firstOfDay = new Map<number, number>();
  const lastOfDay = new Map<number, number>();
  const dayBegins = new Map<number, number>();
  const holidays = new Set(hours.holidays.map((day) => Date.parse(day) / DAY));
  const dayOf = (m: number) => Math.floor((local[m] ?? 0) / 1440);
  for (let m = 0; m < MINUTES; m++) {
    const day = dayOf(m);
    if (!dayBegins.has(day)) dayBegins.set(day, m);
    if (holidays.has(day) || !hours.works((day + 3) % 7, (local[m] ?? 0) % 1440)) continue;
    works[m] = 1;
    if (!firstOfDay.has(day)) firstOfDay.set(day, m);
    lastOfDay.set(day, m);
  }
  const minuteOf = (at: number) => {
    const m = Math.floor((at - FROM) / MINUTE);
    if (m < 0 || m >= MINUTES) throw new RangeError('outside the tables');
    return m;
  };
  const instantOf = (m: number) => FROM + m * MINUTE;
  return {
    dayMs: hours.dayMs,
    add(from, ms) {
      if (ms === 0) return from;
      let left = ms;
      for (let m = minuteOf(from), at = from; m < MINUTES; m++, at = instantOf(m)) {
        if (!works[m]) continue;
        const room = instantOf(m + 1) - at;
        if (left <= room) return at + left;
        left -= room;
      }
      throw new RangeError('outside the tables');
    },
    between(from, to) {
      let sum = 0;
      for (let m = minuteOf(from); instantOf(m) < to; m++) {
        if (works[m]) sum += Math.min(to, instantOf(m + 1)) - Math.max(from, instantOf(m));
      }
      return Math.max(0, sum);
    },
    works: (at) => works[minuteOf(at)] === 1,
    next(from) {
      for (let m = minuteOf(from) + 1; ; m++) if (works[m]) return instantOf(m);
    },
    morning(from) {
      for (let m = minuteOf(from) + 1; ; m++) if (firstOfDay.get(dayOf(m)) === m) return instantOf(m);
    },
    endOfNextDay(from) {
      for (let day = dayOf(minuteOf(from)) + 1; ; day++) {
        const last = lastOfDay.get(day);
        if (last !== undefined) return instantOf(last + 1);
      }
    },
    dayStart: (day) => instantOf(dayBegins.get(Date.parse(day) / DAY) ?? Number.NaN),
    dayEnd: (day) => instantOf(dayBegins.get(Date.parse(day) / DAY + 1) ?? Number.NaN),
    day: (at) => new Date(dayOf(minuteOf(at)) * DAY).toISOString().slice(0, 10),
  };
}

/** Local minutes since 1970 for every minute of the tables. Offsets change on quarters of an hour only. */
function localMinutes(zone: string): Float64Array {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const table = new Float64Array(MINUTES);
  for (let m = 0; m < MINUTES; m += 15) {
    const parts = format.formatToParts(FROM + m * MINUTE).map(({ type, value }) => [type, value] as const);
    const { year, month, day, hour, minute } = Object.fromEntries(parts);
    const minutes = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / MINUTE;
    for (let k = 0; k < 15; k++) table[m + k] = minutes + k;
  }
  return table;
}
