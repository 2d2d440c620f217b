import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { localDate } from '../time/local-date.ts';
import { isWorkingTime, nextWorkingMorning } from '../time/working-time.ts';
import { calendarOf } from './calendar-of.ts';
import type { Person } from './person.ts';

const TWO_DAYS_MS = 48 * 60 * 60 * 1000; // longer than any local day

export interface Interruptions {
  /** Takes one place in the person's day: now, held until they work, or none left ('morning'). */
  take(person: Person): { holdUntil: Date | null } | 'morning';
}

/**
 * How often each of these people may still be interrupted today. Their rows are locked until the transaction ends,
 * so that two processes cannot both take the last place.
 */
export async function interruptions(
  ctx: TxCtx,
  settings: Settings,
  persons: readonly Person[],
  kinds: string[],
): Promise<Interruptions> {
  const ids = [...new Set(persons.map((person) => person.id))].sort();
  const taken = new Map<string, number>();
  if (ids.length > 0) {
    await ctx.tx
      .$executeRaw`SELECT id FROM members WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    const sent = await ctx.tx.outboxMessage.findMany({
      where: {
        workspaceId: ctx.workspace.id,
        memberId: { in: ids },
        kind: { in: kinds },
        createdAt: { gt: new Date(ctx.now.getTime() - TWO_DAYS_MS), lte: ctx.now },
      },
      select: { memberId: true, createdAt: true },
      take: 10_000,
    });
    const zones = new Map(persons.map((person) => [person.id, person.zone]));
    for (const { memberId, createdAt } of sent) {
      const zone = zones.get(memberId ?? '') ?? 'UTC';
      if (memberId && localDate(createdAt, zone) === localDate(ctx.now, zone)) {
        taken.set(memberId, (taken.get(memberId) ?? 0) + 1);
      }
    }
  }
  const perDay = settings.values['interruptions.per_day'];
  const anytime = settings.values['interruptions.outside_hours'];
  return {
    take(person) {
      const used = taken.get(person.id) ?? 0;
      if (used >= perDay) return 'morning';
      taken.set(person.id, used + 1);
      const calendar = calendarOf(person, settings);
      const working = anytime || isWorkingTime(ctx.now, calendar);
      return { holdUntil: working ? null : nextWorkingMorning(ctx.now, calendar) };
    },
  };
}
