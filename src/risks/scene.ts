import type { Account } from '../../prisma/generated/client.ts';
import type { Acting } from '../cases/case.ts';
import { loadPeople } from '../people/load-people.ts';
import { type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { peopleOf, type RiskParties } from './parties.ts';
import { type RiskRole, rolesTowardsRisk } from './rights.ts';

/** What a verb sees beside the parties. */
export interface RiskSeen extends Acting {
  account: Account;
  /** Who the actor is towards this risk. */
  roles: RiskRole[];
}

/** All that a decision about one risk needs, read at once. */
export type RiskScene = RiskParties & RiskSeen;

export const RISK_NOT_FOUND = refuse(
  'not_found',
  'This risk does not exist any more, or it is not yours to see.',
);

/** Refused when there is no such risk in this workspace, or the actor is no member of it. */
export async function loadRiskScene(ctx: TxCtx | Ctx, riskId: string): Promise<RiskScene | Refusal> {
  const db = dbOf(ctx);
  if (ctx.actor.type !== 'member') throw new Error('A risk is changed by a member');
  const found = await db.risk.findFirst({
    where: { id: riskId, workspaceId: ctx.workspace.id },
    include: { account: true },
  });
  if (!found) return RISK_NOT_FOUND;
  const { account, ...risk } = found;
  const leadId = await leadOfTeam(ctx, risk.teamId);
  const people = await loadPeople(db, ctx.workspace.id, [ctx.actor.memberId, ...peopleOf(risk, leadId)]);
  const actor = people.get(ctx.actor.memberId);
  if (!actor) return RISK_NOT_FOUND;
  const settings = await loadSettings(db, ctx.workspace.id);
  const isAdmin = actor.isAdmin || settings.values.admins.includes(actor.slackUserId);
  const roles = rolesTowardsRisk(risk, leadId, { ...actor, isAdmin }, people, ctx.now);
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
