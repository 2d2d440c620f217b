import { HandoffKind } from '../../prisma/generated/enums.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { closest } from '../platform/text.ts';
import { isSameSegment, type PolicyScope } from './policy.ts';

interface Reading {
  db: Db | Tx;
  workspace: { id: string };
}

/** Which handoffs, in somebody's words. */
export interface ScopeWords {
  kind?: string | undefined;
  segment?: string | undefined;
  team?: string | undefined;
}

const KINDS = Object.values(HandoffKind);

/** Returns what is meant; refused where there is no such kind, segment or team. */
export async function findScope(ctx: Reading, words: ScopeWords): Promise<PolicyScope | Refusal> {
  const kind = words.kind === undefined ? null : readKind(words.kind);
  if (isRefusal(kind)) return kind;
  const segment = words.segment === undefined ? null : await findSegment(ctx, words.segment);
  if (isRefusal(segment)) return segment;
  const teamId = words.team === undefined ? null : await findTeam(ctx, words.team);
  return isRefusal(teamId) ? teamId : { kind, segment, teamId };
}

function readKind(text: string): HandoffKind | Refusal {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return (
    KINDS.find((kind) => kind === name) ??
    refuse(
      'unknown_kind',
      `There is no kind of handoff "${text}". The kinds are: ${KINDS.join(', ')}.`,
      'kind',
    )
  );
}

/** More than this nobody tells apart. */
const SEGMENTS = 100;
const TEAMS = 500;

/** Returns the segments that accounts have, as one of them writes it, by name. */
export async function listSegments({ db, workspace }: Reading): Promise<string[]> {
  const rows = await db.account.groupBy({
    by: ['segment'],
    where: { workspaceId: workspace.id, mergedIntoId: null, segment: { not: null } },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const segments = rows.flatMap(({ segment }) => segment?.trim() || []);
  return segments.filter((one, n) => segments.findIndex((other) => isSameSegment(one, other)) === n);
}

async function findSegment(ctx: Reading, text: string): Promise<string | Refusal> {
  const segments = await listSegments(ctx);
  return (
    segments.find((one) => isSameSegment(one, text)) ??
    refuse(
      'unknown_segment',
      `No account is in the segment "${text}". ${didYouMean(text, segments)}`,
      'segment',
    )
  );
}

/** Returns the names of the teams by their id, in the order of the names. */
export async function listTeamNames({ db, workspace }: Reading): Promise<Map<string, string>> {
  const teams = await db.team.findMany({
    where: { workspaceId: workspace.id },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: TEAMS,
  });
  return new Map(teams.map(({ id, name }) => [id, name]));
}

async function findTeam(ctx: Reading, text: string): Promise<string | Refusal> {
  const teams = [...(await listTeamNames(ctx))];
  const [id] = teams.find(([, name]) => name.toLowerCase() === text.trim().toLowerCase()) ?? [];
  const names = teams.map(([, name]) => name);
  return id ?? refuse('unknown_team', `There is no team "${text}". ${didYouMean(text, names)}`, 'team');
}

const LISTED = 20;

function didYouMean(text: string, names: readonly string[]): string {
  const near = closest(text, names);
  if (near) return `Did you mean ${near}?`;
  if (names.length === 0) return 'There are none yet.';
  const more = names.length - LISTED;
  return `There are: ${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
