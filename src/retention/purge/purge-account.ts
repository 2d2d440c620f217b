import { randomUUID } from 'node:crypto';
import { Prisma } from '../../../prisma/generated/client.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { instant, uuid, uuids } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { mayErase } from '../step.ts';
import { countMentions, type Erased, scrub } from './scrub.ts';
import { add, type Counts, deleteSome, identifier, loadTables, type Table } from './tables.ts';

export interface Purged {
  deleted: Counts;
  /** Rows that stay without it. */
  changed: Counts;
  /** Rows in whose words it is named. They stay as they were written. */
  mentions: Counts;
  /** What Slack shows of it, by channel: what Baton removes, and what stays as it was posted. */
  shown: { channel: string; posts: number; digests: number }[];
}

const ERASED = 'Erased account';
type How = 'change' | 'count';

interface Subject {
  accounts: string[];
  /** Of these and of their cases. */
  ids: string[];
  names: string[];
  name: string;
}

/**
 * Erases an account with those merged into it and everything about them: signals, scores, handoffs, risks, deals and
 * their history. What stays of other things is without their ids and names. In small transactions; the account goes
 * last, so that a purge that was killed is done again. Null: there is none.
 */
export async function purgeAccount(ctx: Ctx, accountId: string, how: How): Promise<Purged | null> {
  const subject = await loadSubject(ctx, accountId);
  if (subject === null) return null;
  const tables = await loadTables(ctx.db);
  const erased: Erased = {
    ids: new Map(subject.ids.map((id) => [id, { column: null, text: randomUUID() }])),
    marks: new Map(),
    names: new Map(subject.names.map((name) => [name, ERASED])),
  };
  const shown = await loadShown(ctx, subject);
  const deleted: Counts = {};
  const having = (column: string) =>
    tables.filter(({ columns }) => columns.some(({ name }) => name === column));
  const ofSubject = having('subject_id');
  for (const table of ofSubject) await remove(ctx, table, 'subject_id', subject.ids, deleted, how);
  const about = having('account_id').filter(({ name }) => !ofSubject.some((one) => one.name === name));
  const others = tables.filter(({ name }) => name !== 'accounts' && !about.some((one) => one.name === name));
  const changed = await scrub(
    ctx,
    how === 'change' ? others : others.filter(({ name }) => !(name in deleted)),
    erased,
    how,
  );
  // A case may have come meanwhile.
  const { ids } = (await loadSubject(ctx, accountId)) ?? subject;
  for (const table of about) await remove(ctx, table, 'account_id', subject.accounts, deleted, how);
  // Of other accounts, and what was written meanwhile.
  if (how === 'change') await scrub(ctx, about, erased, how);
  await removeAccounts(ctx, subject.accounts, deleted, how);
  // And what jobs put right of its cases while they were there.
  if (how === 'change')
    for (const table of ofSubject) await remove(ctx, table, 'subject_id', ids, deleted, how);
  const mentions = await countMentions(ctx, how === 'change' ? tables : others, subject.name);
  return { deleted, changed, mentions, shown };
}

async function loadSubject({ db, workspace }: Ctx, accountId: string): Promise<Subject | null> {
  const rows = await db.$queryRaw<{ id: string; name: string; names: string[] }[]>`
    WITH RECURSIVE same (id) AS (
      SELECT id FROM accounts WHERE id = ${uuid(accountId)} AND workspace_id = ${uuid(workspace.id)}
      UNION SELECT a.id FROM same JOIN accounts a ON a.merged_into_id = same.id AND a.workspace_id = ${uuid(workspace.id)}
    )
    SELECT a.id, a.name, array_remove(array_cat(ARRAY[a.name, a.name_key, a.domain],
             ARRAY(SELECT external_id FROM account_external_ids e WHERE e.account_id = a.id)), NULL) AS names
      FROM same JOIN accounts a ON a.id = same.id`;
  const accounts = rows.map(({ id }) => id);
  const own = rows.find(({ id }) => id === accountId);
  if (!own) return null;
  const of = Prisma.sql`workspace_id = ${uuid(workspace.id)} AND account_id = ANY (${uuids(accounts)})`;
  const cases = await db.$queryRaw<{ id: string }[]>`
    WITH cases AS (SELECT id FROM handoffs WHERE ${of})
    SELECT id FROM cases UNION SELECT id FROM risks WHERE ${of} UNION SELECT id FROM deals WHERE ${of}
    UNION SELECT f.id FROM handoff_follow_ups f JOIN cases ON cases.id = f.handoff_id`;
  const names = new Set(rows.flatMap((row) => row.names));
  return { accounts, ids: [...accounts, ...cases.map(({ id }) => id)], names: [...names], name: own.name };
}

