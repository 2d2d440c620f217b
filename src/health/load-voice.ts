import type { Db } from '../platform/ctx.ts';
import { loadHealthConfig } from './load-config.ts';
import type { Voice } from './voice.ts';

/** Null where the signal is gone, was replaced, or has no words. */
export async function loadVoice(
  ctx: { db: Db; workspace: { id: string } },
  signalId: string,
): Promise<(Voice & { accountId: string }) | null> {
  const signal = await ctx.db.signal.findFirst({
    where: { id: signalId, workspaceId: ctx.workspace.id, voided: false },
    select: { accountId: true, type: true, value: true, note: true, evidence: true, observedAt: true },
  });
  if (!signal?.note) return null;
  const { accountId, type, value, note, evidence, observedAt } = signal;
  const kind = (await loadHealthConfig(ctx.db, ctx.workspace.id)).types[type];
  return {
    accountId,
    label: kind?.label ?? type,
    unit: kind?.unit ?? '',
    value,
    quote: note,
    evidence,
    at: observedAt,
  };
}
