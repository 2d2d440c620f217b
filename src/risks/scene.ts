import type { Around, CaseBatch, CaseShape } from '../cases/case-kind.ts';
import { adminsAsManagers } from '../cases/told/admins-as-managers.ts';
import { loadPeople } from '../people/load-people.ts';
import { isAdmin } from '../people/person.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { clockOf, type Risk, type RiskClock, type RiskDecision } from './risk.ts';
import {
  peopleOf,
  RISK_NOT_FOUND,
  type RiskParties,
  type RiskScene,
  type RiskSeen,
  riskSides,
  whoAnswersRisk,
} from './rules/parties.ts';
import { type RiskVerb, rolesTowardsRisk } from './rules/rights.ts';

export interface RiskShape extends CaseShape {
  row: Risk;
  parties: RiskParties;
  around: RiskShape;
  scene: RiskSeen;
  verb: RiskVerb;
  clock: RiskClock;
  decision: RiskDecision;
}

/** Whose step a risk is, and who is around it. */
export const AROUND_RISK: Around<RiskShape> = {
  type: 'risk',
  row: ({ risk }) => risk,
  running: (risk) => {
    const clock = clockOf(risk);
    return clock ? [clock] : [];
  },
  answers: whoAnswersRisk,
  sides: riskSides,
  // Nobody owns it, nobody leads, no channel is set: those who can set one hear of it.
  lastResort: adminsAsManagers,
  loadBatch,
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<RiskParties>> {
  const db = dbOf(ctx);
  const risks = await db.risk.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
  });
  const teams = await db.team.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      id: { in: risks.map(({ teamId }) => teamId).filter((id) => id !== null) },
    },
    select: { id: true, leadId: true },
  });
  const leads = new Map(teams.map(({ id, leadId }) => [id, leadId]));
  const leadOf = ({ teamId }: Risk) => (teamId ? (leads.get(teamId) ?? null) : null);
  const people = await loadPeople(
    db,
    ctx.workspace.id,
    risks.flatMap((risk) => peopleOf(risk, leadOf(risk))),
  );
  const settings = await loadSettings(db, ctx.workspace.id);
  const parties = new Map(risks.map((risk) => [risk.id, { risk, people, settings, leadId: leadOf(risk) }]));
  return { people, settings, parties };
}

/** Refused when there is no such risk in this workspace, or the actor is no member of it. */
export async function loadRiskScene(ctx: TxCtx | Ctx, riskId: string): Promise<RiskScene | Refusal> {
  const db = dbOf(ctx);
  const memberId = actingMember(ctx);
  const found = await db.risk.findFirst({
    where: { id: riskId, workspaceId: ctx.workspace.id },
    include: { account: true },
  });
  if (!found) return RISK_NOT_FOUND;
  const { account, ...risk } = found;
  const leadId = await leadOfTeam(ctx, risk.teamId);
  const people = await loadPeople(db, ctx.workspace.id, [memberId, ...peopleOf(risk, leadId)]);
  const actor = people.get(memberId);
  if (!actor) return RISK_NOT_FOUND;
  const settings = await loadSettings(db, ctx.workspace.id);
  const member = { ...actor, isAdmin: isAdmin(actor, settings.values.admins) };
  const roles = rolesTowardsRisk(risk, leadId, member, people, ctx.now);
  return { risk, account, people, settings, leadId, actor, roles };
}

export async function leadOfTeam(ctx: Reading, teamId: string | null): Promise<string | null> {
  if (teamId === null) return null;
  const db = dbOf(ctx);
  const team = await db.team.findFirst({
    where: { id: teamId, workspaceId: ctx.workspace.id },
    select: { leadId: true },
  });
  return team?.leadId ?? null;
}
