import { Prisma } from '../../prisma/generated/client.ts';
import { amountOf } from '../figures/exposed.ts';
import { VIEW_DAYS, type ViewAsked } from '../health/csm-view.ts';
import type { ReadCtx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { plusDays } from '../time/day.ts';

interface Row {
  id: string;
  name: string;
  value: number | null;
  saidAt: Date | null;
  said: number | null;
}

/**
 * Of the accounts of a CSM the largest of which there was no view as the day began, or one that was out of date, or of
 * another owner's time: whatever is said on the day, it stays the same one. Null: there is none.
 */
export async function loadViewAsked(
  ctx: ReadCtx & { now: Date },
  csmId: string,
  day: { from: Date },
): Promise<ViewAsked | null> {
  const { db, workspace } = ctx;
  const { join, amount } = amountOf(await loadSettings(db, workspace.id), ctx.now);
  const from = instant(day.from);
  const said = (when: Prisma.Sql) => Prisma.sql`
    SELECT v.value, v.said_at, v.owner_id FROM account_views v
     WHERE v.account_id = a.id AND v.workspace_id = a.workspace_id AND ${when}
     ORDER BY v.said_at DESC, v.id DESC LIMIT 1`;
  const [row] = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT a.id, a.name, before.value, before.said_at AS "saidAt", today.value AS said
      FROM accounts a ${join}
      LEFT JOIN LATERAL (${said(Prisma.sql`v.said_at < ${from}`)}) AS before ON true
      LEFT JOIN LATERAL (${said(Prisma.sql`v.said_at >= ${from}`)}) AS today ON true
     WHERE a.workspace_id = ${uuid(workspace.id)} AND a.cs_owner_id = ${uuid(csmId)} AND a.merged_into_id IS NULL
       AND (before.said_at IS NULL OR before.said_at <= ${instant(plusDays(day.from, -VIEW_DAYS))}
            OR before.owner_id IS DISTINCT FROM a.cs_owner_id)
       AND ${setAsideSql(Prisma.sql`a.id`, workspace.id)} IS DISTINCT FROM 'lost'
     ORDER BY ${amount} DESC NULLS LAST, a.arr DESC NULLS LAST, before.said_at NULLS FIRST, a.id LIMIT 1`);
  if (!row) return null;
  const { id, name, value, saidAt } = row;
  const before = value === null || saidAt === null ? null : { value, saidAt };
  return { account: { id, name }, before, said: row.said };
}
