import { Prisma } from '../../prisma/generated/client.ts';
import { SELECT_PERSON } from '../people/load-people.ts';
import { answererFor, isAdmin, type Person } from '../people/person.ts';
import type { Ctx, ReadCtx } from '../platform/ctx.ts';
import { isRefusal } from '../platform/refusal.ts';
import { instant, uuid } from '../platform/sql.ts';
import { readSetting } from '../settings/catalogue.ts';
import { type Greeting, type Home, homeOf, type Place } from './home.ts';

/** More than anybody leads or covers. */
const MOST = 500;

interface Row {
  view: unknown;
  admins: unknown;
  hasPeople: boolean;
  welcomed: boolean;
  shownSetup: boolean;
  isAbsent: boolean | null;
}

/** What somebody's Home is made of, and where they left it; in one statement, since somebody waits for it. */
export async function loadHome(ctx: ReadCtx & { now: Date }, me: Person): Promise<Home> {
  const workspaceId = uuid(ctx.workspace.id);
  const id = uuid(me.id);
  const rows = await ctx.db.$queryRaw<(Row & (Person | { id: null }))[]>(Prisma.sql`
    WITH RECURSIVE around (id) AS (
      SELECT m.id FROM members m WHERE m.cover_id = ${id} OR m.manager_id = ${id}
      UNION
      SELECT tm.member_id FROM team_members tm JOIN teams t ON t.id = tm.team_id
       WHERE t.lead_id IN (SELECT ${id} UNION
                           SELECT m.id FROM members m WHERE m.cover_id = ${id} OR m.manager_id = ${id})
    ), absent (id) AS (
      SELECT m.id FROM around JOIN members m ON m.id = around.id
       WHERE m.workspace_id = ${workspaceId} AND m.id <> ${id}
         AND (m.away_until > ${instant(ctx.now)} OR m.deactivated_at IS NOT NULL)
       ORDER BY m.id LIMIT ${MOST}::int
    ), ring (id, depth) AS (
      SELECT absent.id, 0 FROM absent
      UNION
      SELECT next.id, ring.depth + 1
        FROM ring JOIN members m ON m.id = ring.id
       CROSS JOIN LATERAL (
               SELECT m.cover_id UNION SELECT m.manager_id UNION
               SELECT t.lead_id FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id
             ) AS next (id)
       WHERE ring.depth < 2 AND next.id IS NOT NULL
    ), facts AS (
      SELECT met.welcomed, met.shown_setup AS "shownSetup",
             (SELECT view FROM home_views WHERE member_id = ${id} AND workspace_id = ${workspaceId}) AS view,
             (SELECT value FROM settings WHERE workspace_id = ${workspaceId} AND key = 'admins') AS admins,
             EXISTS (SELECT FROM members m WHERE m.manager_id = ${id} AND m.workspace_id = ${workspaceId}
                        AND m.deactivated_at IS NULL AND m.id <> ${id})
          OR EXISTS (SELECT FROM teams t WHERE t.lead_id = ${id} AND t.workspace_id = ${workspaceId}) AS "hasPeople"
        FROM members met WHERE met.id = ${id} AND met.workspace_id = ${workspaceId}
    )
    SELECT facts.*, person.*, person.id IN (SELECT absent.id FROM absent) AS "isAbsent"
      FROM facts LEFT JOIN (
             ${SELECT_PERSON} WHERE m.workspace_id = ${workspaceId} AND m.id IN (SELECT ring.id FROM ring)
           ) AS person ON true`);
  const [facts] = rows;
  if (!facts) throw new Error('query of Home returned no row');
  const persons = rows.filter((row): row is Row & Person => row.id !== null);
  const people = new Map(persons.map((person) => [person.id, person]));
  const theirs = persons.filter(
    (person) => person.isAbsent && answererFor(person, people, ctx.now).id === me.id,
  );
  const { view, hasPeople, welcomed, shownSetup } = facts;
  const admins = readSetting('admins', typeof facts.admins === 'string' ? facts.admins : 'none');
  return homeOf({
    view,
    isAdmin: isAdmin(me, isRefusal(admins) ? [] : admins),
    hasPeople,
    welcomed,
    shownSetup,
    answersFor: [me.id, ...theirs.map((one) => one.id)],
  });
}

/** Returns whether somebody has opened their Home before. */
export async function hasHome({ db, workspace }: Ctx, memberId: string): Promise<boolean> {
  return (await db.homeView.count({ where: { memberId, workspaceId: workspace.id } })) > 0;
}

/** Keeps where somebody goes on their Home. Whatever is not named stays; without anything, that they have a Home. */
export async function moveHome(ctx: Ctx, memberId: string, to: Partial<Place>): Promise<void> {
  const view = JSON.stringify(to);
  await ctx.db.$executeRaw`
    INSERT INTO home_views AS h (member_id, workspace_id, view, updated_at)
    SELECT m.id, m.workspace_id, ${view}::jsonb, ${instant(ctx.now)}
      FROM members m WHERE m.id = ${uuid(memberId)} AND m.workspace_id = ${uuid(ctx.workspace.id)}
    ON CONFLICT (member_id) DO UPDATE SET view = h.view || excluded.view, updated_at = excluded.updated_at`;
}

/** Home does not tell them this any more. */
export async function endGreeting({ db, workspace }: Ctx, memberId: string, which: Greeting): Promise<void> {
  await db.member.updateMany({
    where: { id: memberId, workspaceId: workspace.id },
    data: which === 'welcomed' ? { welcomed: true } : { shownSetup: true },
  });
}
