import type { Prisma } from '../../prisma/generated/client.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Subject } from '../outbox/message.ts';
import { refresh } from '../outbox/refresh.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';
import { transactOnce } from '../platform/transact.ts';
import { isNotNow, undoUntil } from './case.ts';
import type { CaseKind, CaseShape, SceneOf, Thread } from './case-kind.ts';
import { keepForUndo, loadPositions } from './kept-for-undo.ts';
import { writeOwed } from './owed.ts';
import { setClocks } from './set-clocks.ts';

/** What a verb answers: enough to say to the person what has happened. Plain JSON, so that it can be stored. */
export interface Changed {
  id: string;
  number: number | null;
  version: number;
  /** When the clock that now runs reaches its limit; ISO instant, or null when none was started. */
  limitAt: string | null;
  /** ISO instant until which whoever did it may undo it; absent where that cannot be. */
  undoUntil?: string;
}

export interface Change<C extends CaseShape> {
  verb: C['verb'];
  /** Where the case stood when the form was drawn; absent where no form was. */
  drawnFor?: string | undefined;
  decide(scene: SceneOf<C>, ctx: TxCtx): C['decision'] | Refusal | Promise<C['decision'] | Refusal>;
  /** For the history: reasons, notes, who and whom. */
  data?: Prisma.InputJsonObject;
}

/**
 * The frame in which a person changes a case, one transaction: load, check the right, decide, then all that follows.
 * Who changes it as a part of something else calls `apply` in a transaction of their own.
 */
export function changeCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  id: string,
  change: Change<C>,
): Promise<Changed | Refusal> {
  return transactOnce(ctx, `${change.verb}_${kind.type}:${id}`, async (ctx) => {
    const scene = await kind.load(ctx, id);
    if (isRefusal(scene)) return scene;
    if (!kind.may(change.verb, scene)) return kind.notYours(scene, change.verb);
    const { drawnFor } = change;
    const stale = drawnFor === undefined ? null : kind.changedMeanwhile?.(scene, drawnFor);
    if (stale) return stale;
    const decision = await change.decide(scene, ctx);
    return isRefusal(decision)
      ? sayWhyNot(kind, scene, decision)
      : apply(ctx, kind, scene, decision, change.data);
  });
}

/** The words of a refusal that names none: what the case's state does not allow. */
export function sayWhyNot<C extends CaseShape>(
  kind: CaseKind<C>,
  scene: SceneOf<C>,
  refusal: Refusal,
): Refusal {
  return isNotNow(refusal) ? kind.wrongState(scene, refusal.cannot) : refusal;
}

/** Does what was decided: what it asks for elsewhere, the row, history, clocks, messages, and whatever shows the case. */
export async function apply<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  before: C['parties'],
  decision: C['decision'],
  data: Prisma.InputJsonObject = {},
): Promise<Changed> {
  const was = kind.running(kind.row(before));
  const stood = decision.undoable ? await loadPositions(ctx, kind, kind.row(before).id) : null;
  const beside = (await kind.carryOut?.(ctx, before, decision)) ?? {};
  const row = await kind.write(ctx, kind.row(before), decision.patch);
  const after = await kind.after(ctx, before, row);
  const subject = { type: kind.type, id: row.id };
  const [clock] = await setClocks(ctx, kind, was, after, decision);
  const kept =
    stood && beside !== 'for good'
      ? await keepForUndo(ctx, kind, { before: kind.row(before), row, patch: decision.patch, stood, beside })
      : null;
  const entryId = await audit(ctx, {
    subject,
    action: `${kind.type}.${decision.action}`,
    data: { ...data, ...decision.data, ...(kept && { undo: kept }) },
  });
  await writeOwed(ctx, kind, [after]);
  const isFirst = decision.action === kind.firstAction;
  const threads = isFirst ? [] : await loadThreads(ctx, subject, kind.newsUnder);
  const epoch = clock?.epoch ?? null;
  await enqueue(ctx, await kind.messages(ctx, after, decision, { entryId, threads, epoch }));
  // Whoever pressed a button looks at what it changes.
  const urgent = ctx.actor.type === 'member';
  if (!isFirst) await refresh(ctx, subject, { urgent });
  for (const other of kind.shownIn?.(row) ?? []) await refresh(ctx, other, { urgent });
  await kind.follow?.(ctx, after, decision, entryId);
  const { id, number, version } = row;
  const limitAt = clock?.limitAt.toISOString() ?? null;
  return { id, number, version, limitAt, ...(kept && { undoUntil: undoUntil(ctx.now).toISOString() }) };
}

/** A card, and one for each time it was passed on. */
const MOST = 200;

/** Returns those of these kinds, the one that was opened last at the end: ids sort by when they were made. */
function loadThreads(ctx: TxCtx, subject: Subject, kinds: readonly string[]): Promise<Thread[]> {
  return ctx.tx.$queryRaw<Thread[]>`
    SELECT t.key, t.kind, t.lane, t.member_id AS "memberId" FROM outbox_threads t
     WHERE t.workspace_id = ${uuid(ctx.workspace.id)} AND t.subject_type = ${subject.type}
       AND t.subject_id = ${uuid(subject.id)} AND t.kind = ANY(${kinds})
     ORDER BY (SELECT m.id FROM outbox_messages m
                WHERE m.workspace_id = t.workspace_id AND m.thread = t.key ORDER BY m.seq LIMIT 1) NULLS FIRST
     LIMIT ${MOST}::int`;
}
