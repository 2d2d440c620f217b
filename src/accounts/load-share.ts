import { z } from 'zod';
import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import type { Db } from '../platform/ctx.ts';
import { ShareData } from './share.ts';

export interface Share {
  by: Person;
  at: Date;
  /** Where it was to go. */
  channel: string;
  note: string;
}

const Sharer = z.object({ memberId: z.uuid() });

/** Who shared an account, when and why; null when there is no such entry, or nobody left to name. */
export async function loadShare(
  ctx: { db: Db; workspace: { id: string } },
  entryId: string,
): Promise<Share | null> {
  const entry = await ctx.db.auditEntry.findFirst({
    where: { id: entryId, workspaceId: ctx.workspace.id, action: 'account.shared' },
  });
  const sharer = Sharer.safeParse(entry?.actor);
  if (!entry || !sharer.success) return null;
  const { memberId } = sharer.data;
  const by = (await loadPeople(ctx.db, ctx.workspace.id, [memberId])).get(memberId);
  return by ? { by, at: entry.at, ...ShareData.parse(entry.data) } : null;
}
