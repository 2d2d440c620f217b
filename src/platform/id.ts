import { randomUUID } from 'node:crypto';

/** Before every id. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** Where ids of one time have come to: the milliseconds and the count within them of the last one. */
interface Mark {
  ms: number;
  count: number;
}

const COUNTS = 0x1000;
/** Longer than any transaction takes, so that whoever began earlier and writes later gets the greater ids. */
const SAME_TIME_MS = 60_000;
const KEPT = 8;

/** The one used last at the end. Several only where business time is set far away and back. */
const marks: Mark[] = [];

/**
 * Returns a UUIDv7 (RFC 9562, 5.7). `at` is the caller's business time. Ids that one process makes sort in the order they
 * are made, as long as their instants are within a minute of each other: one for an instant before the last one's takes
 * the next count of the last one's milliseconds, and past 4,096 in a millisecond the next millisecond (6.2, method 1). So
 * an id may say up to a minute more than its instant. Where business time has moved back further, ids begin there again.
 * (`uuid` keeps no order where it is handed the time; `uuidv7` keeps one mark, and loses it when time is set back and forth.)
 */
export function newId(at: Date): string {
  const { ms, count } = advance(at.getTime());
  const time = ms.toString(16).padStart(12, '0');
  const version = (0x7000 | count).toString(16);
  // What is random of it is that of another, of which Node draws many at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}${randomUUID().slice(18)}`;
}

function advance(ms: number): Mark {
  // Of those near enough the furthest.
  const near = marks.filter((mark) => Math.abs(mark.ms - ms) <= SAME_TIME_MS);
  const last = near.reduce<Mark | null>((most, mark) => (most && isAfter(most, mark) ? most : mark), null);
  if (last) marks.splice(marks.indexOf(last), 1);
  else if (marks.length === KEPT) marks.shift();
  const next = !last || last.ms < ms ? { ms, count: 0 } : following(last);
  marks.push(next);
  return next;
}

const isAfter = (a: Mark, b: Mark): boolean => a.ms > b.ms || (a.ms === b.ms && a.count > b.count);

const following = ({ ms, count }: Mark): Mark =>
  count + 1 < COUNTS ? { ms, count: count + 1 } : { ms: ms + 1, count: 0 };
