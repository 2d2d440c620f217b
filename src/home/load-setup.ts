import type { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import {
  type AccountItem,
  type Page,
  type PeoplePage,
  type PersonItem,
  type Setup,
  type SetupFacts,
  type SomeoneHere,
  setupOf,
  type TeamDetail,
  type TeamFacts,
  type TeamItem,
} from './setup.ts';

/** As many as alerts can be told apart by. */
const SEGMENTS = 100;
/** More teams with something missing are not counted. */
const INCOMPLETE = 200;

/** How Baton is set up in this workspace, and what is missing. */
export async function loadSetup(
  ctx: { db: Db | Tx; workspace: { id: string }; now: Date },
  settings: Settings,
): Promise<Setup> {
  const { db, now } = ctx;
  const workspaceId = ctx.workspace.id;
  const [counts] = await db.$queryRaw<Omit<SetupFacts, 'segments' | 'incomplete'>[]>`
    SELECT w.people_synced_at AS "peopleReadAt", m.people, m.away, a.unowned, a.unverified,
           (SELECT count(*)::int FROM teams t WHERE t.workspace_id = w.id) AS teams,
           (SELECT count(*)::int FROM api_tokens k WHERE k.workspace_id = w.id AND k.revoked_at IS NULL) AS tokens
      FROM workspaces w
     CROSS JOIN LATERAL (
             SELECT count(*)::int AS people,
                    (count(*) FILTER (WHERE away_until > ${instant(now)}))::int AS away
               FROM members
              WHERE workspace_id = w.id AND deactivated_at IS NULL AND NOT is_bot AND NOT is_guest AND NOT is_stranger
           ) AS m
     CROSS JOIN LATERAL (
             SELECT (count(*) FILTER (WHERE cs_owner_id IS NULL))::int AS unowned,
                    (count(*) FILTER (WHERE NOT verified))::int AS unverified
               FROM accounts WHERE workspace_id = w.id AND merged_into_id IS NULL
           ) AS a
     WHERE w.id = ${uuid(workspaceId)}`;
  if (!counts) throw new Error('workspace row missing');
  const incomplete = await db.$queryRaw<TeamFacts[]>`
    SELECT * FROM (
      SELECT t.id, t.name, t.lane, t.channel,
             EXISTS (SELECT 1 FROM members m
                      WHERE m.id = t.lead_id AND m.deactivated_at IS NULL
                        AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger) AS led
        FROM teams t WHERE t.workspace_id = ${uuid(workspaceId)}) AS t
     WHERE channel IS NULL OR NOT led
     ORDER BY name LIMIT ${INCOMPLETE}::int`;
  const segments = await db.alertSegment.findMany({
    where: { workspaceId },
    select: { previewSince: true, enabledAt: true },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  return setupOf({ ...counts, segments, incomplete }, settings, now);
}

interface Reading {
  db: Db | Tx;
  workspace: { id: string };
  now: Date;
}

const PAGE = 20;
/** As many as a question with boxes to tick may have. */
const ACCOUNT_PAGE = 10;
/** As many people as Slack's menu may hold from the start. */
const MOST_MEMBERS = 100;

const someone = { select: { id: true, slackUserId: true, name: true, deactivatedAt: true } } as const;
const CAN_ANSWER = { deactivatedAt: null, isBot: false, isGuest: false, isStranger: false };

/** The teams by name. */
export async function loadTeamPage(ctx: Reading, page: number): Promise<Page<TeamItem>> {
  const rows = await ctx.db.team.findMany({
    where: { workspaceId: ctx.workspace.id },
    include: { lead: someone, _count: { select: { members: true } } },
    orderBy: { name: 'asc' },
    ...part(page, PAGE),
  });
  return paged(rows, page, PAGE, (row) => teamItem(row));
}

/** One team, or null when there is none of this id in the workspace. */
export async function loadTeam(ctx: Reading, id: string): Promise<TeamDetail | null> {
  const row = await ctx.db.team.findFirst({
    where: { id, workspaceId: ctx.workspace.id },
    include: {
      lead: someone,
      _count: { select: { members: { where: { member: CAN_ANSWER } } } },
      members: {
        where: { member: CAN_ANSWER },
        select: { member: { select: { slackUserId: true } } },
        orderBy: { memberId: 'asc' },
        take: MOST_MEMBERS,
      },
    },
  });
  return row && { ...teamItem(row), memberIds: row.members.map(({ member }) => member.slackUserId) };
}

/** Those who can be asked for something, by name. */
export async function loadPeoplePage(ctx: Reading, page: number): Promise<PeoplePage> {
  const workspaceId = ctx.workspace.id;
  const rows = await ctx.db.member.findMany({
    where: { workspaceId, ...CAN_ANSWER },
    include: PERSON,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    ...part(page, PAGE),
  });
  const workspace = await ctx.db.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { peopleSyncedAt: true },
  });
  return { ...paged(rows, page, PAGE, (row) => personItem(row, ctx.now)), readAt: workspace.peopleSyncedAt };
}

/** One of them; null for an app, a guest, somebody from elsewhere or who has left. */
export async function loadPersonItem(
  ctx: Reading,
  who: { id: string } | { slackUserId: string },
): Promise<PersonItem | null> {
  const row = await ctx.db.member.findFirst({
    where: { ...who, workspaceId: ctx.workspace.id, ...CAN_ANSWER },
    include: PERSON,
  });
  return row && personItem(row, ctx.now);
}

/** Accounts in which something is missing, by name. */
export async function loadAccountsWithout(
  ctx: Reading,
  what: 'owner' | 'confirmation',
  page: number,
): Promise<Page<AccountItem>> {
  const rows = await ctx.db.account.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      mergedIntoId: null,
      ...(what === 'owner' ? { csOwnerId: null } : { verified: false }),
    },
    select: {
      id: true,
      name: true,
      segment: true,
      arr: true,
      currency: true,
      salesOwnerId: true,
      createdAt: true,
    },
    orderBy: { nameKey: 'asc' },
    ...part(page, ACCOUNT_PAGE),
  });
  const owners = await ctx.db.member.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      id: { in: rows.flatMap(({ salesOwnerId }) => salesOwnerId ?? []) },
    },
    ...someone,
  });
  return paged(rows, page, ACCOUNT_PAGE, ({ salesOwnerId, arr, ...row }) => ({
    ...row,
    arr: arr?.toFixed(2) ?? null,
    salesOwner: owners.find(({ id }) => id === salesOwnerId) ?? null,
  }));
}

