import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each-anyway.ts';
import { LostRace, transact } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { RISK_MESSAGES } from './messages.ts';
import { peopleOf, type RiskParties, whoAnswersRisk } from './parties.ts';
import { OPEN_RISK_STATES } from './risk.ts';
import { leadOfTeam } from './scene.ts';
import { newsAlone, requestMessage, whenTheyWork } from './tell.ts';

/** More than anybody owns. */
const MOST = 5_000;

/**
 * The owner of these risks is away, or has left: who stands in hears of each, in a transaction of its own, unless
 * they were asked before.
 */
export async function askRiskStandIns(ctx: Ctx, ownerId: string, stopping: AbortSignal): Promise<void> {
  const risks = await ctx.db.risk.findMany({
    where: { workspaceId: ctx.workspace.id, ownerId, state: { in: [...OPEN_RISK_STATES] } },
    orderBy: { number: 'asc' },
    select: { id: true },
    take: MOST,
  });
  await eachAnyway(risks, async ({ id }) => {
    if (!stopping.aborted) await transact(ctx, (ctx) => askFor(ctx, id, ownerId));
  });
}

async function askFor(ctx: TxCtx, id: string, ownerId: string): Promise<void> {
  const risk = await ctx.tx.risk.findFirst({
    where: { id, workspaceId: ctx.workspace.id, ownerId, state: { in: [...OPEN_RISK_STATES] } },
  });
  if (!risk) return;
  const leadId = await leadOfTeam(ctx, risk.teamId);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, peopleOf(risk, leadId));
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const parties: RiskParties = { risk, people, settings, leadId };
  const to = whoAnswersRisk(parties, ctx.now);
  if (to && to.id !== ownerId && !(await wasAsked(ctx, id, to))) await ask(ctx, parties, to);
}

async function wasAsked(ctx: TxCtx, riskId: string, to: Person): Promise<boolean> {
  const last = await ctx.tx.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'risk',
      subjectId: riskId,
      kind: { in: [RISK_MESSAGES.request.kind, RISK_MESSAGES.event.kind] },
      isRoot: true,
      memberId: { not: null },
    },
    orderBy: { id: 'desc' },
    select: { memberId: true, lane: true },
  });
  return last !== null && (last.memberId === to.id || last.lane === to.slackUserId);
}

async function ask(ctx: TxCtx, before: RiskParties, to: Person): Promise<void> {
  const [risk] = await ctx.tx.risk.updateManyAndReturn({
    where: { id: before.risk.id, workspaceId: ctx.workspace.id, version: before.risk.version },
    data: { version: before.risk.version + 1, updatedAt: ctx.now },
  });
  if (!risk) throw new LostRace(`Risk ${before.risk.id}`);
  const subject = { type: 'risk', id: risk.id };
  const entryId = await audit(ctx, { subject, action: 'risk.stand_in_asked', data: { to: to.id } });
  const parties = { ...before, risk };
  await enqueue(ctx, [
    risk.state === 'open'
      ? requestMessage(parties, to, entryId, whenTheyWork(parties, ctx.now))
      : newsAlone(risk, to, entryId),
  ]);
  await refresh(ctx, subject, { urgent: true });
}
