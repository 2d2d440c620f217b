import { holdForChange } from '../accounts/account-scene.ts';
import { reevaluate } from '../accounts/change/set-account-fields.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { instant, uuid } from '../platform/sql.ts';
import { transactOnce } from '../platform/transact.ts';
import { lastMinuteOf, localDate } from '../time/local-date.ts';
import { decideExpected, type ExpectCommand } from './expected.ts';
import { loadSentTypes } from './read/load-expected.ts';
import { loadHealthConfig } from './rules/load-config.ts';

export interface Expected {
  accountId: string;
  name: string;
  /** Of the signal, as people read it. */
  label: string;
  /** ISO instant. */
  until: string;
}

/**
 * A person says that one signal of an account will look bad for a while, and why: it raises no alert until the end of
 * that day. The score stays what it is. For those who may set its health.
 */
export function expectSignal(
  ctx: Ctx,
  command: ExpectCommand & { accountId: string },
): Promise<Expected | Refusal> {
  return transactOnce(ctx, 'expect_signal', async (ctx) => {
    const scene = await holdForChange(ctx, command.accountId, 'expect');
    if (isRefusal(scene)) return scene;
    const { account, actor } = scene;
    const { id: accountId, name } = account;
    const workspaceId = ctx.workspace.id;
    const config = await loadHealthConfig(ctx.tx, workspaceId);
    const sent = await loadSentTypes(ctx.tx, workspaceId, accountId, config);
    const zone = actor?.zone ?? 'UTC';
    const decision = decideExpected(
      command,
      sent.map(({ type }) => type),
      localDate(ctx.now, zone),
    );
    if (isRefusal(decision)) return decision;
    const { type, note } = decision;
    const until = lastMinuteOf(decision.until, zone);
    await ctx.tx.$executeRaw`
      INSERT INTO expected_signals (account_id, type, workspace_id, until, note, by_id, created_at)
      VALUES (${uuid(accountId)}, ${type}, ${uuid(workspaceId)}, ${instant(until)}, ${note}, ${uuid(actor?.id ?? null)},
              ${instant(ctx.now)})
          ON CONFLICT (account_id, type) DO UPDATE
         SET until = excluded.until, note = excluded.note, by_id = excluded.by_id, created_at = excluded.created_at`;
    // What was told of it already is news again once it is over and observed anew.
    await reevaluate(ctx, [accountId]);
    const label = config.types[type]?.label ?? type;
    await audit(ctx, {
      subject: { type: 'account', id: accountId },
      action: 'health.expected',
      data: { type, label, on: decision.until, until: until.toISOString(), note },
    });
    return { accountId, name, label, until: until.toISOString() };
  });
}

/** Takes that back before its day: what is observed from now on may raise an alert. For those who may say so. */
export function expectNoLonger(
  ctx: Ctx,
  command: { accountId: string; type: string },
): Promise<{ accountId: string } | Refusal> {
  return transactOnce(ctx, 'expect_no_longer', async (ctx) => {
    const scene = await holdForChange(ctx, command.accountId, 'expect');
    if (isRefusal(scene)) return scene;
    const { id: accountId } = scene.account;
    const { type } = command;
    const workspaceId = ctx.workspace.id;
    // Ended, not deleted: what was observed while it was expected is no news now either.
    const { count } = await ctx.tx.expectedSignal.updateMany({
      where: { workspaceId, accountId, type, until: { gt: ctx.now } },
      data: { until: ctx.now },
    });
    if (count === 0) return refuse('not_expected', 'This signal is no longer expected.');
    const config = await loadHealthConfig(ctx.tx, workspaceId);
    const label = config.types[type]?.label ?? type;
    await audit(ctx, {
      subject: { type: 'account', id: accountId },
      action: 'health.expected_no_longer',
      data: { type, label },
    });
    return { accountId };
  });
}
