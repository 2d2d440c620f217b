import type { Account } from '../../prisma/generated/client.ts';
import type { Acting } from '../cases/case.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People } from '../people/person.ts';
import { type Ctx, dbOf, type TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { type Brief, readBrief } from './brief.ts';
import { withKind } from './kinds.ts';
import type { HandoffParties } from './parties.ts';
import { type HandoffRole, rolesTowards } from './rights.ts';

/** What a verb sees beside the parties. */
export interface Seen extends Acting {
  account: Account | null;
  brief: Brief;
  /** Who the actor is towards this handoff. */
  roles: HandoffRole[];
}

/** All that a decision about one handoff needs, read at once. */
export type Scene = HandoffParties & Seen;

export const NOT_FOUND = refuse(
  'not_found',
  'This handoff does not exist any more, or it is not yours to see.',
);

/** Refused when there is no such handoff in this workspace, or the actor is no member of it. */
export async function loadScene(ctx: TxCtx | Ctx, handoffId: string): Promise<Scene | Refusal> {
  const db = dbOf(ctx);
  if (ctx.actor.type !== 'member') throw new Error('A handoff is changed by a member');
  const found = await db.handoff.findFirst({
    where: { id: handoffId, workspaceId: ctx.workspace.id },
    include: { account: true },
  });
  if (!found) return NOT_FOUND;
  const { account, ...stored } = found;
  const { senderId, receiverId, acknowledgedById, acceptedById, finishedById } = stored;
  const ids = [senderId, receiverId, acknowledgedById, acceptedById, finishedById];
  const people = await loadPeople(db, ctx.workspace.id, [
    ctx.actor.memberId,
    ...ids.filter((id) => id !== null),
  ]);
  const actor = people.get(ctx.actor.memberId);
  if (!actor) return NOT_FOUND;
  const handoff = withKind(stored, people);
  const settings = await loadSettings(db, ctx.workspace.id);
  const named = settings.values.admins.includes(actor.slackUserId);
  return {
    handoff,
    account,
    brief: readBrief(handoff.brief, handoff.id).brief,
    people,
    settings,
    actor,
    roles: rolesTowards(handoff, named ? { ...actor, isAdmin: true } : actor, people, ctx.now),
  };
}

/** The people of a scene, and who stands behind its receiver once that is somebody else. */
export async function withReceiver(
  ctx: TxCtx,
  before: HandoffParties,
  receiverId: string | null,
): Promise<People> {
  if (receiverId === null || receiverId === before.handoff.receiverId) return before.people;
  return new Map([...before.people, ...(await loadPeople(ctx.tx, ctx.workspace.id, [receiverId]))]);
}
