import { dbOf } from '../platform/ctx.ts';
import type { Figures } from './figures.ts';
import { BASELINE } from './read-figures.ts';
import type { Reading } from './reading.ts';
import { type Scope, scopeKeyOf } from './scope.ts';

/** The figures of a scope as they stood at a quarter's end ('2026-Q3'); null where none were kept. */
export async function loadBaseline(ctx: Reading, of: Scope, quarter: string): Promise<Figures | null> {
  const { scope, scopeKey } = scopeKeyOf(of);
  const baseline = await dbOf(ctx).baseline.findFirst({
    where: { workspaceId: ctx.workspace.id, quarter, scope, scopeKey },
    select: { figures: true },
  });
  return baseline && BASELINE.read(baseline.figures, `${quarter} ${scope} ${scopeKey}`);
}
