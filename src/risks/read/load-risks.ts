import { Prisma, type Risk } from '../../../prisma/generated/client.ts';
import { limitIn } from '../../cases/clocks/timer.ts';
import { readReasons } from '../../health/reasons.ts';
import { findHealthConfig, loadHealthConfig } from '../../health/rules/load-config.ts';
import { loadPeople } from '../../people/load-people.ts';
import { standsInFor } from '../../people/stands-in-for.ts';
import type { Db } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { eachReadable } from '../../platform/stored.ts';
import { clockOf, OPEN_RISK_STATES } from '../risk.ts';
import { peopleOf } from '../rules/parties.ts';
import { type CardRecord, type Opening, type RiskDetails, riskDetailsOf } from './details.ts';
import { rankOf } from './ranking.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/** The risks with these ids, as views show them, in the order asked for. Other workspaces' ids are left out. */
export async function loadShownRisks(ctx: Reading, ids: readonly string[]): Promise<RiskDetails[]> {
  if (ids.length === 0) return [];
  const workspaceId = ctx.workspace.id;
  const risks = await ctx.db.risk.findMany({
    where: { id: { in: [...ids] }, workspaceId },
    include: { account: { include: { health: true } } },
  });
  const teams = await ctx.db.team.findMany({
    where: { workspaceId, id: { in: risks.map(({ teamId }) => teamId).filter((id) => id !== null) } },
    select: { id: true, leadId: true },
  });
  const leadOf = (teamId: string | null) => teams.find(({ id }) => id === teamId)?.leadId ?? null;
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId, subjectType: 'risk', subjectId: { in: risks.map(({ id }) => id) } },
    select: { subjectId: true, clock: true, ladder: true },
  });
  const openings = await loadOpenings(ctx, risks);
  const record = await loadCardRecord(ctx, risks);
  const config = await loadHealthConfig(ctx.db, workspaceId);
  const people = await loadPeople(
    ctx.db,
    workspaceId,
    risks.flatMap((risk) => [
      ...peopleOf(risk, leadOf(risk.teamId)),
      ...[risk.account.salesOwnerId, risk.account.serviceOwnerId, risk.account.csOwnerId].filter(
        (id) => id !== null,
      ),
    ]),
  );
  const details = new Map(
    eachReadable('risk', risks, ({ account, ...risk }): [string, RiskDetails] => {
      const timer = timers.find((one) => one.subjectId === risk.id && one.clock === clockOf(risk));
      const parties = { risk, people, leadId: leadOf(risk.teamId) };
      const limitAt = timer ? limitIn(timer) : null;
      const opening = openings.get(risk.id) ?? null;
      return [risk.id, riskDetailsOf(parties, account, { limitAt, opening, config, record }, ctx.now)];
    }),
  );
  return ids.flatMap((id) => details.get(id) ?? []);
}

/** The same, null where there is none. Whoever reads of it. */
export async function loadEachShownRisk(
  ctx: Reading,
  asked: readonly { id: string }[],
): Promise<readonly (RiskDetails | null)[]> {
  const shown = await loadShownRisks(ctx, [...new Set(asked.map(({ id }) => id))]);
  const byId = new Map(shown.map((risk) => [risk.id, risk]));
  return asked.map(({ id }) => byId.get(id) ?? null);
}

export async function loadShownRisk(ctx: Reading, id: string): Promise<RiskDetails | null> {
  const [risk] = await loadShownRisks(ctx, [id]);
  return risk ?? null;
}

/** As many as are looked back on: what was judged years ago was another rule's. */
const RECORDED = 24;

/** Of the latest cards about slides that people have judged, where any of these risks is one. */
async function loadCardRecord(
  ctx: { workspace: { id: string }; db: Db },
  risks: readonly Pick<Risk, 'rule'>[],
): Promise<CardRecord> {
  if (!risks.some(({ rule }) => rule === 'slide')) return { judged: 0, cameTrue: 0 };
  const judged = await ctx.db.risk.findMany({
    where: { workspaceId: ctx.workspace.id, rule: 'slide', state: 'resolved', outcome: { not: 'recovered' } },
    orderBy: { resolvedAt: 'desc' },
    take: RECORDED,
    select: { outcome: true },
  });
  return {
    judged: judged.length,
    cameTrue: judged.filter(({ outcome }) => outcome === 'saved' || outcome === 'lost').length,
  };
}

