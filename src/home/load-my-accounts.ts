import { Prisma } from '../../prisma/generated/client.ts';
import { amountOf, inScope } from '../figures/exposed.ts';
import { type BookAccount, MOST_ACCOUNTS } from '../handoffs/books/book.ts';
import { kindsWith } from '../handoffs/kinds.ts';
import { loadBandWhys } from '../health/read/load-standings.ts';
import type { BandWhy } from '../health/why-band.ts';
import type { Person } from '../people/person.ts';
import type { ReadCtx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { rankOf, setAsideSql } from '../risks/read/ranking.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { localDate } from '../time/local-date.ts';
import type { Place } from './home.ts';
import type { BookAccounts, MyAccount, MyAccounts, SegmentChoice } from './my-accounts.ts';

export const ACCOUNT_PAGE = 15;
/** As many as a menu takes, and one for all of them. */
const SEGMENTS = 99;

interface Facts {
  total: number;
  all: number;
  segments: SegmentChoice[] | null;
}

type Found = Facts & Omit<MyAccount, 'why'>;
type Row = Found | (Facts & { id: null });

/**
 * The accounts that somebody owns or co-owns in any lane, those first that are worst, largest and renewed soonest:
 * one statement, and for those shown why a band is not its score's.
 */
export async function loadMyAccounts(
  ctx: ReadCtx & { now: Date },
  me: Person,
  place: Pick<Place, 'band' | 'segment' | 'renewal' | 'page'>,
): Promise<MyAccounts> {
  const ws = uuid(ctx.workspace.id);
  const now = instant(ctx.now);
  const band = Prisma.sql`CASE WHEN h.override_until > ${now} THEN h.override_band WHEN h.known THEN h.band END`;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH mine AS MATERIALIZED (
      SELECT a.id, a.name, a.name_key, a.segment, a.arr, a.currency, a.renewal_on, CASE WHEN h.known THEN h.score END AS score, coalesce((${band})::text, 'unknown') AS band,
             coalesce(h.override_until > ${now}, false) AS overridden, md5(lower(coalesce(a.segment, ''))) AS key,
             CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('name', 'R-' || r.number, 'state', r.state, 'severity', r.severity) END AS risk,
             ${rankOf(Prisma.sql`coalesce(r.severity, ${band})`, ctx.now)} AS rank
        FROM accounts a
        LEFT JOIN account_health h ON h.account_id = a.id AND h.workspace_id = ${ws}
        LEFT JOIN risks r ON r.account_id = a.id AND r.workspace_id = ${ws} AND r.state IN ('open', 'claimed')
       WHERE a.workspace_id = ${ws} AND a.merged_into_id IS NULL
         AND ${inScope({ kind: 'mine', memberId: me.id }, ctx.workspace.id)}
         AND (r.id IS NOT NULL OR ${setAsideSql(Prisma.sql`a.id`, ctx.workspace.id)} IS DISTINCT FROM 'lost')
    ), fitting AS MATERIALIZED (
      SELECT * FROM mine WHERE ${fits(place, localDate(ctx.now, me.zone))}
    ), facts AS (
      SELECT (SELECT count(*)::int FROM fitting) AS total, (SELECT count(*)::int FROM mine) AS all,
             (SELECT jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name) ORDER BY s.name)
                FROM (SELECT key, coalesce(min(segment), '') AS name FROM mine GROUP BY key ORDER BY 2 LIMIT ${SEGMENTS}::int) AS s) AS segments
    ), page AS (
      SELECT * FROM fitting ORDER BY rank DESC, name_key, id LIMIT ${ACCOUNT_PAGE}::int
      OFFSET ${ACCOUNT_PAGE}::int * (SELECT greatest(0, least(${place.page}::int, (total - 1) / ${ACCOUNT_PAGE}::int)) FROM facts)
    )
    SELECT facts.*, page.id, page.name, page.segment, page.band, page.overridden, page.score, page.arr::text AS arr,
           page.currency, page.renewal_on::text AS "renewalOn", page.risk
      FROM facts LEFT JOIN page ON true ORDER BY page.rank DESC, page.name_key, page.id`);
  const found = rows.filter((row): row is Found => row.id !== null);
  const whys = await loadBandWhys(
    ctx.db,
    ctx.workspace.id,
    found.map(({ id }) => id),
    ctx.now,
  );
  const { total, all, segments } = rows[0] ?? { total: 0, all: 0, segments: null };
  const pages = Math.max(1, Math.ceil(total / ACCOUNT_PAGE));
  return {
    items: found.map((row) => accountOf(row, whys.get(row.id) ?? null)),
    total,
    all,
    segments: segments ?? [],
    page: Math.min(place.page, pages - 1),
    pages,
  };
}

function fits(
  { band, segment, renewal }: Pick<Place, 'band' | 'segment' | 'renewal'>,
  today: string,
): Prisma.Sql {
  const within =
    renewal === 'none'
      ? Prisma.sql`renewal_on IS NULL`
      : Prisma.sql`renewal_on - ${today}::date BETWEEN 0 AND ${Number(renewal)}::int`;
  return Prisma.sql`${band ? Prisma.sql`band = ${band}` : true} AND ${segment ? Prisma.sql`key = ${segment}` : true}
    AND ${renewal ? within : true}`;
}

/** Without what every row repeats. */
function accountOf(row: Found, why: BandWhy | null): MyAccount {
  const { id, name, segment, band, overridden, score, arr, currency, renewalOn, risk } = row;
  return { id, name, segment, band, overridden, why, score, arr, currency, renewalOn, risk };
}

const NAMES_SHOWN = 20;

interface BookRow extends BookAccount {
  waits: boolean;
  total: number;
}

/** What somebody looks after, largest first; what waits for another CSM already apart. */
export async function loadBookAccounts(ctx: ReadCtx & { now: Date }, ownerId: string): Promise<BookAccounts> {
  const workspaceId = uuid(ctx.workspace.id);
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const { join, amount } = amountOf(settings, ctx.now);
  const rows = await ctx.db.$queryRaw<BookRow[]>(Prisma.sql`
    WITH theirs AS (
      SELECT a.id, a.name, (${amount})::float8 AS amount, EXISTS (
               SELECT FROM handoffs h WHERE h.workspace_id = ${workspaceId} AND h.account_id = a.id
                  AND h.kind = ANY (${kindsWith('isOfBook')}::handoff_kind[]) AND h.state IN ('submitted', 'acknowledged', 'returned')) AS waits
        FROM accounts a ${join}
       WHERE a.workspace_id = ${workspaceId} AND a.cs_owner_id = ${uuid(ownerId)} AND a.merged_into_id IS NULL
    ), placed AS (
      SELECT theirs.*, count(*) OVER (PARTITION BY waits)::int AS total,
             row_number() OVER (PARTITION BY waits ORDER BY amount DESC NULLS LAST, name, id) AS place FROM theirs
    )
    SELECT id, name, amount, waits, total FROM placed
     WHERE place <= CASE WHEN waits THEN ${NAMES_SHOWN}::int ELSE ${MOST_ACCOUNTS}::int END
     ORDER BY waits, place`);
  const movable = rows.filter(({ waits }) => !waits);
  const waiting = rows.filter(({ waits }) => waits);
  return {
    movable: movable.map(({ id, name, amount }) => ({ id, name, amount })),
    total: movable[0]?.total ?? 0,
    waiting: { names: waiting.map(({ name }) => name), total: waiting[0]?.total ?? 0 },
    currency: settings.values['currency.reporting'],
  };
}
