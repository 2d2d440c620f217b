import type { TxCtx } from '../platform/ctx.ts';
import { type Brief, BriefSchema, EMPTY_BRIEF, readBrief } from './brief.ts';
import { kindsWith } from './kinds.ts';

/**
 * What is known of each account by the latest brief that a CSM has accepted: it need not be written again. Of private
 * ones nothing goes on. Accounts without such a brief are not there.
 */
export async function loadBookBriefs(
  ctx: TxCtx,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Brief>> {
  const rows = await ctx.tx.$queryRaw<{ id: string; accountId: string; brief: unknown }[]>`
    SELECT DISTINCT ON (h.account_id) h.id, h.account_id AS "accountId", h.brief FROM handoffs h
     WHERE h.workspace_id = ${ctx.workspace.id}::uuid AND h.account_id = ANY (${[...accountIds]}::uuid[])
       AND h.state IN ('accepted', 'finished') AND h.kind = ANY (${kindsWith('briefGoesOn')}::handoff_kind[]) AND NOT h.private
     ORDER BY h.account_id, h.accepted_at DESC, h.id DESC`;
  return new Map(rows.map(({ id, accountId, brief }) => [accountId, passedOn(readBrief(brief, id).brief)]));
}

/** The go-live has been, and why an expansion was asked for is over. */
function passedOn(brief: Brief): Brief {
  const { goLive: _, whyNow: __, ...rest } = brief;
  return BriefSchema.parse({ ...EMPTY_BRIEF, ...rest });
}
