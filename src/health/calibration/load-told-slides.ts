import type { ReadCtx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { plusDays } from '../../time/day.ts';
import { CARD_DAYS, type Depth, depthOf, type EndedSlide, endedSlides, type ToldCard } from './depth.ts';
import { loadLeft } from './load-left.ts';

type Ctx = ReadCtx & { now: Date };

/** What was told longer ago was another rule's. */
const DAYS = 3 * 365;
const CARDS = 5_000;

/** The latest cards about slides up to then, those that alerts on trial would have posted too. */
export async function loadToldSlides(ctx: Ctx, until: Date): Promise<ToldCard[]> {
  const { db, workspace } = ctx;
  const cards = await db.$queryRaw<Omit<ToldCard, 'leftAt'>[]>`
    SELECT coalesce(a.merged_into_id, a.id) AS "accountId", c.at, c.score_before - c.score AS fall,
           r.id AS "riskId", r.outcome
      FROM health_changes c JOIN accounts a ON a.id = c.account_id
      LEFT JOIN risks r ON r.id = c.risk_id AND r.workspace_id = c.workspace_id AND r.rule = 'slide'
                       AND r.state = 'resolved'
     WHERE c.workspace_id = ${uuid(workspace.id)} AND c.rule = 'slide' AND c.at <= ${instant(until)}
       AND c.at > ${instant(plusDays(until, -DAYS))} AND c.score_before IS NOT NULL AND c.score IS NOT NULL
     ORDER BY c.at DESC, c.id LIMIT ${CARDS}::int`;
  const left = await loadLeft(ctx, [...new Set(cards.map(({ accountId }) => accountId))]);
  return cards.map((card) => ({ ...card, leftAt: left.get(card.accountId) ?? null }));
}

/** The latest of which it is known whether the customer left in time. */
export async function loadEndedSlides(ctx: Ctx): Promise<EndedSlide[]> {
  return endedSlides(await loadToldSlides(ctx, plusDays(ctx.now, -CARD_DAYS)), ctx.now);
}

/** Whether the depth of a slide foretells who leaves in this workspace, as of now. */
export async function loadDepth(ctx: Ctx): Promise<Depth> {
  return depthOf(await loadEndedSlides(ctx));
}
