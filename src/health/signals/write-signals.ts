import { Prisma } from '../../../prisma/generated/client.ts';
import { holdAccounts } from '../../accounts/hold-accounts.ts';
import type { Db, Tx, TxCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid } from '../../platform/sql.ts';
import { weekOf } from '../slides/weeks.ts';
import type { SignalRow, Standing } from './plan-signals.ts';

/**
 * Writes signals with everything that follows from them in one statement: the latest of each account and type,
 * and that their accounts are due. Keys must differ. Returns the keys that were there before, whose rows are left
 * out. Rows are taken in the order of their keys, so that two senders of the same do not lock each other out.
 */
export async function insertSignals(ctx: TxCtx, rows: readonly SignalRow[]): Promise<string[]> {
  const [answer] = await ctx.tx.$queryRaw<{ repeated: string[] }[]>`
    WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS g (id uuid, "accountId" uuid, type text, value float8, "observedAt" timestamptz, key text, corrects text,
              source text, note text, evidence text)
    ), corrected AS MATERIALIZED (
      -- Not as EXISTS: that would be planned as one look at every signal of the workspace.
      SELECT c.corrects AS key FROM signals c
       WHERE c.workspace_id = ${uuid(ctx.workspace.id)} AND c.corrects = ANY(${texts(rows.map(({ key }) => key))})
    ), kept AS (
      INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, corrects, voided,
                           source, actor, note, evidence)
      SELECT g.id, ${uuid(ctx.workspace.id)}, g."accountId", g.type, g.value, g."observedAt", ${instant(ctx.now)},
             g.key, g.corrects,
             g.key IN (SELECT key FROM corrected),
             g.source, ${JSON.stringify(ctx.actor)}::jsonb, g.note, g.evidence
        FROM given g ORDER BY g.key
      ON CONFLICT (workspace_id, key) DO NOTHING
      RETURNING id, account_id, type, value, observed_at, key, voided
    ), best AS (
      SELECT DISTINCT ON (account_id, type) * FROM kept WHERE NOT voided
       ORDER BY account_id, type, observed_at DESC, key COLLATE "C" DESC
    ), changed AS (
      INSERT INTO signals_latest AS l (account_id, type, workspace_id, signal_id, value, observed_at, key)
      SELECT account_id, type, ${uuid(ctx.workspace.id)}, id, value, observed_at, key FROM best
       ORDER BY account_id, type
      ON CONFLICT (account_id, type) DO UPDATE
         SET signal_id = excluded.signal_id, value = excluded.value, observed_at = excluded.observed_at,
             key = excluded.key
       WHERE (excluded.observed_at, excluded.key COLLATE "C") > (l.observed_at, l.key COLLATE "C")
      RETURNING account_id
    ), ${dueAfterChange(ctx)}, ${touched(ctx, Prisma.sql`kept`)}
    SELECT ARRAY(SELECT g.key FROM given g WHERE g.id NOT IN (SELECT id FROM kept)) AS repeated,
           (SELECT count(*)::int FROM woken) AS woken`;
  return answer?.repeated ?? [];
}

/**
 * Voids what is there under these keys, and finds anew what is the latest where something was voided. Only for who
 * holds the signals of the workspace alone.
 */
export async function voidCorrected(ctx: TxCtx, keys: readonly string[]): Promise<void> {
  const voided = await ctx.tx.$queryRaw<{ accountId: string; type: string }[]>`
    WITH gone AS (
      UPDATE signals SET voided = true
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND key = ANY(${texts(keys)}) AND NOT voided
      RETURNING account_id, type, observed_at
    ), ${touched(ctx, Prisma.sql`gone`)}
    SELECT account_id AS "accountId", type FROM gone`;
  if (voided.length === 0) return;
  const accountIds = voided.map(({ accountId }) => accountId);
  const held = await holdAccounts(ctx, accountIds);
  await refreshLatest(
    ctx,
    voided.map(({ accountId, type }) => ({ accountId: held.get(accountId) ?? accountId, type })),
  );
}

