import type { AskStandIns } from '../cases/ask-stand-ins.ts';
import { chosenMorning, tellInMorning } from '../cases/told/remind.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Meanwhile } from './meanwhile.ts';

/** By which a member stands in their own morning; of another end it moves to another one. */
const RETURN = { clock: 'back', epoch: 0 };
const subjectOf = (memberId: string) => ({ type: 'absence', id: memberId });

/** Has whoever is away read in the DM of their first morning back what went on meanwhile. */
export const planReturn: AskStandIns = (ctx, memberId) =>
  transact(ctx, async (ctx) => {
    const person = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
    if (!person || person.deactivatedAt) return;
    const { awayUntil } = person;
    if (!awayUntil || awayUntil <= ctx.now) {
      // Whoever came back by themselves was told then.
      const { type: subjectType, id: subjectId } = subjectOf(memberId);
      if (!awayUntil)
        await ctx.tx.morningItem.deleteMany({
          where: { workspaceId: ctx.workspace.id, memberId, subjectType, subjectId },
        });
      return;
    }
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const first = chosenMorning(person, settings, awayUntil);
    const item = { subject: subjectOf(memberId), ...RETURN };
    await enqueue(ctx, [await tellInMorning(ctx, settings, person, item, first)]);
  });

interface Reading {
  db: Db;
  workspace: { id: string };
  now: Date;
}

/** The same for the DM of this day; null where it is not that of their first morning back, or nothing went on. */
export async function loadReturn(ctx: Reading, memberId: string, day: string): Promise<Meanwhile | null> {
  const { type: subjectType, id: subjectId } = subjectOf(memberId);
  const where = { workspaceId: ctx.workspace.id, memberId, day, subjectType, subjectId };
  if ((await ctx.db.morningItem.count({ where })) === 0) return null;
  const { awaySince, awayUntil } = (await timesOf(ctx, memberId)) ?? {};
  if (!awaySince || !awayUntil || awayUntil > ctx.now) return null;
  const meanwhile = await loadMeanwhile(ctx, memberId, { since: awaySince, until: awayUntil });
  return meanwhile.covered + meanwhile.waiting > 0 ? meanwhile : null;
}

/** The same for whoever is away until now; null: they are not. */
export async function loadSoFar(ctx: Reading, memberId: string): Promise<Meanwhile | null> {
  const { awaySince, awayUntil } = (await timesOf(ctx, memberId)) ?? {};
  if (!awaySince || !awayUntil || awayUntil <= ctx.now) return null;
  return loadMeanwhile(ctx, memberId, { since: awaySince, until: ctx.now });
}

const timesOf = (ctx: Reading, memberId: string) =>
  ctx.db.member.findFirst({
    where: { id: memberId, workspaceId: ctx.workspace.id },
    select: { awaySince: true, awayUntil: true },
  });

/** What whoever owes a step of a case does with it: by somebody else, it was done for them. */
const RECEIVES = ['acknowledged', 'decision_promised', 'accepted', 'returned', 'kickoff_booked', 'waiting'];
const HANDS_OVER = ['resubmitted'];
const WORKS = ['planned', 'checked_in', 'resolved'];
const SELLS = ['handed_over', 'assigned', 'dismissed'];
const named = (type: string, actions: readonly string[]) => texts(actions.map((one) => `${type}.${one}`));

async function loadMeanwhile(
  ctx: Reading,
  memberId: string,
  { since, until }: { since: Date; until: Date },
): Promise<Meanwhile> {
  const [me, workspaceId] = [uuid(memberId), uuid(ctx.workspace.id)];
  // Their cases first, each looked up in the history by its id: an absence is long, and a workspace large.
  const [counted] = await ctx.db.$queryRaw<{ covered: number; waiting: number }[]>`
    WITH theirs (type, id, actions) AS (
      SELECT 'handoff', id, ${named('handoff', [...RECEIVES, 'finished'])} FROM handoffs
       WHERE workspace_id = ${workspaceId} AND receiver_id = ${me} AND updated_at >= ${instant(since)}
      UNION ALL
      SELECT 'handoff', id, ${named('handoff', HANDS_OVER)} FROM handoffs
       WHERE workspace_id = ${workspaceId} AND sender_id = ${me} AND updated_at >= ${instant(since)}
      UNION ALL
      SELECT 'risk', id, ${named('risk', WORKS)} FROM risks
       WHERE workspace_id = ${workspaceId} AND owner_id = ${me} AND updated_at >= ${instant(since)}
      UNION ALL
      SELECT 'deal', id, ${named('deal', SELLS)} FROM deals
       WHERE workspace_id = ${workspaceId} AND owner_id = ${me} AND updated_at >= ${instant(since)}
    )
    SELECT (SELECT count(DISTINCT c.id)::int FROM theirs c CROSS JOIN LATERAL (
              SELECT FROM audit_entries e
               WHERE e.workspace_id = ${workspaceId} AND e.subject_type = c.type AND e.subject_id = c.id
                 AND e.at >= ${instant(since)} AND e.at <= ${instant(until)} AND e.action = ANY (c.actions)
                 AND e.actor ->> 'memberId' <> ${memberId} LIMIT 1) AS done) AS covered,
           (SELECT count(*)::int FROM owed o
             WHERE o.workspace_id = ${workspaceId} AND o.member_id = ${me}) AS waiting`;
  return { since, until, covered: counted?.covered ?? 0, waiting: counted?.waiting ?? 0 };
}
