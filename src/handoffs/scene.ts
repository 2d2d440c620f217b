import type { Prisma } from '../../prisma/generated/client.ts';
import type { CaseParties } from '../cases/case.ts';
import type { Around, AroundShape, CaseBatch, CaseShape } from '../cases/case-kind.ts';
import { adminsAsManagers } from '../cases/told/admins-as-managers.ts';
import { loadPeople } from '../people/load-people.ts';
import { isAdmin, type People } from '../people/person.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { uuid, uuids } from '../platform/sql.ts';
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
import {
  type Chased,
  type ChasedParties,
  type HandoffParties,
  NOT_FOUND,
  type Scene,
  type Seen,
  sides,
  whoAnswers,
} from './rules/parties.ts';
import { type HandoffVerb, rolesTowards } from './rules/rights.ts';

interface ChasedShape extends AroundShape {
  row: Chased;
  parties: ChasedParties;
  clock: HandoffClock;
}

export interface HandoffShape extends CaseShape {
  row: Handoff;
  parties: HandoffParties;
  around: ChasedShape;
  scene: Seen;
  verb: HandoffVerb;
  clock: HandoffClock;
  decision: Decision;
}

/** Whose step a handoff is, and who is around it. */
export const AROUND_HANDOFF: Around<ChasedShape> = {
  type: 'handoff',
  row: ({ handoff }) => handoff,
  running: runningClocks,
  answers: (parties, now) => (owesNext(parties.handoff) ? whoAnswers(parties, now) : null),
  sides: ({ handoff, people }) => sides(handoff, people),
  // Nobody above whoever owes it, and the other side is gone or can do nothing: those who can name another hear of it.
  lastResort: adminsAsManagers,
  loadBatch: loadChased,
};

type Dates = 'kickoffFrom' | 'kickoffBy' | 'snoozedUntil';

/** Instants are text in JSON. */
type ChasedJson = Omit<Chased, Dates> & Record<Dates, string | null>;

/** By hand: of all columns of a batch Prisma takes longer than the database. */
async function loadChased(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<ChasedParties>> {
  // As one value, as in loadPeople.
  const [row] = await dbOf(ctx).$queryRaw<{ handoffs: ChasedJson[] }[]>`
    SELECT coalesce(json_agg(chased), '[]') AS handoffs FROM (
      SELECT id, state, private, sender_id AS "senderId", receiver_id AS "receiverId", book_id AS "bookId",
             kickoff_from AS "kickoffFrom", kickoff_by AS "kickoffBy", snoozed_until AS "snoozedUntil"
        FROM handoffs WHERE id = ANY (${uuids(ids)}) AND workspace_id = ${uuid(ctx.workspace.id)}) AS chased`;
  const dateOf = (at: string | null) => (at === null ? null : new Date(at));
  const handoffs = (row?.handoffs ?? []).map((json) => ({
    ...json,
    kickoffFrom: dateOf(json.kickoffFrom),
    kickoffBy: dateOf(json.kickoffBy),
    snoozedUntil: dateOf(json.snoozedUntil),
  }));
  const { people, settings } = await loadAround(ctx, handoffs);
  const parties = new Map(handoffs.map((handoff) => [handoff.id, { handoff, people, settings }]));
  return { people, settings, parties };
}

async function loadAround(
  ctx: Reading,
  handoffs: readonly Pick<Handoff, 'senderId' | 'receiverId'>[],
): Promise<CaseParties> {
  const named = handoffs.flatMap(({ senderId, receiverId }) =>
    receiverId ? [senderId, receiverId] : [senderId],
  );
  const people = await loadPeople(dbOf(ctx), ctx.workspace.id, named);
  const settings = await loadSettings(dbOf(ctx), ctx.workspace.id);
  return { people, settings };
}

/** Handoffs with all that a change of them is decided by. */
export async function loadHandoffs(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<HandoffParties>> {
  const handoffs = await dbOf(ctx).handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
    omit: WITHOUT_BRIEF,
  });
  const { people, settings } = await loadAround(ctx, handoffs);
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
