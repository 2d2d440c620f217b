import { scopeOf } from '../../src/digests/subscription.ts';
import { loadFigureRights } from '../../src/figures/load-figure-rights.ts';
import { type FigureFacts, mayFigures } from '../../src/figures/rights.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { choiceValue, type DigestChoice } from '../../views/digests/parts/subscription-inputs.ts';
import { LIMITS } from '../../views/kit/limits.ts';
import type { Visit } from '../edge.ts';

/** One more than a menu takes, so that it can say that there are more. */
const MOST = LIMITS.options + 1;
/** Some differ in capitals only. */
const SEGMENTS = 3 * LIMITS.options;

/** What somebody may have a digest of, the likeliest first. */
export async function loadChoices(visit: Visit): Promise<DigestChoice[]> {
  const facts = await rightsOf(visit);
  const may = (scope: 'reports' | 'segment' | 'everything') => mayFigures(scopeWanted(visit, scope), facts);
  return [
    ...(facts.hasReports && may('reports') ? [choice('reports')] : []),
    choice('mine'),
    ...(may('everything') ? [choice('everything')] : []),
    ...(await teamsOf(visit, facts)).map(({ id, name }) => choice('team', id, name)),
    ...(may('segment') ? await segmentsOf(visit) : []),
  ];
}

/** What somebody is shown who has no digest: that of their reports where they have some, else their own. */
export async function likeliestScope(visit: Visit): Promise<'reports' | 'mine'> {
  return (await rightsOf(visit)).hasReports ? 'reports' : 'mine';
}

/** Where their colleagues live, where most of them do first. */
export async function loadZones({ db, workspace }: Visit): Promise<string[]> {
  const zones = await db.member.groupBy({
    by: ['zone'],
    where: { workspaceId: workspace.id, deactivatedAt: null, isBot: false, isStranger: false },
    orderBy: { _count: { zone: 'desc' } },
    take: MOST,
  });
  return zones.map(({ zone }) => zone);
}

async function rightsOf(visit: Visit): Promise<FigureFacts> {
  return loadFigureRights(visit, visit.me.id, await loadSettings(visit.db, visit.workspace.id));
}

function scopeWanted({ me }: Visit, scope: 'reports' | 'segment' | 'everything') {
  return scopeOf({ scope, teamId: null, segment: null, ownerId: me.id });
}

function choice(kind: DigestChoice['kind'], key = '', name = ''): DigestChoice {
  return { kind, key, name };
}

async function teamsOf(
  { db, workspace }: Visit,
  facts: FigureFacts,
): Promise<{ id: string; name: string }[]> {
  if (!facts.isAdmin) return [...facts.leads, ...facts.leadsReport];
  const where = { workspaceId: workspace.id };
  return db.team.findMany({ where, select: { id: true, name: true }, orderBy: { name: 'asc' }, take: MOST });
}

async function segmentsOf({ db, workspace }: Visit): Promise<DigestChoice[]> {
  const rows = await db.account.groupBy({
    by: ['segment'],
    where: { workspaceId: workspace.id, mergedIntoId: null },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const named = new Map(rows.map(({ segment }) => [(segment ?? '').trim().toLowerCase(), segment ?? '']));
  return [...named]
    .map(([key, name]) => choice('segment', key, name))
    .filter((one) => choiceValue(one).length <= LIMITS.optionValue);
}
