import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import { DAY_MS } from '../time/day.ts';
import { type CaseDecision, notNow, reasonIn } from './case.ts';
import type { CaseKind, CaseShape, SceneOf } from './case-kind.ts';
import { type Changed, changeCase } from './change-case.ts';
import { SNAPSHOT } from './clocks/timer.ts';
import { holdCase } from './hold-case.ts';
import { channelOf } from './told/chase.ts';
import { heardOnLadder, loadTold } from './told/load-told.ts';
import { toldOnRung } from './told/told-on-rung.ts';

/** The action by which it stands in the history. */
const ACTION = 'escalated_now';

/**
 * *Escalate now*: whoever is next above who owes the step hears of it at once, and why. A snooze ends with it. Once a day at
 * most, whoever asks for it.
 */
export async function escalateCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  command: { id: string; reason: string },
): Promise<Changed | Refusal> {
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, kind, command.id, {
    verb: 'escalate',
    decide: async (scene, tx): Promise<CaseDecision | Refusal> => {
      const row = kind.row(scene);
      const [clock] = kind.running(row);
      if (clock === undefined) return notNow('escalated');
      const notDue = kind.notDue?.(scene, ctx.now);
      if (notDue) return notDue;
      // Its clock may be another by now.
      if ((await holdCase(tx, kind, row.id)) !== row.version) throw new LostRace(`${kind.type} ${row.id}`);
      if (await wasEscalated(tx, kind, row.id))
        return refuse('escalated_already', 'It was escalated in the last day. Give them time to answer.');
      const rung = await nextEscalation(tx, kind, scene, clock);
      return rung === null
        ? refuse('all_told', 'There’s no one else above to tell. Talk to them, or reassign it.')
        : { action: ACTION, patch: { snoozedUntil: null }, hurry: { clock, rung } };
    },
    data: { reason },
  });
}

async function wasEscalated<C extends CaseShape>(
  ctx: TxCtx,
  { type }: CaseKind<C>,
  id: string,
): Promise<boolean> {
  const count = await ctx.tx.auditEntry.count({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: type,
      subjectId: id,
      action: `${type}.${ACTION}`,
      at: { gt: new Date(ctx.now.getTime() - DAY_MS) },
    },
  });
  return count > 0;
}

/** The first rung to come on which somebody above hears of it as they are now; null: there is none, or it repeats itself. */
async function nextEscalation<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  scene: SceneOf<C>,
  clock: string,
): Promise<number | null> {
  const subject = { type: kind.type, id: kind.row(scene).id };
  const timer = await ctx.tx.timer.findFirst({
    where: { workspaceId: ctx.workspace.id, subjectType: subject.type, subjectId: subject.id, clock },
    select: { ladder: true, rung: true, repeats: true, epoch: true },
  });
  const rungs = timer && SNAPSHOT.read(timer.ladder, `${subject.id} ${clock}`)?.rungs;
  if (!rungs || timer.repeats > 0) return null;
  const before = (await loadTold(ctx, kind.type, [{ subject }])).get(subject.id) ?? [];
  const sides = kind.sides(scene, ctx.now);
  const fallback = scene.settings.values['escalation.channel'];
  const next = rungs.findIndex((rung, rungIndex) => {
    const above = rung.tell.filter((role) => role === 'lead' || role === 'manager');
    if (rungIndex < timer.rung || above.length === 0) return false;
    const heard = heardOnLadder({ clock, epoch: timer.epoch, rungIndex }, before);
    const hasChannel = channelOf({ rung, repeats: 0 }, before, fallback, ctx.now) !== null;
    // Not the other side, which the last rung falls back on: it is they who ask.
    const told = toldOnRung(sides, scene.people, above, { isLast: false, hasChannel, heard }, ctx.now);
    return hasChannel || told.length > 0;
  });
  return next < 0 ? null : next;
}
