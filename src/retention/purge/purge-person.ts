import { Prisma } from '../../../prisma/generated/client.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { uuid } from '../../platform/sql.ts';
import { count } from '../../platform/text.ts';
import { transact } from '../../platform/transact.ts';
import { mayErase } from '../step.ts';
import type { Purged } from './purge-account.ts';
import { countMentions, type Erased, scrub } from './scrub.ts';
import { add, type Counts, deleteSome, loadTables } from './tables.ts';

/** Who did what is left to one row, the same for all who were erased: nobody can be told apart by it. */
const FORMER = { slackUserId: 'FORMER', name: 'Former colleague' };

export interface Erasable {
  id: string;
  slackUserId: string;
  name: string;
  email: string | null;
  deactivatedAt: Date | null;
}

/** Returns whom these words mean: a Slack id, an email, or a name that only one has. */
export async function findErasable({ db, workspace }: Ctx, words: string): Promise<Erasable | Refusal> {
  const found = await db.member.findMany({
    where: {
      workspaceId: workspace.id,
      OR: [
        { slackUserId: words },
        { email: { equals: words, mode: 'insensitive' } },
        { name: { equals: words, mode: 'insensitive' } },
      ],
    },
    select: { id: true, slackUserId: true, name: true, email: true, deactivatedAt: true },
    orderBy: { slackUserId: 'asc' },
    take: 2,
  });
  const [one, another] = found;
  if (one === undefined || one.slackUserId === FORMER.slackUserId)
    return refuse('unknown_person', `No one here is called “${words}”.`);
  return another ? refuse('ambiguous', `Several are called “${words}”. Give a Slack id or an email.`) : one;
}

/**
 * Erases a person: what is theirs alone goes, and what they did and wrote stays as a former colleague’s. Refused while
 * Slack has them as active, since they would be back with the next sync, and while they owe a step. In small
 * transactions; their row goes last, so that a purge that was killed is done again.
 */
export async function purgePerson(
  ctx: Ctx,
  person: Erasable,
  how: 'change' | 'count',
): Promise<Purged | Refusal> {
  const { db, workspace } = ctx;
  if (person.deactivatedAt === null)
    return refuse(
      'still_here',
      `${person.name} is active in Slack. Deactivate them there first, and wait for the next sync.`,
    );
  const owing = await db.owed.count({ where: { workspaceId: workspace.id, memberId: person.id } });
  if (owing > 0)
    return refuse(
      'owes',
      `${person.name} still owes ${count(owing, 'step')}. Reassign those first: doctor and Home name them.`,
    );
  const tables = await loadTables(db);
  const former = how === 'change' ? await formerColleague(ctx) : person.id;
  const [id, lane] = [uuid(person.id), Prisma.sql`${person.slackUserId}`];
  const shown = await loadShown(ctx, person);
  const deleted: Counts = {};
  for (const [table, which] of [
    ['morning_items', Prisma.sql`member_id = ${id}`],
    ['home_views', Prisma.sql`member_id = ${id}`],
    ['digest_subscriptions', Prisma.sql`owner_id = ${id}`],
    ['baselines', Prisma.sql`scope_key = ${person.id}`],
    ['outbox_messages', Prisma.sql`lane = ${lane}`],
    ['outbox_threads', Prisma.sql`lane = ${lane}`],
    ['outbox_lanes', Prisma.sql`key = ${lane}`],
  ] as const)
    await remove(ctx, table, which, deleted, how);
  const instead = person.name === '' ? [] : [[person.name, FORMER.name] as const];
  const erased = (column: string | null): Erased => ({
    ids: new Map([[person.id, { column, text: former }]]),
    marks: new Map([
      [person.slackUserId, FORMER.slackUserId],
      ...(person.email ? [[person.email, 'erased'] as const] : []),
    ]),
    names: new Map(instead),
  });
  const members = tables.filter(({ name }) => name === 'members');
  // Whose an account or a team is has to be somebody who is there.
  const owned = tables.filter(({ name }) => name === 'accounts' || name === 'teams');
  const others = tables.filter(
    (table) => ![...members, ...owned].includes(table) && table.name !== 'settings',
  );
  const changed: Counts = {};
  for (const [some, column] of [
    [others, former],
    [owned, null],
  ] as const)
    for (const [table, rows] of Object.entries(await scrub(ctx, some, erased(column), how)))
      if (how === 'change' || !(table in deleted)) add(changed, table, rows);
  if (how === 'change') await leaveSettings(ctx, person.slackUserId);
  add(deleted, 'members', 1);
  if (how === 'change')
    await transact(ctx, async (tx) => {
      await tx.tx.member.deleteMany({ where: { workspaceId: workspace.id, id: person.id } });
      await audit(tx, {
        subject: { type: 'workspace', id: workspace.id },
        action: 'person.purged',
        data: { deleted, changed },
      });
    });
  const mentions = await countMentions(ctx, how === 'change' ? tables : others, person.name);
  return { deleted, changed, mentions, shown };
}

async function formerColleague({ db, workspace, now }: Ctx): Promise<string> {
  const { id } = await db.member.upsert({
    where: { workspaceId_slackUserId: { workspaceId: workspace.id, slackUserId: FORMER.slackUserId } },
    create: { id: newId(now), workspaceId: workspace.id, ...FORMER, deactivatedAt: now, updatedAt: now },
    update: {},
    select: { id: true },
  });
  return id;
}

async function remove(
  ctx: Ctx,
  table: string,
  which: Prisma.Sql,
  counts: Counts,
  how: 'change' | 'count',
): Promise<void> {
  const name = Prisma.raw(`"${table}"`);
  if (how === 'count') {
    const [row] = await ctx.db.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS rows FROM ${name} WHERE workspace_id = ${uuid(ctx.workspace.id)} AND ${which}`;
    return add(counts, table, row?.rows ?? 0);
  }
  for (;;) {
    const gone = await transact(ctx, async (tx) => {
      await mayErase(tx);
      return deleteSome(tx, table, which);
    });
    if (gone === 0) return;
    add(counts, table, gone);
  }
}

/** Lists of people among the settings go on without them. */
async function leaveSettings({ db, workspace, now }: Ctx, slackUserId: string): Promise<void> {
  const rows = await db.setting.findMany({ where: { workspaceId: workspace.id } });
  for (const { key, value } of rows) {
    if (typeof value !== 'string') continue;
    const ids = value.split(/[\s,;]+/);
    if (!ids.includes(slackUserId)) continue;
    const left = ids.filter((one) => one !== slackUserId).join(', ');
    await db.setting.update({
      where: { workspaceId_key: { workspaceId: workspace.id, key } },
      data: { value: left === '' ? 'none' : left, updatedAt: now },
    });
  }
}

async function loadShown({ db, workspace }: Ctx, { id, slackUserId }: Erasable): Promise<Purged['shown']> {
  return db.$queryRaw<Purged['shown']>`
    SELECT slack_channel AS channel, count(*)::int AS posts, 0 AS digests FROM outbox_messages
     WHERE workspace_id = ${uuid(workspace.id)} AND (member_id = ${uuid(id)} OR lane = ${slackUserId}) AND slack_ts IS NOT NULL
     GROUP BY slack_channel ORDER BY 1 LIMIT 200`;
}