/** One more than is shown, to know whether others follow. */
const part = (page: number, size: number) => ({ skip: page * size, take: size + 1 });

function paged<R, T>(rows: R[], page: number, size: number, item: (row: R) => T): Page<T> {
  return { items: rows.slice(0, size).map(item), page, more: rows.length > size };
}

type Row = SomeoneHere & { deactivatedAt: Date | null };

const leftOrNot = (row: Row | null) => row && { ...row, left: row.deactivatedAt !== null };

function teamItem(
  row: Omit<TeamItem, 'lead' | 'members'> & { lead: Row | null; _count: { members: number } },
): TeamItem {
  const { id, name, lane, channel, lead, routing } = row;
  return {
    id,
    name,
    lane,
    channel,
    lead: leftOrNot(lead),
    members: row._count.members,
    routing,
  };
}

const PERSON = {
  manager: someone,
  cover: someone,
  teams: { select: { team: { select: { name: true } } }, orderBy: { team: { name: 'asc' } }, take: 20 },
} as const satisfies Prisma.MemberInclude;

function personItem(row: Prisma.MemberGetPayload<{ include: typeof PERSON }>, now: Date): PersonItem {
  const { id, slackUserId, name, zone, manager, cover, awayUntil } = row;
  const { nextAwayFrom: from, nextAwayUntil: until } = row;
  return {
    id,
    slackUserId,
    name,
    zone,
    manager: leftOrNot(manager),
    cover: leftOrNot(cover),
    teams: row.teams.map(({ team }) => team.name),
    awayUntil: awayUntil !== null && awayUntil > now ? awayUntil : null,
    nextAway: from && until ? { from, until } : null,
  };
}
