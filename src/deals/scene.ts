import type { Around, CaseBatch, CaseShape } from '../cases/case-kind.ts';
import { adminsAsManagers } from '../cases/told/admins-as-managers.ts';
import { loadPeople } from '../people/load-people.ts';
import { isAdmin } from '../people/person.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { type Deal, type DealClock, type DealDecision, dealOf, runningOf } from './deal.ts';
import {
  DEAL_NOT_FOUND,
  type DealParties,
  type DealScene,
  type DealSeen,
  dealSides,
  peopleOf,
  whoAnswersDeal,
} from './rules/parties.ts';
import { type DealVerb, rolesTowardsDeal } from './rules/rights.ts';

export interface DealShape extends CaseShape {
  row: Deal;
  parties: DealParties;
  around: DealShape;
  scene: DealSeen;
  verb: DealVerb;
  clock: DealClock;
  decision: DealDecision;
}

/** Whose step a deal is, and who is around it. */
export const AROUND_DEAL: Around<DealShape> = {
  type: 'deal',
  row: ({ deal }) => deal,
  running: runningOf,
  answers: whoAnswersDeal,
  sides: dealSides,
  // Nobody sold it, nobody leads sales, no channel is set: those who can say whose it is hear of it.
  lastResort: adminsAsManagers,
  loadBatch,
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<DealParties>> {
  const db = dbOf(ctx);
  const rows = await db.deal.findMany({ where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id } });
  return partiesOf(ctx, rows.map(dealOf));
}

/** The same of deals that were read or written just now. */
export async function partiesOf(ctx: Reading, deals: readonly Deal[]): Promise<CaseBatch<DealParties>> {
  const db = dbOf(ctx);
  const teamIds = deals.map(({ teamId }) => teamId).filter((id) => id !== null);
  const teams = await db.team.findMany({
    where: { workspaceId: ctx.workspace.id, id: { in: [...new Set(teamIds)] } },
    select: { id: true, leadId: true },
  });
  const accountIds = deals.flatMap(({ accountId }) => accountId ?? []);
  const accounts = await db.account.findMany({
    where: { workspaceId: ctx.workspace.id, id: { in: [...new Set(accountIds)] } },
    select: { id: true, segment: true },
  });
  const segments = new Map(accounts.map(({ id, segment }) => [id, segment]));
  const leadOf = ({ teamId }: Deal) => teams.find(({ id }) => id === teamId)?.leadId ?? null;
  const named = deals.flatMap((deal) => peopleOf(deal, leadOf(deal)));
  const people = await loadPeople(db, ctx.workspace.id, [...new Set(named)]);
  const settings = await loadSettings(db, ctx.workspace.id);
  const parties = new Map(
    deals.map((deal) => {
      const segment = segments.get(deal.accountId ?? '') ?? null;
      return [deal.id, { deal, people, settings, leadId: leadOf(deal), segment }];
    }),
  );
  return { people, settings, parties };
}

/** Refused when there is no such deal in this workspace, or the actor is no member of it. */
export async function loadDealScene(ctx: TxCtx | Ctx, dealId: string): Promise<DealScene | Refusal> {
  const db = dbOf(ctx);
  const found = await db.deal.findFirst({
    where: { id: dealId, workspaceId: ctx.workspace.id },
    include: { account: true },
  });
  if (!found) return DEAL_NOT_FOUND;
  const { account, ...row } = found;
  const { parties, settings } = await partiesOf(ctx, [dealOf(row)]);
  const around = parties.get(dealId);
  const memberId = actingMember(ctx);
  const mine = await loadPeople(db, ctx.workspace.id, [memberId]);
  const actor = mine.get(memberId);
  if (!actor || !around) return DEAL_NOT_FOUND;
  const people = new Map([...mine, ...around.people]);
  const member = { ...actor, isAdmin: isAdmin(actor, settings.values.admins) };
  const roles = rolesTowardsDeal(around.deal, around.leadId, member, people, ctx.now);
  return { ...around, people, account, actor, roles };
}
