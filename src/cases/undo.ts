import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import { memberOf, readEntryData } from '../platform/audit.ts';
import { actingMember, type Ctx, dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { notNow, undoUntil } from './case.ts';
import type { CaseKind, CaseShape, SceneOf } from './case-kind.ts';
import { type Changed, changeCase } from './change-case.ts';
import { holdCase } from './hold-case.ts';
import { columnsIn, isStandingStill, KEPT, type Kept, loadPositions, stoppedIn } from './kept-for-undo.ts';

/**
 * Takes back what somebody has just done, as if it had not been: for whoever did it, for two minutes, and for as long as
 * nothing else has happened to the case. `version` is the one under which it was done, so that it is taken back once.
 */
export async function undoCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  { id, version }: { id: string; version: number },
): Promise<Changed | Refusal> {
  const undone = await changeCase(ctx, kind, id, {
    verb: 'undo',
    decide: (scene, tx) => decideUndo(tx, kind, scene, version),
  });
  // It was theirs when they did it: what they want to know is who has it now.
  const isLost = isRefusal(undone) && undone.refused === 'not_yours';
  return isLost ? ((await whyLost(ctx, kind, id, version)) ?? undone) : undone;
}

async function whyLost<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  id: string,
  version: number,
): Promise<Refusal | null> {
  const latest = await loadLatest(ctx, kind, id);
  const at = latest.findIndex(({ data }) => versionIn(data) === version);
  const [entry, next] = [latest[at], latest[at - 1]];
  if (!entry || !next || memberOf(entry.actor) !== actingMember(ctx)) return null;
  return changedSince(await whatHappened(ctx, kind, next));
}

interface Entry {
  id: string;
  action: string;
  actor: Prisma.JsonValue;
  data: Prisma.JsonValue;
  at: Date;
}

async function decideUndo<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  scene: SceneOf<C>,
  version: number,
): Promise<C['decision'] | Refusal> {
  const row = kind.row(scene);
  await holdCase(ctx, kind, row.id);
  const latest = await loadLatest(ctx, kind, row.id);
  const at = latest.findIndex(({ data }) => versionIn(data) === version);
  const entry = latest[at];
  if (!entry) return row.version === version ? FOR_GOOD : notNow('undone');
  const kept = KEPT.read(readEntryData(entry.data).all['undo'], entry.id);
  if (!kept) return FOR_GOOD;
  const byId = memberOf(entry.actor);
  if (byId !== scene.actor.id)
    return refuse('not_yours', `Only ${await nameOf(ctx, byId)} can undo this: it’s theirs.`);
  const since = latest.slice(0, at);
  if (since.some(({ action, data }) => action === `${kind.type}.undone` && undoneIn(data) === entry.id))
    return refuse('undone_already', 'Already undone.');
  if (ctx.now >= undoUntil(entry.at)) return TOO_LATE;
  const first = since.at(-1);
  if (first) return changedSince(await whatHappened(ctx, kind, first));
  if (!isStandingStill(kept, await loadPositions(ctx, kind, row.id)))
    return changedSince('Baton sent a reminder');
  if (row.version !== version) return changedSince('it changed');
  return takenBack(ctx, kind, scene, { entry, kept });
}

async function takenBack<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  scene: SceneOf<C>,
  { entry, kept }: { entry: Entry; kept: Kept },
): Promise<C['decision'] | Refusal> {
  const beside = await kind.takeBack?.(ctx, scene, kept.beside);
  if (beside === 'for good') return FOR_GOOD;
  if (isRefusal(beside)) return beside;
  const action = entry.action.replace(`${kind.type}.`, '');
  return {
    ...beside,
    action: 'undone',
    patch: columnsIn(kept),
    undoes: { action, clocks: stoppedIn(kept) },
    data: { undone: entry.id, of: action },
  } as C['decision'];
}

/** More than happens to a case in two minutes. */
const LATEST = 20;

function loadLatest<C extends CaseShape>(ctx: Reading, { type }: CaseKind<C>, id: string): Promise<Entry[]> {
  return dbOf(ctx).auditEntry.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: type, subjectId: id },
    orderBy: { id: 'desc' },
    select: { id: true, action: true, actor: true, data: true, at: true },
    take: LATEST,
  });
}

const Versioned = z.object({ undo: z.object({ version: z.number() }) });
const versionIn = (data: unknown): number | null => Versioned.safeParse(data).data?.undo.version ?? null;
const undoneIn = (data: unknown): string | null => readEntryData(data).text('undone');

const TOO_LATE = refuse('too_late', 'Undo only works for two minutes. You can still reassign it.');
const FOR_GOOD = refuse(
  'for_good',
  'This can’t be undone, because more than this changed with it. You can still reassign it.',
);

function changedSince(what: string): Refusal {
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  return refuse('changed_since', `${sentence} in the meantime, so this can’t be undone any more.`);
}

/** Action → what whoever did it has done, as it stands behind their name. */
const DID: Record<string, string> = {
  acknowledged: 'responded',
  decision_promised: 'set a day for the decision',
  accepted: 'accepted it',
  returned: 'asked for more',
  resubmitted: 'sent it again',
  reassigned: 'reassigned it',
  receiver_proposed: 'proposed a new owner',
  amended: 'changed the brief',
  finished: 'logged how it went',
  cancelled: 'cancelled it',
  nudged: 'sent a nudge',
  snoozed: 'snoozed the reminders',
  claimed: 'took it',
  planned: 'planned the first step',
  checked_in: 'checked in',
  noted: 'added to it',
  resolved: 'closed it',
  recovered: 'closed it, because the score recovered',
  escalated: 'escalated it',
  escalated_now: 'escalated it',
  became_urgent: 'flagged an urgent risk',
  stand_in_asked: 'asked who is covering',
};

async function whatHappened<C extends CaseShape>(
  ctx: Reading,
  { type }: CaseKind<C>,
  { action, actor }: Entry,
): Promise<string> {
  const did = DID[action.replace(`${type}.`, '')] ?? 'changed it';
  const byId = memberOf(actor);
  return `${byId === null ? 'Baton' : await nameOf(ctx, byId)} ${did}`;
}

async function nameOf(ctx: Reading, memberId: string | null): Promise<string> {
  const person =
    memberId === null ? undefined : (await loadPeople(dbOf(ctx), ctx.workspace.id, [memberId])).get(memberId);
  return person?.name ?? 'the person who did it';
}