async function remove(
  ctx: Ctx,
  { name }: Table,
  column: string,
  ids: readonly string[],
  counts: Counts,
  how: How,
): Promise<void> {
  const which = Prisma.sql`${identifier(column)} = ANY (${uuids(ids)})`;
  if (how === 'count') {
    const [row] = await ctx.db.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS rows FROM ${identifier(name)} WHERE workspace_id = ${uuid(ctx.workspace.id)} AND ${which}`;
    return add(counts, name, row?.rows ?? 0);
  }
  for (;;) {
    const gone = await transact(ctx, async (tx) => {
      await mayErase(tx);
      if (name === 'outbox_messages') await leaveBehind(tx, which);
      return deleteSome(tx, name, which);
    });
    if (gone === 0) return;
    add(counts, name, gone);
  }
}

/** What stands in Slack is removed there by whoever serves the workspace: its buttons lead nowhere any more. */
async function leaveBehind({ tx, workspace, now }: TxCtx, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_left_behind (workspace_id, channel, ts, message_id, kind, urgent, not_before, left_at)
    SELECT workspace_id, slack_channel, slack_ts, gen_random_uuid(), kind, false, now(), ${instant(now)} FROM outbox_messages
     WHERE workspace_id = ${uuid(workspace.id)} AND ${which} AND slack_ts IS NOT NULL
    ON CONFLICT DO NOTHING`;
}

/** The accounts and the entry that says so go and come together. Children and marks of a merge are let go of by the database. */
async function removeAccounts(ctx: Ctx, ids: readonly string[], deleted: Counts, how: How): Promise<void> {
  add(deleted, 'accounts', ids.length);
  if (how === 'count') return;
  await transact(ctx, async (tx) => {
    const { id: workspaceId } = tx.workspace;
    await tx.tx.account.deleteMany({ where: { workspaceId, id: { in: [...ids] } } });
    await audit(tx, {
      subject: { type: 'workspace', id: workspaceId },
      action: 'account.purged',
      data: { deleted },
    });
  });
}

async function loadShown({ db, workspace }: Ctx, { ids, name, accounts }: Subject): Promise<Purged['shown']> {
  return db.$queryRaw<Purged['shown']>`
    WITH posts AS (
      SELECT slack_channel AS channel, false AS digest FROM outbox_messages
       WHERE workspace_id = ${uuid(workspace.id)} AND subject_id = ANY (${uuids(ids)}) AND slack_ts IS NOT NULL
      UNION ALL
      SELECT m.slack_channel, true FROM digest_runs r JOIN outbox_messages m ON m.subject_id = r.id AND m.workspace_id = r.workspace_id
       WHERE r.workspace_id = ${uuid(workspace.id)} AND m.slack_ts IS NOT NULL AND m.is_root
         AND (strpos(r.content::text, ${JSON.stringify(name)}) > 0
              OR EXISTS (SELECT FROM unnest(${uuids(accounts)}) AS a (id) WHERE strpos(r.content::text, a.id::text) > 0)))
    SELECT channel, (count(*) FILTER (WHERE NOT digest))::int AS posts, (count(*) FILTER (WHERE digest))::int AS digests
      FROM posts GROUP BY channel ORDER BY channel LIMIT 200`;
}
