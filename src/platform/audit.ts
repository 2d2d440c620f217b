import type { Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from './ctx.ts';
import { newId } from './id.ts';

export interface AuditInput {
  subject: { type: string; id: string };
  /** What happened, as `noun.verb`: `handoff.acknowledged`. */
  action: string;
  /** Ids, figures and what changed. */
  data?: Prisma.InputJsonObject;
}

/** Writes who did what to what, in the caller's transaction. Entries are never changed afterwards. Answers its id. */
export async function audit(ctx: TxCtx, entry: AuditInput): Promise<string> {
  const id = newId(ctx.now);
  await ctx.tx.auditEntry.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      action: entry.action,
      actor: ctx.actor,
      data: entry.data ?? {},
      at: ctx.now,
    },
    select: { id: true },
  });
  return id;
}

/** The same for many at once. */
export async function auditAll(ctx: TxCtx, entries: readonly AuditInput[]): Promise<void> {
  if (entries.length === 0) return;
  await ctx.tx.auditEntry.createMany({
    data: entries.map((entry) => ({
      id: newId(ctx.now),
      workspaceId: ctx.workspace.id,
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      action: entry.action,
      actor: ctx.actor,
      data: entry.data ?? {},
      at: ctx.now,
    })),
  });
}
