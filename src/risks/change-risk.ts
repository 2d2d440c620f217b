import type { Prisma, Risk } from '../../prisma/generated/client.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { LostRace, transactOnce } from '../platform/transact.ts';
import { askToTake, roomToAsk } from './ask-to-take.ts';
import { loadThreads } from './load-threads.ts';
import { notYourRisk } from './not-your-risk.ts';
import type { RiskParties } from './parties.ts';
import { PLAN } from './plan.ts';
import { mayRisk, type RiskVerb } from './rights.ts';
import type { RiskDecision } from './risk.ts';
import { loadRiskScene, type RiskScene } from './scene.ts';
import { setRiskClock } from './set-clock.ts';
import { messagesAfter } from './tell.ts';

/** What a verb answers: enough to say to the person what has happened. Plain JSON, so that it can be stored. */
export interface RiskChanged {
  riskId: string;
  number: number;
  version: number;
  /** When the clock that now runs reaches its limit; ISO instant, or null when none was started. */
  limitAt: string | null;
}

export interface RiskChange {
  verb: RiskVerb;
  decide(scene: RiskScene, ctx: TxCtx): RiskDecision | Refusal | Promise<RiskDecision | Refusal>;
  /** For the history: reasons, notes, who and whom. */
  data?: Prisma.InputJsonObject;
}

/**
 * The frame every change of a risk by a person runs in, one transaction: load, check the right, decide, write where
 * the version still matches, history, clock, messages.
 */
export async function changeRisk(
  ctx: Ctx,
  riskId: string,
  change: RiskChange,
): Promise<RiskChanged | Refusal> {
  return transactOnce(ctx, `${change.verb}_risk:${riskId}`, async (ctx) => {
    const scene = await loadRiskScene(ctx, riskId);
    if (isRefusal(scene)) return scene;
    if (!mayRisk(change.verb, scene.roles, scene.risk)) return notYourRisk(scene);
    const decision = await change.decide(scene, ctx);
    if (isRefusal(decision)) return withName(decision, scene);
    return applyRiskDecision(ctx, scene, decision, change.data);
  });
}

/** Writes a decision with all that follows from it. */
export async function applyRiskDecision(
  ctx: TxCtx,
  parties: RiskParties,
  decision: RiskDecision,
  data: Prisma.InputJsonObject = {},
): Promise<RiskChanged> {
  const { plan, ...columns } = decision.patch;
  const [risk] = await ctx.tx.risk.updateManyAndReturn({
    where: { id: parties.risk.id, workspaceId: ctx.workspace.id, version: parties.risk.version },
    data: {
      ...(columns as Prisma.RiskUncheckedUpdateManyInput),
      ...(plan ? { plan: PLAN.write(plan) } : {}),
      version: parties.risk.version + 1,
      updatedAt: ctx.now,
    },
  });
  if (!risk) throw new LostRace(`Risk ${parties.risk.id}`);
  const after: RiskParties = { ...parties, risk, people: await withNewOwner(ctx, parties, risk) };
  const subject = { type: 'risk', id: risk.id };
  const entryId = await audit(ctx, { subject, action: `risk.${decision.action}`, data });
  const clock = await setRiskClock(ctx, after, decision.clock);
  const threads = await loadThreads(ctx, risk.id);
  const reopened = decision.action === 'reopened' && clock !== null;
  await enqueue(ctx, [
    ...messagesAfter(decision.action, after, threads, entryId, ctx),
    ...(reopened
      ? await askToTake(ctx, after, entryId, clock.epoch, await roomToAsk(ctx, after.settings, [after]))
      : []),
  ]);
  await refresh(ctx, subject, { urgent: ctx.actor.type === 'member' });
  return {
    riskId: risk.id,
    number: risk.number,
    version: risk.version,
    limitAt: clock?.limitAt.toISOString() ?? null,
  };
}

async function withNewOwner(ctx: TxCtx, before: RiskParties, { ownerId }: Risk) {
  // One who was only loaded as somebody's manager may lack those who stand behind them.
  if (ownerId === null || ownerId === before.risk.ownerId) return before.people;
  return new Map([...before.people, ...(await loadPeople(ctx.tx, ctx.workspace.id, [ownerId]))]);
}

/** "Claimed already" is only an answer with the name of who was first. */
function withName(refusal: Refusal, { risk, people, actor }: RiskScene): Refusal {
  const byId = risk.state === 'resolved' ? risk.resolvedById : risk.ownerId;
  const name = byId === actor.id ? 'you' : byId && people.get(byId)?.name;
  if (refusal.refused !== 'wrong_state' || !name) return refusal;
  return {
    ...refusal,
    message: refusal.message.replace(
      / (claimed|resolved) already/,
      (_, done: string) => ` ${done} by ${name} already`,
    ),
  };
}
