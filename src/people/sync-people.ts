import { recheckAllReaders } from '../outbox/refresh.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import { memberBySlackId } from './load-people.ts';
import type { Person } from './person.ts';
import { memberFacts, type SlackUser } from './slack-user.ts';

/**
 * Inserts or updates these users in one statement and returns how many rows changed.
 * Somebody found deactivated keeps the first instant at which that was seen, and a job asks who stands in for them.
 * Where a colleague is one no more, but a guest or of another company, all channels are looked at.
 */
async function writeMembers(ctx: TxCtx, users: readonly SlackUser[]): Promise<number> {
  const byId = new Map<string, object>();
  for (const user of users) {
    const facts = memberFacts(user, ctx.workspace.slackTeamId);
    if (facts) byId.set(facts.slackUserId, { id: newId(ctx.now), ...facts });
  }
  if (byId.size === 0) return 0;
  const [done] = await ctx.tx.$queryRaw<{ written: number; leftUs: boolean }[]>`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify([...byId.values()])}::jsonb)
        AS u (id uuid, "slackUserId" text, name text, email text, zone text, "isBot" boolean, "isGuest" boolean,
              "isStranger" boolean, "isAdmin" boolean, "isDeactivated" boolean)
    ), outside AS (
      SELECT FROM given u JOIN members m ON m.slack_user_id = u."slackUserId" AND m.workspace_id = ${uuid(ctx.workspace.id)}
       WHERE (u."isGuest" OR u."isStranger") AND NOT (m.is_guest OR m.is_stranger)
    ), written AS (
    INSERT INTO members AS m (id, workspace_id, slack_user_id, name, email, zone, is_bot, is_guest, is_stranger,
                              is_admin, deactivated_at, updated_at)
    SELECT u.id, ${uuid(ctx.workspace.id)}, u."slackUserId", u.name, u.email, u.zone, u."isBot", u."isGuest",
           u."isStranger", u."isAdmin", CASE WHEN u."isDeactivated" THEN ${instant(ctx.now)} END,
           ${instant(ctx.now)}
      FROM given u
     -- Who left before they were met, or was erased since, is not met any more.
     WHERE NOT u."isDeactivated" OR EXISTS (
             SELECT FROM members k WHERE k.workspace_id = ${uuid(ctx.workspace.id)} AND k.slack_user_id = u."slackUserId")
     ORDER BY u."slackUserId"
        ON CONFLICT (workspace_id, slack_user_id) DO UPDATE
       SET name = excluded.name, email = excluded.email, zone = excluded.zone, is_bot = excluded.is_bot,
           is_guest = excluded.is_guest, is_stranger = excluded.is_stranger, is_admin = excluded.is_admin,
           deactivated_at = CASE WHEN excluded.deactivated_at IS NOT NULL
                                 THEN coalesce(m.deactivated_at, excluded.deactivated_at) END,
           absences = m.absences
                    + CASE WHEN excluded.deactivated_at IS NOT NULL AND m.deactivated_at IS NULL THEN 1 ELSE 0 END,
           updated_at = excluded.updated_at
     WHERE (m.name, m.email, m.zone, m.is_bot, m.is_guest, m.is_stranger, m.is_admin, m.deactivated_at IS NULL)
           IS DISTINCT FROM
           (excluded.name, excluded.email, excluded.zone, excluded.is_bot, excluded.is_guest,
            excluded.is_stranger, excluded.is_admin, excluded.deactivated_at IS NULL)
    RETURNING m.id
    )
    SELECT (SELECT count(*)::int FROM written) AS written, EXISTS (SELECT FROM outside) AS "leftUs"`;
  if (done?.leftUs) await recheckAllReaders(ctx);
  return done?.written ?? 0;
}

/**
 * Records one user as Slack describes it now, and returns the member; null for one who left before they were met, or was
 * erased since. Throws without a user id.
 */
export async function upsertMember(ctx: TxCtx, user: SlackUser): Promise<Person | null> {
  if (!user.id) throw new Error('Slack user without an id');
  await writeMembers(ctx, [user]);
  return memberBySlackId(ctx.tx, ctx.workspace.id, user.id);
}

const BATCH = 500;

/**
 * Brings the members in line with Slack's list, in batches that stand on their own: what was read before
 * the list broke off is kept, and the workspace is marked as synced only at the end.
 */
export async function syncPeople(
  ctx: Ctx,
  listUsers: () => AsyncIterable<SlackUser>,
): Promise<{ seen: number; changed: number }> {
  let seen = 0;
  let changed = 0;
  let batch: SlackUser[] = [];
  const flush = async () => {
    const users = batch;
    batch = [];
    seen += users.length;
    changed += await transact(ctx, (tx) => writeMembers(tx, users));
  };
  for await (const user of listUsers()) {
    batch.push(user);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await ctx.db.workspace.update({ where: { id: ctx.workspace.id }, data: { peopleSyncedAt: ctx.now } });
  return { seen, changed };
}

/** Has the people read from Slack at the next look, whenever that was done last. */
export function readPeopleAgain(ctx: Ctx): Promise<{ asked: true }> {
  return transact(ctx, async (ctx) => {
    const { id } = ctx.workspace;
    await ctx.tx.workspace.update({ where: { id }, data: { peopleSyncedAt: null } });
    await audit(ctx, { subject: { type: 'workspace', id }, action: 'people.asked' });
    return { asked: true };
  });
}

/** More people whom Baton has not met are left to the daily sync. */
const MOST_LOOKED_UP = 50;

/**
 * Is any of these people a guest, of another company, or unknown here? Up to ten thousand ids. A bot of
 * this workspace is none of them. A few whom Baton has not met are looked up in Slack and kept as members;
 * whom Slack does not show either stays unknown.
 */
export async function hasOutsiders(
  ctx: Omit<Ctx, 'actor' | 'request'>,
  slackUserIds: string[],
  lookUp: (slackUserId: string) => Promise<SlackUser | null | undefined>,
): Promise<boolean> {
  const ids = [...new Set(slackUserIds)];
  const members = await ctx.db.member.findMany({
    where: { workspaceId: ctx.workspace.id, slackUserId: { in: ids } },
    select: { slackUserId: true, isGuest: true, isStranger: true },
  });
  if (members.some((member) => member.isGuest || member.isStranger)) return true;
  const met = new Set(members.map((member) => member.slackUserId));
  const unmet = ids.filter((id) => !met.has(id));
  if (unmet.length === 0) return false;
  if (unmet.length > MOST_LOOKED_UP) return true;

  const found: SlackUser[] = [];
  for (const id of unmet) {
    const user = await lookUp(id);
    if (user?.id === id) found.push(user);
  }
  await transact({ ...ctx, actor: { type: 'job', name: 'delivery' } }, (tx) => writeMembers(tx, found));
  return (
    found.length < unmet.length ||
    found.some((user) => {
      const facts = memberFacts(user, ctx.workspace.slackTeamId);
      return facts === null || facts.isGuest || facts.isStranger;
    })
  );
}
