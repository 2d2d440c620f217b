import { interruptingKinds } from '../../outbox/define-message.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import type { Calendar } from '../../time/calendar.ts';
import { DAY_MS } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { isWorkingTime, nextWorkingInstant } from '../../time/working-time.ts';

/** Longer than any local day, whatever the zone. */
const ONE_LOCAL_DAY_MS = 2 * DAY_MS;
/** Nothing is held for longer than a calendar may go without working time. */
export const LONGEST_HOLD_MS = 60 * DAY_MS;

interface Held {
  holdUntil: Date | null;
}

export interface Interruptions {
  /** Takes one place in the day on which the person would hear it: now, held until they work, or none left ('morning'). */
  take(person: Person): Held | 'morning';
  /** Takes one whether there is one left or not. */
  takeAnyway(person: Person): Held;
}

/**
 * How often each of these people may still be interrupted. Their rows are locked until the transaction ends, so that
 * two processes cannot both take the last place of a day.
 */
export async function interruptions(
  ctx: TxCtx,
  settings: Settings,
  persons: readonly Person[],
): Promise<Interruptions> {
  const zones = new Map(persons.map((person) => [person.id, person.zone]));
  const taken = new Map<string, number>();
  const placeOf = (id: string, at: Date) => `${id} ${localDate(at, zones.get(id) ?? 'UTC')}`;
  const count = (place: string) => taken.set(place, (taken.get(place) ?? 0) + 1);

  const ids = [...zones.keys()].sort();
  if (ids.length > 0) {
    await ctx.tx
      .$executeRaw`SELECT id FROM members WHERE id = ANY(${uuids(ids)}) ORDER BY slack_user_id FOR NO KEY UPDATE`;
    const recent = instant(new Date(ctx.now.getTime() - ONE_LOCAL_DAY_MS));
    const sent = await ctx.tx.$queryRaw<{ memberId: string; createdAt: Date; holdUntil: Date | null }[]>`
      SELECT member_id AS "memberId", created_at AS "createdAt", hold_until AS "holdUntil" FROM outbox_messages
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND member_id = ANY (${uuids(ids)})
         AND kind = ANY (${texts(interruptingKinds())}) AND created_at <= ${instant(ctx.now)}
         AND created_at > ${instant(new Date(ctx.now.getTime() - LONGEST_HOLD_MS))}
         AND (created_at > ${recent} OR hold_until > ${recent})
       LIMIT 10000`;
    for (const { memberId, createdAt, holdUntil } of sent) {
      count(placeOf(memberId, holdUntil ?? createdAt));
    }
  }
  const placeFor = (person: Person) => {
    const holdUntil = restingUntil(calendarOf(person, settings), settings, ctx.now);
    return { holdUntil, place: placeOf(person.id, holdUntil ?? ctx.now) };
  };
  return {
    take(person) {
      const { holdUntil, place } = placeFor(person);
      if ((taken.get(place) ?? 0) >= settings.values['interruptions.per_day']) return 'morning';
      count(place);
      return { holdUntil };
    },
    takeAnyway(person) {
      const { holdUntil, place } = placeFor(person);
      count(place);
      return { holdUntil };
    },
  };
}

/** When somebody with this calendar may be interrupted; null: now. */
export function restingUntil(calendar: Calendar, settings: Settings, now: Date): Date | null {
  const anyTime = settings.values['interruptions.outside_hours'];
  return anyTime || isWorkingTime(now, calendar) ? null : nextWorkingInstant(now, calendar);
}
