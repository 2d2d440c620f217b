import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import { loadPeople } from '../../people/load-people.ts';
import { memberOf, readEntryData } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { localDate } from '../../time/local-date.ts';
import { type Brief, problemsIn } from '../brief/brief.ts';
import { answerOf, CHANGES, type Change, reliedOnIn } from '../brief/changes.ts';
import { notReady } from '../brief/not-ready.ts';
import { type BriefPatch, patched } from '../brief/parts.ts';
import { amendment, whyNotHeld } from '../brief/save-draft.ts';
import { briefColumns, type Template } from '../brief/template.ts';
import { type Decision, mayAmend } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import type { Scene } from '../rules/parties.ts';

export interface AmendHandoff {
  handoffId: string;
  /**
   * The version that the window was drawn from: what somebody has changed since is not written over before they were
   * told. Absent where nothing is written over.
   */
  drawnAt?: number;
  /** Made from the brief as it is stored, so that two people at once do not lose each other's answers. */
  patch: (stored: Brief, template: Template) => BriefPatch | Refusal;
}

/** The same answers were changed after the window was drawn. */
export interface AmendedMeanwhile extends Refusal {
  /** As of which the window is to be drawn anew. */
  version: number;
  /** Null: nobody whose name is known. */
  by: string | null;
  /** What they are now, beginning with the latest. */
  changes: readonly Change[];
}

export function isAmendedMeanwhile(refusal: Refusal): refusal is AmendedMeanwhile {
  return refusal.refused === 'amended_meanwhile';
}

/** Nothing was to be changed, and nothing is told. */
export const UNCHANGED = refuse('unchanged', 'The brief says that already.');

/** *Edit brief*, of a handoff that is out: both sides may, and both read what changed. No clock begins anew by it. */
export function amendHandoff(ctx: Ctx, command: AmendHandoff): Promise<Changed | Refusal> {
  const { handoffId, drawnAt } = command;
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'amend',
    async decide(scene, tx) {
      if (!mayAmend(scene.handoff.state)) return notNow('changed');
      const patch = command.patch(scene.brief, scene.template);
      if (isRefusal(patch)) return patch;
      const tooMuch = whyNotHeld(scene.brief, patch);
      if (tooMuch) return tooMuch;
      const decision = decideAmend(scene, patched(scene.brief, patch), ctx.now);
      if (isRefusal(decision) || drawnAt === undefined) return decision;
      return (await changedSince(tx, scene, drawnAt, decision.amends.changes)) ?? decision;
    },
  });
}

/** What changes with this brief. `amends.reliedOn` is what of it the other side is to confirm. */
export function decideAmend(
  scene: Scene,
  brief: Brief,
  now: Date,
): (Decision & Required<Pick<Decision, 'amends'>>) | Refusal {
  const { handoff, template } = scene;
  const data = amendment(template, scene.brief, brief, handoff.version + 1);
  const { changes } = data;
  if (changes.length === 0) return UNCHANGED;
  return (
    whyWorse(scene, brief, now) ?? {
      action: 'amended',
      patch: briefColumns(template, brief),
      amends: { changes, reliedOn: reliedOnIn(changes) },
      data,
    }
  );
}

/** What is wrong with it that was not before: what a receiver took on cannot lose what it had to have. */
function whyWorse(scene: Scene, brief: Brief, now: Date): Refusal | null {
  const today = localDate(now, scene.actor.zone);
  const problems = (one: Brief) => [
    ...notReady({ ...scene, brief: one }, null, now),
    ...problemsIn(one, today),
  ];
  const before = problems(scene.brief);
  const isOld = ({ refused, field = '' }: Refusal) =>
    before.some((one) => one.refused === refused && one.field === field) &&
    Reflect.get(scene.brief, field) === Reflect.get(brief, field);
  return problems(brief).find((one) => !isOld(one)) ?? null;
}

/** More than happens to a brief while a window is open. */
const LATEST = 50;

async function changedSince(
  ctx: TxCtx,
  { handoff, actor }: Scene,
  drawnAt: number,
  changes: readonly Change[],
): Promise<AmendedMeanwhile | null> {
  if (handoff.version <= drawnAt) return null;
  const entries = await ctx.tx.auditEntry.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: HANDOFFS.type,
      subjectId: handoff.id,
      action: 'handoff.amended',
    },
    orderBy: { id: 'desc' },
    select: { id: true, actor: true, data: true },
    take: LATEST,
  });
  const answers = new Set(changes.map(answerOf));
  const since = entries.flatMap(({ id, actor: by, data }) => {
    const entry = readEntryData(data);
    if ((entry.figure('version') ?? 0) <= drawnAt) return [];
    const same = (CHANGES.read(entry.all['changes'], id) ?? []).filter((one) => answers.has(answerOf(one)));
    return same.length > 0 ? [{ byId: memberOf(by), same }] : [];
  });
  const [latest] = since;
  if (!latest) return null;
  const people = latest.byId ? await loadPeople(ctx.tx, ctx.workspace.id, [latest.byId]) : null;
  const name = people?.get(latest.byId ?? '')?.name ?? null;
  return {
    ...refuse(
      'amended_meanwhile',
      'This was changed while the form was open. To go ahead anyway, save again.',
    ),
    version: handoff.version,
    by: latest.byId === actor.id ? 'You' : name,
    changes: since.flatMap(({ same }) => same),
  };
}
