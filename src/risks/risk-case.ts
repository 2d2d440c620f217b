import { Prisma } from '../../prisma/generated/client.ts';
import type { CaseKind } from '../cases/case-kind.ts';
import { loadPeople } from '../people/load-people.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import { isoDay } from '../time/day.ts';
import { localDate, startOfLocalDay } from '../time/local-date.ts';
import { RISK_MESSAGES, RISK_NEWS_UNDER } from './messages.ts';
import {
  isOwed,
  isUrgent,
  OPEN_RISK_STATES,
  PLAN,
  type Risk,
  type RiskClock,
  type RiskDecision,
  riskName,
} from './risk.ts';
import { riskLadder } from './rules/ladders.ts';
import { RISK_HOME, riskOwed } from './rules/owed.ts';
import {
  calendarOfRisk,
  notYourRisk,
  type RiskParties,
  type RiskScene,
  whoAnswersRisk,
  whyNotNow,
} from './rules/parties.ts';
import { mayRisk } from './rules/rights.ts';
import { AROUND_RISK, loadRiskScene, type RiskShape } from './scene.ts';
import { askToTake, messagesAfter, newsAlone, requestMessage, roomToAsk, whenTheyWork } from './told/tell.ts';

const ruleOf = (clock: RiskClock) => ({
  ladder: ({ risk, settings }: RiskParties) => riskLadder(clock, settings, isUrgent(risk)),
});

/** The risk as a case. */
export const RISKS: CaseKind<RiskShape> = {
  ...AROUND_RISK,
  name: riskName,
  owed: riskOwed,
  home: RISK_HOME,
  table: Prisma.sql`risks`,
  isOwed: Prisma.sql`c.state = ANY (${[...OPEN_RISK_STATES]}::risk_state[])`,
  does: [
    {
      isOf: (memberId) => Prisma.sql`c.owner_id = ${memberId}`,
      actions: ['planned', 'checked_in', 'resolved'],
    },
  ],
  clocks: {
    claim: ruleOf('claim'),
    plan: ruleOf('plan'),
    // It starts with its day, where its owner is.
    check_in: {
      ...ruleOf('check_in'),
      startsAt: (parties, now) => {
        const day = isoDay(parties.risk.checkInOn);
        return day === null ? null : startOfLocalDay(day, calendarOfRisk(parties, now).zone);
      },
    },
  },

  load: loadRiskScene,
  write,
  after: async (ctx, before, risk) => ({ ...before, risk, people: await withNewOwner(ctx, before, risk) }),

  may: (verb, { roles, risk }) => mayRisk(verb, roles, risk),
  notYours: notYourRisk,
  wrongState: whyNotNow,
  notDue,
  insteadOfNudge: 'Take it yourself, or reassign it.',
  insteadOfSnooze: 'Take it, reassign it or close it.',
  pauses: ({ values }) => ({
    snoozeTotal: values['risk.snooze_total'],
    nudgePause: values['risk.nudge_pause'],
  }),

  newsUnder: RISK_NEWS_UNDER,
  firstAction: 'opened',
  messages: async (ctx, after, { action }, { threads, entryId, epoch }) => [
    ...messagesAfter(action, after, threads, entryId, ctx),
    ...(action === 'reopened' && epoch !== null
      ? await askToTake(ctx, after, entryId, epoch, await roomToAsk(ctx, after.settings, [after]))
      : []),
  ],

  asks: ({ id }) => [
    { subject: { type: 'risk', id }, kinds: [RISK_MESSAGES.request.kind, RISK_MESSAGES.event.kind] },
  ],
  askStandIn: (ctx, parties, to, { entryId }) => [
    parties.risk.state === 'open'
      ? requestMessage(parties, to, entryId, whenTheyWork(parties, ctx.now))
      : newsAlone(parties.risk, to, entryId),
  ],
};

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
    : refuse('not_due', `${riskName(scene.risk)} is on track: its next check-in is still to come.`);
}
