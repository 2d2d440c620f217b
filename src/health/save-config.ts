import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { lock } from '../platform/lock.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transact } from '../platform/transact.ts';
import { configChanges } from './config-changes.ts';
import { RULES } from './config-schema.ts';
import { evaluateAnew } from './evaluate-anew.ts';
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
