import { z } from 'zod';
import type { Db, Tx } from '../platform/ctx.ts';

/** Who is proposed as the receiver, by whom and why. */
export interface Proposal {
  entryId: string;
  byId: string;
  receiverId: string;
  reason: string;
}

const Data = z.object({ to: z.string(), reason: z.string() });
const Actor = z.object({ memberId: z.string() });

/** The proposal that stands; null once it was confirmed, or the handoff went to somebody else. */
export async function loadProposal(
  ctx: { workspace: { id: string } } & ({ db: Db } | { tx: Tx }),
  handoffId: string,
): Promise<Proposal | null> {
  const db = 'tx' in ctx ? ctx.tx : ctx.db;
  const latest = await db.auditEntry.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: handoffId,
      action: { in: ['handoff.receiver_proposed', 'handoff.reassigned'] },
    },
    orderBy: { id: 'desc' },
  });
  if (latest?.action !== 'handoff.receiver_proposed') return null;
  const { to, reason } = Data.parse(latest.data);
  return { entryId: latest.id, byId: Actor.parse(latest.actor).memberId, receiverId: to, reason };
}
