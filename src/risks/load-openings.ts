import type { Risk } from '../../prisma/generated/client.ts';
import { readReasons } from '../health/reasons.ts';
import { findHealthConfig } from '../health/rules/load-config.ts';
import type { Db } from '../platform/ctx.ts';
import type { Opening } from './picture.ts';

/** By risk: the change of health that opened it, or opened it again last. Those that people flagged have none. */
export async function loadOpenings(
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
      FROM unnest(${alerts.map(({ id }) => id)}::uuid[], ${alerts.map(({ accountId }) => accountId)}::uuid[])
        AS asked (id, account_id)
     CROSS JOIN LATERAL (
           SELECT h.* FROM health_changes h
            WHERE h.account_id = asked.account_id AND h.workspace_id = ${ctx.workspace.id}::uuid
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
