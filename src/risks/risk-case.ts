import { Prisma } from '../../prisma/generated/client.ts';
import type { CaseBatch, CaseKind, CaseShape } from '../cases/case-kind.ts';
import type { Told } from '../cases/told/told-on-rung.ts';
import { findAdmins } from '../people/find-admins.ts';
import { loadPeople } from '../people/load-people.ts';
import { dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { localDate, startOfLocalDay } from '../time/local-date.ts';
import { askToTake, roomToAsk } from './ask-to-take.ts';
import { riskLadder } from './ladders.ts';
import { notYourRisk, whyNotNow } from './not-your-risk.ts';
import { dayOf, isOwed } from './nudge.ts';
import { RISK_HOME, riskOwed } from './owed.ts';
import { calendarOfRisk, peopleOf, type RiskParties, riskSides, whoAnswersRisk } from './parties.ts';
import { PLAN } from './plan.ts';
import { mayRisk, type RiskVerb } from './rights.ts';
import { clockOf, isUrgent, type Risk, type RiskClock, type RiskDecision, riskName } from './risk.ts';
import { loadRiskScene, type RiskScene, type RiskSeen } from './scene.ts';
import { messagesAfter, NEWS_UNDER, newsAlone, requestMessage, restingUntil } from './tell.ts';

export interface RiskShape extends CaseShape {
  row: Risk;
  parties: RiskParties;
  scene: RiskSeen;
  verb: RiskVerb;
  clock: RiskClock;
  decision: RiskDecision;
}

const ruleOf = (clock: RiskClock) => ({
  ladder: ({ risk, settings }: RiskParties) => riskLadder(clock, settings, isUrgent(risk)),
});

/** The risk as a case. */
export const RISKS: CaseKind<RiskShape> = {
  type: 'risk',
  row: ({ risk }) => risk,

  running: (risk) => {
    const clock = clockOf(risk);
    return clock ? [clock] : [];
  },
  name: riskName,
  owed: riskOwed,
  home: RISK_HOME,
  table: Prisma.sql`risks`,
  isOwed: Prisma.sql`c.state IN ('open', 'claimed')`,
  clocks: {
    claim: ruleOf('claim'),
    plan: ruleOf('plan'),
    // It starts with its day, where its owner is.
    check_in: {
      ...ruleOf('check_in'),
      startsAt: (parties, now) => {
        const day = dayOf(parties.risk.checkInOn);
        return day === null ? null : startOfLocalDay(day, calendarOfRisk(parties, now).zone);
      },
    },
  },
  answers: whoAnswersRisk,
  sides: riskSides,
  // Nobody owns it, nobody leads, no channel is set: those who can set one hear of it.
  lastResort: adminsAsManagers,

  load: loadRiskScene,
  loadBatch,
  write,
  after: async (ctx, before, risk) => ({ ...before, risk, people: await withNewOwner(ctx, before, risk) }),

  may: (verb, { roles, risk }) => mayRisk(verb, roles, risk),
  notYours: notYourRisk,
  wrongState: whyNotNow,
  notDue,
  insteadOfNudge: 'Take it yourself, or reassign it.',
  insteadOfSnooze: 'Take it, reassign it or resolve it.',
  pauses: ({ values }) => ({
    snoozeTotal: values['risk.snooze_total'],
    nudgePause: values['risk.nudge_pause'],
  }),

  newsUnder: NEWS_UNDER,
  firstAction: 'opened',
  messages: async (ctx, after, { action }, { threads, entryId, epoch }) => [
    ...messagesAfter(action, after, threads, entryId, ctx),
    ...(action === 'reopened' && epoch !== null
      ? await askToTake(ctx, after, entryId, epoch, await roomToAsk(ctx, after.settings, [after]))
      : []),
  ],

  asks: ({ id }) => [{ subject: { type: 'risk', id }, kinds: ['risk_request', 'risk_event'] }],
  askStandIn: (ctx, parties, to, { entryId }) => [
    parties.risk.state === 'open'
      ? requestMessage(parties, to, entryId, restingUntil(parties, ctx.now))
      : newsAlone(parties.risk, to, entryId),
  ],
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

async function write(ctx: TxCtx, risk: Risk, { plan, ...columns }: RiskDecision['patch']): Promise<Risk> {
  const [written] = await ctx.tx.risk.updateManyAndReturn({
    where: { id: risk.id, workspaceId: ctx.workspace.id, version: risk.version },
    data: {
      updatedAt: ctx.now,
      ...(columns as Prisma.RiskUncheckedUpdateManyInput),
      ...(plan ? { plan: PLAN.write(plan) } : {}),
      version: risk.version + 1,
    },
  });
  if (!written) throw new LostRace(`Risk ${risk.id}`);
  return written;
}

/** One who was only loaded as somebody's manager may lack those who stand behind them. */
async function withNewOwner(ctx: TxCtx, before: RiskParties, { ownerId }: Risk) {
  if (ownerId === null || ownerId === before.risk.ownerId) return before.people;
  return new Map([...before.people, ...(await loadPeople(ctx.tx, ctx.workspace.id, [ownerId]))]);
}

/** Whoever said when they look at it again is not asked before that day. */
function notDue(scene: RiskScene, now: Date): Refusal | null {
  const { zone } = whoAnswersRisk(scene, now) ?? scene.actor;
  return isOwed(scene.risk, localDate(now, zone))
    ? null
    : refuse('not_due', `${riskName(scene.risk)} is under way, and its next check-in is still to come.`);
}

async function adminsAsManagers(ctx: TxCtx, settings: Settings): Promise<Told[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => {
    const person = people.get(id);
    return person ? [{ role: 'manager' as const, person }] : [];
  });
}
