import type { TxCtx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { CaseKind, CaseShape } from './case-kind.ts';

/** Whoever changes it at this moment, and a rung that tells somebody, comes before or after, and is seen or sees it. Returns the version it has. */
export async function holdCase<C extends CaseShape>(
  ctx: TxCtx,
  { type, table }: CaseKind<C>,
  id: string,
): Promise<number | null> {
  const [held] = await ctx.tx.$queryRaw<{ version: number }[]>`
    SELECT version FROM ${table} c WHERE c.id = ${uuid(id)} AND c.workspace_id = ${uuid(ctx.workspace.id)} FOR NO KEY UPDATE`;
  await ctx.tx.$queryRaw`
    SELECT id FROM timers
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND subject_type = ${type} AND subject_id = ${uuid(id)}
     ORDER BY id FOR UPDATE`;
  return held?.version ?? null;
}
