import { type FigureFacts, mayFigures } from '../figures/rights.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type DigestChoice, type DigestScope, scopeOf } from './subscription.ts';

/** One more than a menu takes, so that it can say that there are more. */
const MOST = 101;
/** Some differ in capitals only. */
const SEGMENTS = 300;

/** Returns what somebody may have a digest of, the likeliest first. */
export async function loadChoices(ctx: Ctx, facts: FigureFacts): Promise<DigestChoice[]> {
  const may = (scope: 'reports' | 'segment' | 'everything') =>
    mayFigures(scopeOf({ scope, teamId: null, segment: null, ownerId: facts.memberId }), facts);
  return [
    ...(facts.hasReports && may('reports') ? [choice('reports')] : []),
    choice('mine'),
    ...(may('everything') ? [choice('everything')] : []),
    ...(await teamsOf(ctx, facts)).map(({ id, name }) => choice('team', id, name)),
    ...(may('segment') ? await segmentsIn(ctx) : []),
  ];
}

/** Returns where the people of the workspace live, where most of them do first. */
export async function loadZones({ db, workspace }: Ctx): Promise<string[]> {
  const zones = await db.member.groupBy({
    by: ['zone'],
    where: { workspaceId: workspace.id, deactivatedAt: null, isBot: false, isStranger: false },
    orderBy: { _count: { zone: 'desc' } },
    take: MOST,
  });
  return zones.map(({ zone }) => zone);
}

/** Returns the team that is called so, whatever the capitals; null where none is. */
export function teamCalled(
  { db, workspace }: Ctx,
  name: string,
): Promise<{ id: string; name: string } | null> {
  return db.team.findFirst({
    where: { workspaceId: workspace.id, name: { equals: name.trim(), mode: 'insensitive' } },
    select: { id: true, name: true },
  });
}

const choice = (kind: DigestScope, key = '', name = ''): DigestChoice => ({ kind, key, name });

async function teamsOf({ db, workspace }: Ctx, facts: FigureFacts): Promise<{ id: string; name: string }[]> {
  if (!facts.isAdmin) return [...facts.leads, ...facts.leadsReport];
  const where = { workspaceId: workspace.id };
  return db.team.findMany({ where, select: { id: true, name: true }, orderBy: { name: 'asc' }, take: MOST });
}

async function segmentsIn({ db, workspace }: Ctx): Promise<DigestChoice[]> {
  const rows = await db.account.groupBy({
    by: ['segment'],
    where: { workspaceId: workspace.id, mergedIntoId: null },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const named = new Map(rows.map(({ segment }) => [(segment ?? '').trim().toLowerCase(), segment ?? '']));
  return [...named].map(([key, name]) => choice('segment', key, name));
}