/** By risk: the change of health that opened it, or opened it again last. Those that people flagged have none. */
async function loadOpenings(
  ctx: { workspace: { id: string }; db: Db },
  risks: readonly Pick<Risk, 'id' | 'accountId' | 'rule'>[],
): Promise<Map<string, Opening>> {
  const alerts = risks.filter(({ rule }) => rule !== 'flagged');
  if (alerts.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<
    {
      id: string;
      scoreBefore: number | null;
      score: number | null;
      reasons: unknown;
      configVersion: number;
    }[]
  >`
    SELECT asked.id, c.score_before AS "scoreBefore", c.score, c.reasons, c.config_version AS "configVersion"
      FROM unnest(${uuids(alerts.map(({ id }) => id))}, ${uuids(alerts.map(({ accountId }) => accountId))})
        AS asked (id, account_id)
     CROSS JOIN LATERAL (
           SELECT h.* FROM health_changes h
            WHERE h.account_id = asked.account_id AND h.workspace_id = ${uuid(ctx.workspace.id)}
              AND h.risk_id = asked.id AND h.outcome IN ('opened', 'reopened')
            ORDER BY h.at DESC, h.id DESC LIMIT 1) AS c`;
  const fallDays = new Map<number, number>();
  for (const version of new Set(rows.map(({ configVersion }) => configVersion)))
    fallDays.set(version, (await findHealthConfig(ctx.db, ctx.workspace.id, version))?.fall.days ?? 0);
  return new Map(
    rows.map(({ id, scoreBefore, score, reasons, configVersion }) => [
      id,
      {
        label: readReasons(reasons, id)[0]?.label ?? null,
        scoreBefore,
        score,
        fallDays: fallDays.get(configVersion) ?? 0,
      },
    ]),
  );
}

/** The open risk of an account; null when it has none. */
export async function loadAccountRisk(ctx: Reading, accountId: string): Promise<RiskDetails | null> {
  const open = await ctx.db.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, accountId, state: { in: [...OPEN_RISK_STATES] } },
    select: { id: true },
  });
  return open && loadShownRisk(ctx, open.id);
}

/** The risk called "R-7" in this workspace; null when there is none, or the text is no such name. */
export async function findRisk(
  ctx: { db: Db; workspace: { id: string } },
  name: string,
): Promise<{ id: string } | null> {
  const number = /^r-?(\d{1,9})$/i.exec(name.trim())?.[1];
  if (number === undefined) return null;
  return ctx.db.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, number: Number(number) },
    select: { id: true },
  });
}

const RISK_PAGE = 10;

export interface RiskPage {
  items: RiskDetails[];
  /** Of the page after this one; null at the end. */
  next: number | null;
  total: number;
}

/**
 * Open risks by rank: severity × ARR × nearness of renewal, so that what is worst, largest and soonest comes first.
 * ARR of different currencies is compared by its figure. mine: those I, or whom I stand in for, own or am partner
 * of. `page` counts from 0.
 */
export async function listRisks(
  ctx: Reading,
  command: { which: 'mine' | 'all'; memberId: string; page: number },
): Promise<RiskPage> {
  const mine = command.which === 'mine' ? await standsInFor(ctx, command.memberId) : null;
  const where = Prisma.sql`r.workspace_id = ${uuid(ctx.workspace.id)} AND r.state IN ('open', 'claimed')
    ${mine ? Prisma.sql`AND (r.owner_id = ANY(${uuids(mine)}) OR r.partner_id = ANY(${uuids(mine)}))` : Prisma.empty}`;
  const rows = await ctx.db.$queryRaw<{ id: string; total: bigint }[]>`
    SELECT r.id, count(*) OVER () AS total
      FROM risks r JOIN accounts a ON a.id = r.account_id
     WHERE ${where}
     ORDER BY ${rankOf(Prisma.sql`r.severity`, ctx.now)} DESC, r.number
     LIMIT ${RISK_PAGE + 1}::int OFFSET ${command.page * RISK_PAGE}::int`;
  const shown = rows.slice(0, RISK_PAGE).map(({ id }) => id);
  return {
    items: await loadShownRisks(ctx, shown),
    next: rows.length > RISK_PAGE ? command.page + 1 : null,
    total: Number(rows[0]?.total ?? 0),
  };
}
