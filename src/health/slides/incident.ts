import { z } from 'zod';
import { defineMessage, dm } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import { canAnswer } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { nextWorkingInstant } from '../../time/working-time.ts';

/** Points by which the week must be worse than usual, and accounts that it must have brought down. */
const LEAST_SHOCK = 4;
const LEAST_FALLEN = 10;
/** For as long as the week before was such a one, too, it is the same incident, and told once. Longer than what is usual. */
const MOST_WEEKS = 52;
const TEAMS = 100;

export const IncidentFacts = z.object({
  /** Accounts that fell with the others. */
  accounts: z.number(),
  /** Points that nearly all of them fell by. */
  points: z.number(),
});

export const SLIDE_MESSAGES = {
  incident: defineMessage({
    kind: 'health_incident',
    data: IncidentFacts,
    about: 'internal',
    whenUnknown: 'hold',
  }),
};

/**
 * Where many accounts fell in one week, asks the leads of CS teams and the admins once whether it was an incident. Part
 * of the transaction that reckons what befell everybody; returns how many accounts it tells of, or null.
 */
export async function tellOfIncident(
  ctx: TxCtx,
  week: number,
  { shock, fallen }: { shock: number; fallen: number },
): Promise<number | null> {
  if (shock < LEAST_SHOCK || fallen < LEAST_FALLEN) return null;
  const { id: workspaceId } = ctx.workspace;
  const before = await ctx.tx.slideWeek.findMany({
    where: { workspaceId, week: { gte: week - MOST_WEEKS, lt: week } },
    select: { shock: true, incident: true },
    orderBy: { week: 'desc' },
  });
  const begun = before.findIndex((then) => (then.shock ?? 0) < LEAST_SHOCK);
  if ((begun === -1 ? before : before.slice(0, begun)).some(({ incident }) => incident !== null)) return null;
  const settings = await loadSettings(ctx.tx, workspaceId);
  const teams = await ctx.tx.team.findMany({
    where: { workspaceId, lane: 'cs' },
    select: { leadId: true },
    orderBy: { id: 'asc' },
    take: TEAMS,
  });
  const admins = await findAdmins(ctx.tx, workspaceId, settings);
  const ids = new Set([...teams.flatMap(({ leadId }) => leadId ?? []), ...admins.map(({ id }) => id)]);
  const people = await loadPeople(ctx.tx, workspaceId, [...ids]);
  const readers = [...people.values()].filter((person) => ids.has(person.id) && canAnswer(person));
  await enqueue(
    ctx,
    readers.map((reader) =>
      SLIDE_MESSAGES.incident.root({
        subject: { type: 'workspace', id: workspaceId },
        ...dm(reader),
        thread: `incident:${week}:${reader.id}`,
        data: { accounts: fallen, points: shock },
        holdUntil: nextWorkingInstant(ctx.now, calendarOf(reader, settings)),
      }),
    ),
  );
  return fallen;
}
