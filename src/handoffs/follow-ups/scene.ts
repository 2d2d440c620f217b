import type { Around, CaseBatch, CaseShape } from '../../cases/case-kind.ts';
import { adminsAsManagers } from '../../cases/told/admins-as-managers.ts';
import { loadPeople } from '../../people/load-people.ts';
import { isAdmin } from '../../people/person.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../../platform/ctx.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { loadSegments } from '../scene.ts';
import {
  type FollowUp,
  type FollowUpDecision,
  type FollowUpStep,
  followUpOf,
  OF_HANDOFF,
  runningOf,
} from './follow-up.ts';
import {
  FOLLOW_UP_NOT_FOUND,
  type FollowUpParties,
  type FollowUpScene,
  type FollowUpSeen,
  type FollowUpVerb,
  followUpSides,
  rolesTowardsFollowUp,
  whoFollowsUp,
} from './rules.ts';

export interface FollowUpShape extends CaseShape {
  row: FollowUp;
  parties: FollowUpParties;
  around: FollowUpShape;
  scene: FollowUpSeen;
  verb: FollowUpVerb;
  clock: FollowUpStep;
  decision: FollowUpDecision;
}

/** Whose step a follow-up is, and who is around it. */
export const AROUND_FOLLOW_UP: Around<FollowUpShape> = {
  type: 'follow_up',
  row: ({ followUp }) => followUp,
  running: runningOf,
  answers: whoFollowsUp,
  sides: followUpSides,
  lastResort: adminsAsManagers,
  loadBatch,
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<FollowUpParties>> {
  return partiesOf(ctx, await findFollowUps(ctx, { ids }));
}

/** Those with these ids; or those of a handoff that are open, the oldest first. */
export async function findFollowUps(
  ctx: Reading,
  which: { ids: readonly string[] } | { openOf: string },
): Promise<FollowUp[]> {
  const rows = await dbOf(ctx).handoffFollowUp.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      ...('ids' in which
        ? { id: { in: [...which.ids] } }
        : { handoffId: which.openOf, state: 'open' as const }),
    },
    include: { handoff: { select: OF_HANDOFF } },
    orderBy: { id: 'asc' },
  });
  return rows.map(followUpOf);
}

/** The same of follow-ups that were read or written just now. */
export async function partiesOf(
  ctx: Reading,
  followUps: readonly FollowUp[],
): Promise<CaseBatch<FollowUpParties>> {
  const db = dbOf(ctx);
  const named = followUps.flatMap(({ of }) => [of.senderId, of.receiverId].filter((id) => id !== null));
  const people = await loadPeople(db, ctx.workspace.id, [...new Set(named)]);
  const settings = await loadSettings(db, ctx.workspace.id);
  const segments = await loadSegments(
    ctx,
    settings,
    followUps.map(({ of }) => of),
  );
  const parties = new Map(
    followUps.map((followUp) => [
      followUp.id,
      { followUp, segment: segments.get(followUp.of.accountId ?? '') ?? null, people, settings },
    ]),
  );
  return { people, settings, parties };
}

/** Refused when there is none in this workspace, or the actor is no member of it. */
export async function loadFollowUpScene(ctx: TxCtx | Ctx, id: string): Promise<FollowUpScene | Refusal> {
  const db = dbOf(ctx);
  const { parties, settings } = await loadBatch(ctx, [id]);
  const around = parties.get(id);
  const memberId = actingMember(ctx);
  const mine = await loadPeople(db, ctx.workspace.id, [memberId]);
  const actor = mine.get(memberId);
  if (!actor || !around) return FOLLOW_UP_NOT_FOUND;
  const people = new Map([...mine, ...around.people]);
  const member = { ...actor, isAdmin: isAdmin(actor, settings.values.admins) };
  return { ...around, people, actor, roles: rolesTowardsFollowUp(around.followUp, member, people, ctx.now) };
}
