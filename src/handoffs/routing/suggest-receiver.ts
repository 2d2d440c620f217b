import { type Account, type Lane, Prisma } from '../../../prisma/generated/client.ts';
import { loadPeople } from '../../people/load-people.ts';
import { isAway, type Person, whyNotReceiver } from '../../people/person.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { ratesOn } from '../../settings/rates.ts';
import { isoDay } from '../../time/day.ts';
import { WAITING_STATES } from '../handoff.ts';
import { lanesFrom } from '../kind-between.ts';
import { KIND_NAMES, KINDS, kindsWith } from '../kinds.ts';
import { pickReceiver, type Seat, type Suggestion, type Why } from './routing.ts';

/** Somebody who should take the account over, and why it is them. */
export interface Suggested {
  receiver: Person;
  why: Why;
}

/**
 * Returns who should take the account over: of those lanes that the sender hands over to, the last one first, its owner;
 * else whom the rule of a team says. Null in a workspace that has no such team.
 */
export async function suggestReceiver(
  ctx: Ctx,
  account: Account | null,
  sender: Person,
): Promise<Suggested | null> {
  const lanes = await lanesOf(ctx, sender);
  const [owner] = lanes.flatMap((lane): Suggestion[] => {
    const memberId = account?.[OWNER[lane].field] ?? null;
    return memberId === null || memberId === sender.id ? [] : [{ memberId, why: { by: 'owner', lane } }];
  });
  const owns = owner ? await fitting(ctx, owner, sender) : null;
  if (owns) return owns;
  // All that a lane looks after is counted for it.
  const picked = await suggestInLanes(ctx, lanes, sender);
  return picked && fitting(ctx, picked, sender);
}

/** Null where that person cannot take it over; an owner who is away can. */
async function fitting(ctx: Ctx, { memberId, why }: Suggestion, sender: Person): Promise<Suggested | null> {
  const receiver = (await loadPeople(ctx.db, ctx.workspace.id, [memberId])).get(memberId);
  if (!receiver || whyNotReceiver(receiver, sender.id, ctx.now)) return null;
  return why.by === 'owner' || !isAway(receiver, ctx.now) ? { receiver, why } : null;
}

const OWNER = {
  sales: { field: 'salesOwnerId', column: Prisma.sql`a.sales_owner_id` },
  service: { field: 'serviceOwnerId', column: Prisma.sql`a.service_owner_id` },
  cs: { field: 'csOwnerId', column: Prisma.sql`a.cs_owner_id` },
} as const satisfies Record<Lane, unknown>;

/** Whoever hands new customers to service goes on doing so. */
async function lanesOf(ctx: Ctx, sender: Person): Promise<Lane[]> {
  const lanes = lanesFrom(sender);
  if (lanes.length === 1) return lanes;
  const last = await ctx.db.handoff.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      senderId: sender.id,
      submittedAt: { not: null },
      kind: { notIn: kindsWith('isOfBook') },
    },
    select: { kind: true },
    orderBy: { submittedAt: 'desc' },
  });
  const first = last && KINDS[last.kind].lanes.to;
  return lanes.toSorted((a, b) => Number(b === first) - Number(a === first));
}

async function suggestInLanes(ctx: Ctx, lanes: readonly Lane[], sender: Person): Promise<Suggestion | null> {
  for (const lane of lanes) {
    const picked = pickReceiver(await loadSeats(ctx, lane, sender.id), sender.zone, ctx.now);
    if (picked) return picked;
  }
  return null;
}

/**
 * SQL: whether `members m`, in `teams t`, is there to be given a handoff. A lead passes work on, unless nobody else is in
 * the team.
 */
export const isThere = (now: Date): Prisma.Sql => Prisma.sql`(
  m.deactivated_at IS NULL AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger
  AND (m.away_until IS NULL OR m.away_until <= ${instant(now)})
  AND (t.lead_id IS DISTINCT FROM m.id OR (SELECT count(*) FROM team_members o WHERE o.team_id = t.id) = 1))`;

/** More are not compared. */
const SEATS = 1_000;

/**
 * An account is counted once, whether it is theirs or waits for them to answer. How many are theirs is counted on the index;
 * what they are worth is read of each, and only where a team goes by it.
 */
async function loadSeats(ctx: Ctx, lane: Lane, senderId: string): Promise<Seat[]> {
  const workspaceId = uuid(ctx.workspace.id);
  const kinds = KIND_NAMES.filter((kind) => KINDS[kind].lanes.to === lane);
  const theirs = Prisma.sql`a.workspace_id = ${workspaceId} AND ${OWNER[lane].column} = who.id`;
  const waiting = Prisma.sql`
    SELECT h.account_id FROM handoffs h
     WHERE h.workspace_id = ${workspaceId} AND h.receiver_id = who.id
       AND h.state = ANY (${[...WAITING_STATES]}::handoff_state[]) AND h.kind = ANY (${kinds}::handoff_kind[])`;
  const rows = await ctx.db.$queryRaw<(Omit<Seat, 'amount'> & { sums: Record<string, number> })[]>`
    WITH seats AS (
      SELECT m.id AS "memberId", m.name, m.zone, t.id AS "teamId", t.name AS team, t.routing, greatest(tm.turn, t.turn) AS turn
        FROM teams t JOIN team_members tm ON tm.team_id = t.id JOIN members m ON m.id = tm.member_id
       WHERE t.workspace_id = ${workspaceId} AND t.lane = ${lane}::lane AND m.workspace_id = ${workspaceId}
         AND m.id <> ${uuid(senderId)} AND ${isThere(ctx.now)}
       ORDER BY t.name, m.id LIMIT ${SEATS}::int
    ), loads AS (
      SELECT who.id, own.accounts, worth.sums
        FROM (SELECT "memberId" AS id, bool_or(routing = 'least_arr') AS by_arr FROM seats GROUP BY "memberId") AS who
       CROSS JOIN LATERAL (
             SELECT ((SELECT count(*) FROM accounts a WHERE ${theirs})
                   - (SELECT count(*) FROM accounts a WHERE a.merged_into_id IS NOT NULL AND ${theirs})
                   + (SELECT count(*) FROM accounts a
                       WHERE a.id = ANY (ARRAY(${waiting})) AND a.merged_into_id IS NULL
                         AND ${OWNER[lane].column} IS DISTINCT FROM who.id))::int AS accounts) AS own
       CROSS JOIN LATERAL (
             SELECT coalesce(jsonb_object_agg(c.currency, c.amount) FILTER (WHERE c.amount IS NOT NULL), '{}') AS sums
               FROM (SELECT a.currency, sum(a.arr) AS amount
                       FROM accounts a
                      WHERE who.by_arr AND a.currency IS NOT NULL AND a.merged_into_id IS NULL
                        AND a.id = ANY (ARRAY(SELECT a.id FROM accounts a WHERE ${theirs} UNION ${waiting}))
                      GROUP BY a.currency) AS c) AS worth
    )
    SELECT s.*, l.accounts, l.sums FROM seats s JOIN loads l ON l.id = s."memberId" ORDER BY s.team, s."memberId"`;
  const { 'currency.reporting': reporting, 'currency.rates': rates } = (
    await loadSettings(ctx.db, ctx.workspace.id)
  ).values;
  const prices = ratesOn(rates, isoDay(ctx.now), reporting);
  return rows.map(({ sums, ...seat }) => ({
    ...seat,
    amount: Object.entries(sums).reduce((sum, [code, arr]) => sum + arr * Number(prices.get(code) ?? 0), 0),
  }));
}
