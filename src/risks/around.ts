import type { CaseBatch, CaseShape } from '../cases/case-kind.ts';
import type { Around } from '../cases/told/messages.ts';
import type { Told } from '../cases/told/told-on-rung.ts';
import { findAdmins, loadPeople } from '../people/load-people.ts';
import { dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { peopleOf, type RiskParties, riskSides, whoAnswersRisk } from './parties.ts';
import type { RiskVerb } from './rights.ts';
import { clockOf, type Risk, type RiskClock, type RiskDecision } from './risk.ts';
import type { RiskSeen } from './scene.ts';

export interface RiskShape extends CaseShape {
  row: Risk;
  parties: RiskParties;
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

async function adminsAsManagers(ctx: TxCtx, settings: Settings): Promise<Told[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => {
    const person = people.get(id);
    return person ? [{ role: 'manager' as const, person }] : [];
  });
}
