import { audit } from '../../platform/audit.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { NIL_ID } from '../../platform/id.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { isLockTimeout, lock, transact } from '../../platform/transact.ts';
import { configChanges } from './config-changes.ts';
import { RULES } from './config-schema.ts';
import { loadHealthConfig } from './load-config.ts';
import { readHealthConfig } from './read-config.ts';

export interface SavedConfig {
  /** The version in force. */
  version: number;
  /** What is different from before, a line each; empty: nothing was, and no version was made. */
  changes: string[];
  /** Accounts that are evaluated anew. */
  accounts: number;
}

/**
 * Puts what a workspace wrote in force, as its next version, and has every account evaluated anew. What is stored
 * is the whole, so that a version means the same for ever. With `dryRun` nothing is written.
 */
export async function saveHealthConfig(
  ctx: Ctx,
  json: unknown,
  options: { dryRun?: boolean } = {},
): Promise<SavedConfig | Refusal> {
  const rules = readHealthConfig(json);
  if (isRefusal(rules)) return rules;
  const workspaceId = ctx.workspace.id;

  const saved = await transact(ctx, async (ctx) => {
    // Versions are counted: whoever comes second sees what the first has made.
    await lock(ctx, 'health', 'alone');
    const before = await loadHealthConfig(ctx.tx, workspaceId);
    const changes = configChanges(before, rules);
    if (changes.length === 0 || options.dryRun) {
      const accounts =
        changes.length === 0 ? 0 : await ctx.tx.accountHealth.count({ where: { workspaceId } });
      return { version: before.version, changes, accounts };
    }
    const version = before.version + 1;
    const config = RULES.write(rules);
    await ctx.tx.healthConfig.create({
      data: { workspaceId, version, config, actor: ctx.actor, createdAt: ctx.now },
      select: { version: true },
    });
    const accounts = await ctx.tx.accountHealth.count({ where: { workspaceId } });
    await audit(ctx, {
      subject: { type: 'workspace', id: workspaceId },
      action: 'health.configured',
      data: { version, before: before.version, changes },
    });
    return { version, changes, accounts };
  });
  // Also where nothing was new: the last time may have been cut short.
  if (!isRefusal(saved) && !options.dryRun) await evaluateAnew(ctx, saved.version);
  return saved;
}

const SOME = 2_000;
const PATIENCE = 20;

/** Makes every account due that was not evaluated under this version yet, some at a time. It can be repeated. */
async function evaluateAnew(ctx: Ctx, version: number): Promise<void> {
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
