import { Prisma } from '../../prisma/generated/client.ts';
import type { Band } from '../health/bands.ts';
import { type Reason, readReasons } from '../health/reasons.ts';
import { dbOf } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { readPlan, riskName } from '../risks/risk.ts';
import type { Settings } from '../settings/catalogue.ts';
import { plusDays } from '../time/day.ts';
import { exposed, type Reading } from './exposed.ts';
import type { Scope } from './scope.ts';

/** An account at risk that may be among those a digest names. */
export type Candidate = {
  accountId: string;
  name: string;
  /** As the account has it; decimal text. */
  arr: string | null;
  currency: string | null;
  /** In the reporting currency. */
  amount: number | null;
  band: Band | 'unknown';
  score: number | null;
  /** The score so many days earlier. */
  scoreBefore: number | null;
  /** The strongest of its open risk, else of the latest fall. */
  reason: Reason | null;
  /** What a person wrote who flagged it. */
  note: string | null;
  /** Of the open risk, else the account's CS owner. */
  owner: { id: string; slackUserId: string; name: string } | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  risk: {
    id: string;
    /** "R-7". */
    name: string;
    state: 'open' | 'claimed';
    /** The first action of its plan. */
    plan: string | null;
    /** When that is due; YYYY-MM-DD. */
    planDueOn: string | null;
    checkInOn: string | null;
  } | null;
  /** Renews within 90 days from now. */
  renewing: boolean;
  /** 1 is what is worst, largest and soonest, of all that is at risk in the scope. */
  rank: number;
};

const RENEWING_DAYS = 90;

/** No owner at all, or a risk that nobody has taken yet. */
export function isUnowned({ owner, risk }: Pick<Candidate, 'owner' | 'risk'>): boolean {
  return owner === null || risk?.state === 'open';
}

const TOP = 15;
const KEPT = 5;

// As risks are ranked, but by what is comparable, and by the worse of the band now and the open risk.
const RANK = Prisma.sql`
  (CASE greatest(x.band, x.severity) WHEN 'critical' THEN 4 WHEN 'at_risk' THEN 3 WHEN 'watch' THEN 2 ELSE 1 END)
  * greatest(coalesce(x.amount, 0), 1)
  * (CASE WHEN x.renewing THEN 4 WHEN x.days_left BETWEEN ${RENEWING_DAYS}::int + 1 AND 180 THEN 2 ELSE 1 END)`;

/**
 * The fifteen accounts at risk that rank first (severity × amount × nearness of renewal), and the first five of the
 * others that are unowned or renew soon: by rank, in one statement. `daysBefore`: what the score is compared with.
 */
export async function loadTop(
  ctx: Reading,
  scope: Scope,
  settings: Settings,
  daysBefore = 7,
): Promise<Candidate[]> {
  const workspaceId = ctx.workspace.id;
  const today = Prisma.sql`${instant(ctx.now)}::date`;
  const before = plusDays(ctx.now, -daysBefore);
  const rows = await dbOf(ctx).$queryRaw<Row[]>`
    WITH exposed AS (
      SELECT e.*, e.renewal_on - ${today} AS days_left,
             coalesce(e.renewal_on - ${today} BETWEEN 0 AND ${RENEWING_DAYS}::int, false) AS renewing
        FROM (${exposed(ctx, scope, settings)}) AS e
    ), ranked AS (
      SELECT x.*, row_number() OVER (ORDER BY ${RANK} DESC, x.name, x.id) AS rank FROM exposed x
    ), kept AS (
      SELECT x.id FROM ranked x LEFT JOIN risks r ON r.id = x.risk_id AND r.workspace_id = ${uuid(workspaceId)}
       WHERE x.rank > ${TOP}::int
         AND (x.renewing OR r.state = 'open' OR (CASE WHEN r.id IS NULL THEN x.cs_owner_id ELSE r.owner_id END) IS NULL)
       ORDER BY x.rank LIMIT ${KEPT}::int
    ), chosen AS (
      SELECT * FROM ranked WHERE rank <= ${TOP}::int OR id IN (SELECT id FROM kept)
    )
    SELECT x.id AS "accountId", x.name, x.arr::text AS arr, x.currency, x.amount::float8 AS amount, x.band, x.score,
           x.renewal_on::text AS "renewalOn", x.renewing, x.rank::int AS rank, d.score AS "scoreBefore",
           coalesce(r.reasons, c.reasons) AS reasons, r.note, r.id AS "riskId", r.number, r.state, r.plan,
           r.check_in_on::text AS "checkInOn", m.id AS "ownerId", m.slack_user_id AS "ownerSlackId", m.name AS "ownerName"
      FROM chosen x
      LEFT JOIN risks r ON r.id = x.risk_id AND r.workspace_id = ${uuid(workspaceId)}
      LEFT JOIN members m ON m.id = CASE WHEN r.id IS NULL THEN x.cs_owner_id ELSE r.owner_id END
                         AND m.workspace_id = ${uuid(workspaceId)}
      LEFT JOIN LATERAL (
           SELECT h.score FROM health_days h
            WHERE h.account_id = x.id AND h.workspace_id = ${uuid(workspaceId)} AND h.band IS NOT NULL AND h.day <= ${instant(before)}::date
            ORDER BY h.day DESC LIMIT 1) AS d ON true
      LEFT JOIN LATERAL (
           SELECT h.reasons FROM health_changes h
            WHERE r.id IS NULL AND h.account_id = x.id AND h.workspace_id = ${uuid(workspaceId)} AND h.rule <> 'recovered'
            ORDER BY h.at DESC, h.id DESC LIMIT 1) AS c ON true
     ORDER BY x.rank`;
  return rows.map(candidateOf);
}

type Row = Omit<Candidate, 'band' | 'reason' | 'owner' | 'risk'> & {
  band: Exclude<Candidate['band'], 'unknown'> | null;
  reasons: unknown;
  riskId: string | null;
  number: number;
  state: 'open' | 'claimed';
  plan: unknown;
  checkInOn: string | null;
  ownerId: string | null;
  ownerSlackId: string;
  ownerName: string;
};

function candidateOf(row: Row): Candidate {
  const { band, reasons, riskId, number, state, plan, checkInOn, ...rest } = row;
  const { ownerId, ownerSlackId, ownerName, ...account } = rest;
  const planned = readPlan(plan, riskId ?? account.accountId);
  return {
    ...account,
    band: band ?? 'unknown',
    reason: readReasons(reasons, riskId ?? account.accountId)[0] ?? null,
    owner: ownerId === null ? null : { id: ownerId, slackUserId: ownerSlackId, name: ownerName },
    risk:
      riskId === null
        ? null
        : {
            id: riskId,
            name: riskName({ number }),
            state,
            plan: planned?.firstAction ?? null,
            planDueOn: planned?.dueOn ?? null,
            checkInOn,
          },
  };
}
