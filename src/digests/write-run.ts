import { enqueue } from '../outbox/enqueue.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { AgendaContent } from './agenda.ts';
import type { DigestContent } from './content.ts';
import { type Reader, runMessages } from './messages.ts';
import { AGENDA, DIGEST } from './read-content.ts';

type NewRun = {
  subscriptionId: string | null;
  /** Null: it was asked for. */
  day: string | null;
  requestedById: string | null;
  reader: Reader;
} & ({ kind: 'digest'; content: DigestContent } | { kind: 'agenda'; content: AgendaContent });

/** Keeps what was made, and has it posted. Part of a transaction. Returns its id. */
export async function writeRun(ctx: TxCtx, run: NewRun): Promise<string> {
  const { subscriptionId, day, requestedById, reader, kind } = run;
  const workspaceId = ctx.workspace.id;
  const content = run.kind === 'digest' ? DIGEST.write(run.content) : AGENDA.write(run.content);
  const id = newId(ctx.now);
  await ctx.tx.digestRun.create({
    data: { id, workspaceId, subscriptionId, day, requestedById, kind, content, madeAt: ctx.now },
    select: { id: true },
  });
  await enqueue(ctx, runMessages(id, reader, run));
  return id;
}
