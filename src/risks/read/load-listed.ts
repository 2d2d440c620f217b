import { Prisma } from '../../../prisma/generated/client.ts';
import { loadExpectedOf } from '../../health/read/load-expected.ts';
import { loadHealthConfig } from '../../health/rules/load-config.ts';
import { SLIDE_FACTS, type SlideFacts } from '../../health/slides/facts.ts';
import { type ListedSlides, type Listing, NONE_LISTED } from '../../health/slides/listed.ts';
import { BEHIND } from '../../health/slides/onboarding.ts';
import { lookAt } from '../../health/slides/weeks.ts';
import { dbOf, type Reading as Read } from '../../platform/ctx.ts';
import { instant, uuid, uuids } from '../../platform/sql.ts';
import { setAsideSql } from './ranking.ts';

type Reading = Read & { now: Date };

interface Row {
  accountId: string;
  name: string;
  tier: string | null;
  facts: unknown;
  isLow: boolean;
  behind: unknown;
  isFirst: boolean;
  total: number;
}

/** The farthest below their usual first, then those that do not slide. */
const ORDER = Prisma.sql`x.tier IS NULL, x.fall DESC NULLS LAST, x.name, x."accountId"`;

/**
 * Accounts that slide, have been low for long or are behind in onboarding, in one statement: not those with an open
 * risk, nor those that are lost, whose alarm was false, or whose health a person has set; nor a slide of which nothing
 * is known now, or all is expected. `which`: of `accounts a`, `account_slides s` and `account_health h`. `first` come
 * before the others, and are not in the total.
 */
function listed(
  ctx: Reading,
  which: Prisma.Sql,
  { first = [], most }: { first?: readonly string[]; most: number },
): Promise<Row[]> {
  const workspaceId = ctx.workspace.id;
  // OFFSET 0: what was set aside is looked up for those alone that would be listed.
  return dbOf(ctx).$queryRaw<Row[]>`
    SELECT x.*, (count(*) FILTER (WHERE NOT x."isFirst") OVER ())::int AS total FROM (
      SELECT a.id AS "accountId", a.name, CASE WHEN s.fall IS NOT NULL THEN s.tier END AS tier, s.facts, s.fall, s.low_for_long AS "isLow",
             s.behind, s.told_at AS "toldAt",
             a.id = ANY (${uuids(first)}) AS "isFirst"
        FROM account_slides s
        JOIN accounts a ON a.id = s.account_id AND a.merged_into_id IS NULL
        LEFT JOIN account_health h ON h.account_id = s.account_id
       WHERE s.workspace_id = ${uuid(workspaceId)} AND a.workspace_id = ${uuid(workspaceId)}
         AND (s.tier IS NOT NULL OR s.low_for_long OR s.behind IS NOT NULL)
         AND (s.fall IS NOT NULL OR s.low_for_long OR s.behind IS NOT NULL)
         AND (h.override_until > ${instant(ctx.now)}) IS NOT TRUE AND ${which}
         AND NOT EXISTS (SELECT FROM risks r WHERE r.account_id = s.account_id AND r.workspace_id = s.workspace_id
                            AND r.state IN ('open', 'claimed'))
      OFFSET 0) AS x
     WHERE (${setAsideSql(Prisma.sql`x."accountId"`, workspaceId)} IS NULL
            -- A watch that came after a false alarm is news.
            OR (${setAsideSql(Prisma.sql`x."accountId"`, workspaceId)} = 'false_alarm'
                AND x."toldAt" > (SELECT max(o.resolved_at) FROM risks o
                                   WHERE o.account_id = x."accountId" AND o.workspace_id = ${uuid(workspaceId)})))
     ORDER BY x."isFirst" DESC, ${ORDER} LIMIT ${first.length + most}::int`;
}

function factsOf({ tier, facts, accountId }: Row): SlideFacts | null {
  return tier === null || facts === null ? null : SLIDE_FACTS.read(facts, accountId);
}

/** Of each row, what is expected of its account. */
async function expectedOf(
  ctx: Reading,
  rows: readonly Row[],
): Promise<(accountId: string) => Listing['expected']> {
  if (rows.length === 0) return () => null;
  const [db, { id }] = [dbOf(ctx), ctx.workspace];
  const ids = rows.map(({ accountId }) => accountId);
  const config = await loadHealthConfig(db, id);
  const expected = await loadExpectedOf(db, id, ids, { config, now: ctx.now });
  return (accountId) => {
    const [first, ...others] = expected.get(accountId) ?? [];
    return first ? { label: first.label, until: first.until.toISOString(), more: others.length } : null;
  };
}

