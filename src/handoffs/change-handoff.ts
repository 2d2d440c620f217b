import type { Prisma } from '../../prisma/generated/client.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { type Decision, handoffName, isOpen, standOf } from './handoff.ts';
import { notYours } from './not-yours.ts';
import { type HandoffVerb, may } from './rights.ts';
import { loadScene, personIn, type Scene, withReceiver } from './scene.ts';
import { setClocks } from './set-clocks.ts';
import { messagesAfter } from './tell.ts';
import { writeHandoff } from './write-handoff.ts';

/** What a verb answers: enough to say to the person what has happened. Plain JSON, so that it can be stored. */
export interface Changed {
  handoffId: string;
  number: number | null;
  version: number;
  /** When the clock that now runs reaches its limit; ISO instant, or null when none was started. */
  limitAt: string | null;
}

export interface Change {
  verb: HandoffVerb;
  /** Where it stood when the form was drawn (`standOf`); absent where no form was. */
  drawnFor?: string | undefined;
  decide(scene: Scene, ctx: TxCtx): Decision | Refusal | Promise<Decision | Refusal>;
  /** For the history: reasons, notes, who and whom. */
  data?: Prisma.InputJsonObject;
}

/**
 * The frame every change of a handoff runs in, one transaction: load, check the right, decide, write where the
 * version still matches, history, clocks, messages.
 */
export async function changeHandoff(ctx: Ctx, handoffId: string, change: Change): Promise<Changed | Refusal> {
  return transactOnce(ctx, `${change.verb}_handoff:${handoffId}`, async (ctx) => {
    const before = await loadScene(ctx, handoffId);
    if (isRefusal(before)) return before;
    if (!may(change.verb, before.roles, before.handoff.private)) return notYours(before, change.verb);
    const { drawnFor } = change;
    if (drawnFor !== undefined && isOpen(before.handoff.state) && drawnFor !== standOf(before.handoff))
      return changedMeanwhile(before);
    const decision = await change.decide(before, ctx);
    if (isRefusal(decision)) return withName(decision, before);
    return applyDecision(ctx, before, decision, change.data);
  });
}

/** Writes a decision with all that follows from it. */
export async function applyDecision(
  ctx: TxCtx,
  before: Scene,
  decision: Decision,
  data: Prisma.InputJsonObject = {},
): Promise<Changed> {
  const handoff = await writeHandoff(ctx, before.handoff, decision.patch);
  const people = await withReceiver(ctx, before, handoff.receiverId);
  const scene: Scene = { ...before, handoff, people };
  const subject = { type: 'handoff', id: handoff.id };
  const entryId = await audit(ctx, { subject, action: `handoff.${decision.action}`, data });
  const limits = await setClocks(ctx, scene, decision);
  const threads =
    decision.action === 'submitted'
      ? []
      : await ctx.tx.outboxThread.findMany({
          where: { subjectType: 'handoff', subjectId: handoff.id, workspaceId: ctx.workspace.id },
          select: { key: true, kind: true, lane: true, memberId: true },
          take: 200,
        });
  await enqueue(ctx, messagesAfter(decision.action, scene, threads, entryId, ctx.now));
  // One of a book has no thread of its own, and may stand in what tells of several.
  if (decision.action !== 'submitted') await refresh(ctx, subject, { urgent: true });
  if (handoff.bookId) await refresh(ctx, { type: 'book', id: handoff.bookId }, { urgent: true });
  const [limitAt] = limits.values();
  return {
    handoffId: handoff.id,
    number: handoff.number,
    version: handoff.version,
    limitAt: limitAt?.toISOString() ?? null,
  };
}

/** Whoever filled in a form reads what happened since, before they decide on it. */
function changedMeanwhile({ handoff, people, actor }: Scene): Refusal {
  const name = (id: string | null) => (id === actor.id ? 'you' : personIn({ people }, id).name);
  const stands = {
    accepted: `${name(handoff.acceptedById ?? handoff.receiverId)} accepted it`,
    acknowledged: `${name(handoff.acknowledgedById ?? handoff.receiverId)} responded to it`,
    returned: `${name(handoff.receiverId)} asked for more`,
  };
  const what = stands[handoff.state as keyof typeof stands] ?? `it’s with ${name(handoff.receiverId)} now`;
  return refuse(
    'changed',
    `${handoffName(handoff)} changed while this form was open: ${what}. Submit again if you still mean it.`,
  );
}

/** "Already accepted" is only an answer with the name of who was first. */
function withName(refusal: Refusal, scene: Scene): Refusal {
  const { handoff } = scene;
  const byId = handoff.finishedById ?? handoff.acceptedById ?? handoff.acknowledgedById;
  if (refusal.refused !== 'wrong_state' || !byId) return refusal;
  const by = byId === scene.actor.id ? 'you' : personIn(scene, byId).name;
  return {
    ...refusal,
    message: refusal.message.replace(
      / (finished|accepted|acknowledged) already/,
      (_, done: string) => ` ${done} by ${by} already`,
    ),
  };
}
