import { z } from 'zod';
import { memberOf } from '../platform/audit.ts';
import { dbOf, type Reading } from '../platform/ctx.ts';
import { stored } from '../platform/stored.ts';

/** Who is proposed as the receiver, by whom and why. */
export interface Proposal {
  entryId: string;
  byId: string;
  receiverId: string;
  reason: string;
}

/** What the history keeps of a proposal. */
export const PROPOSED = stored('proposed receiver', z.object({ to: z.guid(), reason: z.string() }));

/** The proposal that stands; null once it was confirmed, or the handoff went to somebody else. */
export async function loadProposal(ctx: Reading, handoffId: string): Promise<Proposal | null> {
  const db = dbOf(ctx);
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
  const data = PROPOSED.read(latest.data, latest.id);
  const byId = memberOf(latest.actor);
  return data && byId ? { entryId: latest.id, byId, receiverId: data.to, reason: data.reason } : null;
}