/** What cannot be read costs its own line. */
function listingOf(row: Row, expected: Listing['expected']): Listing | null {
  const slide = factsOf(row);
  const { isLow } = row;
  const behindOnDay = BEHIND.read(row.behind ?? [], row.accountId)?.[0]?.day ?? null;
  return slide || isLow || behindOnDay !== null
    ? { slide: slide && { recent: slide.recent, usual: slide.usual }, isLow, behindOnDay, expected }
    : null;
}

function othersOf(
  rows: readonly Row[],
  expected: (accountId: string) => Listing['expected'],
  most: number,
): ListedSlides {
  const some = rows.flatMap((row) => {
    const { accountId, name, isFirst } = row;
    const listing = isFirst ? null : listingOf(row, expected(accountId));
    return listing ? [{ accountId, name, ...listing }] : [];
  });
  return { total: rows[0]?.total ?? 0, some: some.slice(0, most) };
}

/** Of some accounts: what is told of those in `first`, by id, and at most so many of the others. */
export async function loadListed(
  ctx: Reading,
  which: Prisma.Sql,
  of: { first: readonly string[]; most: number },
): Promise<{ first: ReadonlyMap<string, Listing>; others: ListedSlides }> {
  const rows = await listed(ctx, which, of);
  const expected = await expectedOf(ctx, rows);
  const first = rows.flatMap((row): [string, Listing][] => {
    const listing = row.isFirst ? listingOf(row, expected(row.accountId)) : null;
    return listing ? [[row.accountId, listing]] : [];
  });
  return { first: new Map(first), others: othersOf(rows, expected, of.most) };
}

/** The same of these accounts alone. */
export async function loadListings(
  ctx: Reading,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Listing>> {
  const these = Prisma.sql`a.id = ANY (${uuids(accountIds)})`;
  return (await loadListed(ctx, these, { first: accountIds, most: 0 })).first;
}

/** Of a segment, those that slide so far that a card tells of it, and are neither at risk nor critical. */
export async function loadSlidingIn(ctx: Reading, segment: string, most: number): Promise<ListedSlides> {
  const which = Prisma.sql`coalesce(a.segment, '') = ${segment} AND s.tier = 'card' AND s.fall IS NOT NULL
    AND (h.known AND h.band IN ('at_risk', 'critical')) IS NOT TRUE`;
  return (await loadListed(ctx, which, { first: [], most })).others;
}

/** As many as one looks at. */
const OWN_LISTED = 20;

/** Those whose CS owner this member is. */
export async function loadOwnListed(
  ctx: Reading,
  memberId: string,
  also: Prisma.Sql = Prisma.sql`true`,
): Promise<ListedSlides> {
  const which = Prisma.sql`a.cs_owner_id = ${uuid(memberId)} AND ${also}`;
  const rows = await listed(ctx, which, { most: OWN_LISTED });
  return othersOf(rows, await expectedOf(ctx, rows), OWN_LISTED);
}

/** What the DM of this member's morning (YYYY-MM-DD, theirs) has to tell of: what began to slide since the week it waited for. */
export async function loadMorningListed(ctx: Reading, memberId: string, day: string): Promise<ListedSlides> {
  const { _min: since } = await dbOf(ctx).morningItem.aggregate({
    where: { workspaceId: ctx.workspace.id, memberId, day, subjectType: 'slides' },
    _min: { epoch: true },
  });
  if (since.epoch === null) return NONE_LISTED;
  // Of what a first look has found nobody hears: it is in the lists.
  const began = Prisma.sql`s.tier IS NOT NULL AND s.told_at >= ${instant(lookAt(since.epoch))}
    AND s.since_week < ${since.epoch}::int`;
  return loadOwnListed(ctx, memberId, began);
}

/** What is told of one account in lists, with all that is said of its slide; null where it is in none. */
export async function loadListing(
  ctx: Reading,
  accountId: string,
): Promise<{ slide: SlideFacts | null } | null> {
  const [row] = await listed(ctx, Prisma.sql`a.id = ${uuid(accountId)}`, { most: 1 });
  return row && listingOf(row, null) ? { slide: factsOf(row) } : null;
}
