import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import type { ShownHandoff } from './picture.ts';
import { type HandoffRole, rolesTowards } from './rights.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/**
 * Who this member is towards each of these handoffs, by its id. Admins that only a setting names are members here:
 * it serves to leave out what one may not do, and every click is checked again.
 */
export async function loadRoles(
  ctx: Reading,
  pictures: readonly ShownHandoff[],
  memberId: string,
): Promise<Map<string, HandoffRole[]>> {
  const parties = pictures.flatMap(({ sender, receiver }) => [sender.id, receiver.id]);
  const people = await loadPeople(ctx.db, ctx.workspace.id, [memberId, ...parties]);
  const member = people.get(memberId);
  return new Map(
    pictures.map((picture) => {
      const { id, sender, receiver } = picture;
      const handoff = { senderId: sender.id, receiverId: receiver.id, private: picture.private };
      return [id, member ? rolesTowards(handoff, member, people, ctx.now) : []];
    }),
  );
}
