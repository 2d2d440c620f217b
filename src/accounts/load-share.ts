import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import type { Db } from '../platform/ctx.ts';
import { memberOf } from '../platform/entry-data.ts';
import { SHARED } from './share.ts';

export interface Share {
  by: Person;
  at: Date;
  /** Where it was to go. */
  channel: string;
  note: string;
}

/** Who shared an account, when and why; null when there is no such entry, or nobody left to name. */
export async function loadShare(
  ctx: { db: Db; workspace: { id: string } },
  entryId: string,
): Promise<Share | null> {
  const entry = await ctx.db.auditEntry.findFirst({
    where: { id: entryId, workspaceId: ctx.workspace.id, action: 'account.shared' },
  });
  const memberId = memberOf(entry?.actor);
  const data = entry && SHARED.read(entry.data, entry.id);
  if (!entry || !data || memberId === null) return null;
  const by = (await loadPeople(ctx.db, ctx.workspace.id, [memberId])).get(memberId);
  return by ? { by, at: entry.at, ...data } : null;
}
