import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { LostRace } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { peopleOf, type RiskParties, whoAnswersRisk } from './parties.ts';
import { OPEN_RISK_STATES } from './risk.ts';
import { leadOfTeam } from './scene.ts';
import { newsAlone, requestMessage, restingUntil } from './tell.ts';

/** More than anybody owns. */
const MOST = 200;

/** The owners of these risks are away, or have left: who stands in hears of them at once, unless they were asked before. */
export async function askRiskStandIns(ctx: TxCtx, ownerIds: readonly string[]): Promise<void> {
  const risks = await ctx.tx.risk.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      ownerId: { in: [...ownerIds] },
      state: { in: [...OPEN_RISK_STATES] },
    },
    orderBy: { number: 'asc' },
    take: MOST,
  });
  if (risks.length === 0) return;
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  for (const risk of risks) {
    const leadId = await leadOfTeam(ctx, risk.teamId);
    const people = await loadPeople(ctx.tx, ctx.workspace.id, peopleOf(risk, leadId));
    const parties: RiskParties = { risk, people, settings, leadId };
    const to = whoAnswersRisk(parties, ctx.now);
    if (to && to.id !== risk.ownerId && !(await wasAsked(ctx, risk.id, to))) await ask(ctx, parties, to);
  }
}

async function wasAsked(ctx: TxCtx, riskId: string, to: Person): Promise<boolean> {
  const last = await ctx.tx.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'risk',
      subjectId: riskId,
      kind: { in: ['risk_request', 'risk_event'] },
      isRoot: true,
      memberId: { not: null },
    },
    orderBy: { id: 'desc' },
    select: { memberId: true },
  });
  return last?.memberId === to.id;
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
      ? requestMessage(parties, to, entryId, restingUntil(parties, ctx.now))
      : newsAlone(risk, to, entryId),
  ]);
  await refresh(ctx, subject, { urgent: true });
}