/** Finds the latest of these accounts and types anew, in all that is kept of them. */
async function refreshLatest(
  ctx: TxCtx,
  pairs: readonly { accountId: string; type: string }[],
): Promise<void> {
  await ctx.tx.$queryRaw`
    WITH best AS MATERIALIZED (
      SELECT p."accountId" AS account_id, p.type, b.id, b.value, b.observed_at, b.key
        FROM (SELECT DISTINCT * FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
                AS p ("accountId" uuid, type text)) AS p
        LEFT JOIN LATERAL (
          SELECT s.id, s.value, s.observed_at, s.key FROM signals s
           WHERE s.workspace_id = ${uuid(ctx.workspace.id)} AND s.account_id = p."accountId" AND s.type = p.type
             AND NOT s.voided
           ORDER BY s.observed_at DESC, s.key COLLATE "C" DESC LIMIT 1) AS b ON true
    ), removed AS (
      DELETE FROM signals_latest l USING best b
       WHERE l.account_id = b.account_id AND l.type = b.type AND l.workspace_id = ${uuid(ctx.workspace.id)}
         AND b.id IS NULL
      RETURNING l.account_id
    ), replaced AS (
      INSERT INTO signals_latest AS l (account_id, type, workspace_id, signal_id, value, observed_at, key)
      SELECT account_id, type, ${uuid(ctx.workspace.id)}, id, value, observed_at, key FROM best WHERE id IS NOT NULL
       ORDER BY account_id, type
      ON CONFLICT (account_id, type) DO UPDATE
         SET signal_id = excluded.signal_id, value = excluded.value, observed_at = excluded.observed_at,
             key = excluded.key
       WHERE l.signal_id <> excluded.signal_id
      RETURNING account_id
    ), changed AS (
      SELECT account_id FROM removed UNION ALL SELECT account_id FROM replaced
    ), ${dueAfterChange(ctx)}
    SELECT count(*)::int FROM woken`;
}

/** The accounts in `changed` have news and are due; their segments are known; the evaluation is woken. */
function dueAfterChange(ctx: TxCtx): Prisma.Sql {
  return Prisma.sql`
    due AS (
      INSERT INTO account_health AS h (account_id, workspace_id, has_news, due_at)
      SELECT DISTINCT account_id, ${uuid(ctx.workspace.id)}, true, ${instant(ctx.now)} FROM changed
       ORDER BY account_id
      ON CONFLICT (account_id) DO UPDATE SET has_news = true, due_at = least(h.due_at, excluded.due_at)
       WHERE NOT h.has_news OR h.due_at IS NULL OR h.due_at > excluded.due_at
      RETURNING account_id
    ), segments AS (
      INSERT INTO alert_segments (workspace_id, segment, preview_since)
      SELECT DISTINCT ${uuid(ctx.workspace.id)}, coalesce(a.segment, ''), ${instant(ctx.now)}
        FROM due JOIN accounts a ON a.id = due.account_id
       ORDER BY 2
      ON CONFLICT DO NOTHING
    ), woken AS MATERIALIZED (
      SELECT pg_notify('baton_health', '')::text FROM due LIMIT 1
    )`;
}

/**
 * The weekly look reads again from the earliest week that is over in which any of these signals was observed. Whether a
 * look has seen that week does not matter: one that runs beside it may not have seen the signal.
 */
function touched(ctx: TxCtx, signals: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    late AS (
      SELECT s.account_id, l.week
        FROM account_slides s
        JOIN (SELECT account_id, floor((extract(epoch FROM min(observed_at)) / 86400 - 3) / 7)::int AS week
                FROM ${signals} GROUP BY account_id) AS l ON l.account_id = s.account_id
       WHERE s.workspace_id = ${uuid(ctx.workspace.id)} AND l.week < ${weekOf(ctx.now)}::int
       ORDER BY s.account_id FOR UPDATE OF s
    ), read_again AS (
      UPDATE account_slides s SET touched_from = least(s.touched_from, l.week) FROM late l WHERE s.account_id = l.account_id
    )`;
}

/** What is kept under these keys. */
export async function storedUnder(
  db: Db | Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<Standing[]> {
  return db.signal.findMany({
    where: { workspaceId, key: { in: [...keys] } },
    select: {
      accountId: true,
      type: true,
      value: true,
      observedAt: true,
      key: true,
      corrects: true,
      source: true,
      note: true,
      evidence: true,
    },
  });
}
