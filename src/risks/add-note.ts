import { enqueue } from '../outbox/enqueue.ts';
import { audit } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { loadThreads } from './load-threads.ts';
import type { Risk } from './risk.ts';
import { repliesTo } from './tell.ts';

/** Somebody saw more of what is known already: it goes into the history and into the card's thread. */
export async function addNote(ctx: TxCtx, risk: Risk, note: string, evidence: string | null): Promise<void> {
  const subject = { type: 'risk', id: risk.id };
  const entryId = await audit(ctx, {
    subject,
    action: 'risk.noted',
    data: { note, ...(evidence ? { evidence } : {}) },
  });
  const threads = await loadThreads(ctx, risk.id);
  await enqueue(ctx, repliesTo(risk, threads, entryId, ctx.actor));
}
