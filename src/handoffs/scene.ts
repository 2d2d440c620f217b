import type { Prisma } from '../../prisma/generated/client.ts';
import type { CaseBatch, CaseShape } from '../cases/case-kind.ts';
import { adminsAsManagers } from '../cases/told/admins-as-managers.ts';
import type { Around } from '../cases/told/messages.ts';
import { loadPeople } from '../people/load-people.ts';
import { isAdmin, type People } from '../people/person.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { type Brief, readBrief } from './brief/brief.ts';
import { forDeal } from './brief/template.ts';
import {
  type Decision,
  type Handoff,
  type HandoffClock,
  owesNext,
  runningClocks,
  WITHOUT_BRIEF,
} from './handoff.ts';
import { withKind } from './kind-between.ts';
import { loadCurrentTemplates, loadTemplate } from './questions/load-templates.ts';
import { type HandoffParties, NOT_FOUND, type Scene, type Seen, sides, whoAnswers } from './rules/parties.ts';
import { type HandoffVerb, rolesTowards } from './rules/rights.ts';

export interface HandoffShape extends CaseShape {
  row: Handoff;
  parties: HandoffParties;
  scene: Seen;
  verb: HandoffVerb;
  clock: HandoffClock;
  decision: Decision;
}

/** Whose step a handoff is, and who is around it. */
export const AROUND_HANDOFF: Around<HandoffShape> = {
  type: 'handoff',
  row: ({ handoff }) => handoff,
  running: runningClocks,
  answers: (parties, now) => (owesNext(parties.handoff) ? whoAnswers(parties, now) : null),
  sides: ({ handoff, people }) => sides(handoff, people),
  // Nobody above whoever owes it, and the other side is gone or can do nothing: those who can name another hear of it.
  lastResort: adminsAsManagers,
  loadBatch,
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<HandoffParties>> {
  const db = dbOf(ctx);
  const workspaceId = ctx.workspace.id;
  const handoffs = await db.handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId },
    omit: WITHOUT_BRIEF,
  });
  const named = handoffs.flatMap(({ senderId, receiverId }) =>
    receiverId ? [senderId, receiverId] : [senderId],
  );
  const people = await loadPeople(db, workspaceId, named);
  const settings = await loadSettings(db, workspaceId);
  const segments = await loadSegments(ctx, settings, handoffs);
  const parties = new Map(
    handoffs.map((handoff) => [
      handoff.id,
      { handoff, segment: segments.get(handoff.accountId ?? '') ?? null, people, settings },
    ]),
  );
  return { people, settings, parties };
}

/** Of the accounts of these handoffs; none where no policy is of a segment: clocks fire often. */
export async function loadSegments(
  ctx: Reading,
  { policies }: Settings,
  handoffs: readonly Pick<Handoff, 'accountId'>[],
): Promise<ReadonlyMap<string, string | null>> {
  if (policies.every(({ segment }) => segment === null)) return new Map();
  const accounts = await dbOf(ctx).account.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      id: { in: handoffs.map(({ accountId }) => accountId).filter((id) => id !== null) },
    },
    select: { id: true, segment: true },
  });
  return new Map(accounts.map(({ id, segment }) => [id, segment]));
}

/** Refused when there is no such handoff in this workspace, or the actor is no member of it. */
export async function loadScene(ctx: TxCtx | Ctx, handoffId: string): Promise<Scene | Refusal> {
  const db = dbOf(ctx);
  const memberId = actingMember(ctx);
  const found = await db.handoff.findFirst({
    where: { id: handoffId, workspaceId: ctx.workspace.id },
    include: { account: true },
  });
  if (!found) return NOT_FOUND;
  const { account, brief, ...stored } = found;
  const { senderId, receiverId, acknowledgedById, acceptedById, finishedById } = stored;
  const ids = [senderId, receiverId, acknowledgedById, acceptedById, finishedById];
  const people = await loadPeople(db, ctx.workspace.id, [memberId, ...ids.filter((id) => id !== null)]);
  const actor = people.get(memberId);
  if (!actor) return NOT_FOUND;
  const isDraft = stored.state === 'draft';
  const handoff = isDraft
    ? withKind(stored, people, await loadCurrentTemplates(db, ctx.workspace.id))
    : stored;
  const template = await loadTemplate(db, ctx.workspace.id, handoff.template);
  const settings = await loadSettings(db, ctx.workspace.id);
  const member = { ...actor, isAdmin: isAdmin(actor, settings.values.admins) };
  return {
    handoff,
    segment: account?.segment ?? null,
    account,
    brief: readBrief(brief, handoff.id).brief,
    template: forDeal(template, { segment: account?.segment, dealType: handoff.dealType }),
    people,
    settings,
    actor,
    roles: rolesTowards(handoff, member, people, ctx.now),
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

type Columns = Decision['patch'] & { brief?: Brief; version?: never };

/** Writes where nobody was faster, and raises the version. Throws LostRace otherwise. */
export async function writeHandoff(ctx: TxCtx, handoff: Handoff, columns: Columns): Promise<Handoff> {
  const [written] = await ctx.tx.handoff.updateManyAndReturn({
    where: { id: handoff.id, workspaceId: ctx.workspace.id, version: handoff.version },
    data: {
      updatedAt: ctx.now,
      ...(columns as Prisma.HandoffUncheckedUpdateManyInput),
      version: handoff.version + 1,
    },
    omit: WITHOUT_BRIEF,
  });
  if (!written) throw new LostRace(`Handoff ${handoff.id}`);
  return written;
}
