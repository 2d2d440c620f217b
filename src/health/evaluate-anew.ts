import type { Ctx } from '../platform/ctx.ts';
import { NIL_ID } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import { isLockTimeout } from '../platform/transact.ts';

const SOME = 2_000;
const PATIENCE = 20;

/** Makes every account due that was not evaluated under this version yet, some at a time. It can be repeated. */
export async function evaluateAnew(ctx: Ctx, version: number): Promise<void> {
  for (let after = NIL_ID, failures = 0; ; ) {
    try {
      const some = await ctx.db.$queryRaw<{ id: string }[]>`
        WITH next AS (
          SELECT account_id FROM account_health
           WHERE workspace_id = ${uuid(ctx.workspace.id)} AND account_id > ${uuid(after)} AND config_version <> ${version}
           ORDER BY account_id LIMIT ${SOME}::int FOR UPDATE
        )
        UPDATE account_health h SET due_at = least(h.due_at, ${instant(ctx.now)})
          FROM next WHERE h.account_id = next.account_id RETURNING h.account_id AS id`;
      await ctx.db.$executeRaw`SELECT pg_notify('baton_health', '')`;
      if (some.length < SOME) return;
      after =
        some
          .map(({ id }) => id)
          .toSorted()
          .at(-1) ?? after;
    } catch (error) {
      // An evaluation holds some of them: it is soon done.
      if (!isLockTimeout(error) || ++failures >= PATIENCE) throw error;
    }
  }
}
