import { apply } from '../../cases/change-case.ts';
import { armTimers } from '../../cases/clocks/arm-timer.ts';
import { writeOwed } from '../../cases/owed.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { auditAll } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isoDay } from '../../time/day.ts';
import { type Brief, readBrief } from '../brief/brief.ts';
import { isMet, type Template } from '../brief/template.ts';
import { type Decision, type Handoff, type HandoffAction, isOpen } from '../handoff.ts';
import { loadTemplate } from '../questions/load-templates.ts';
import type { HandoffParties } from '../rules/parties.ts';
import { type FollowUp, type FollowUpDecision, followUpOf, ownerId, type Side } from './follow-up.ts';
import { FOLLOW_UPS } from './follow-up-case.ts';
import type { FollowUpParties } from './rules.ts';
import { findFollowUps } from './scene.ts';

/** What is to be followed up as a handoff stands. */
type Wanted = Pick<FollowUp, 'step' | 'part' | 'label' | 'dueOn' | 'entryId'>;

/** After these, other things may be owed beside its next step; `brief`: its answers may be others, too. */
const FOLLOWED: Partial<Record<HandoffAction, 'brief' | 'state'>> = {
  submitted: 'brief',
  acknowledged: 'state',
  accepted: 'state',
  resubmitted: 'brief',
  amended: 'brief',
  reassigned: 'state',
  returned: 'state',
  introduced: 'state',
  undone: 'state',
  finished: 'state',
  cancelled: 'state',
};

/** Opens, changes and closes the follow-ups of a handoff that was changed; `entryId` is that of the change in its history. */
export async function followHandoff(
  ctx: TxCtx,
  after: HandoffParties,
  decision: Decision,
  entryId: string,
): Promise<void> {
  const { handoff } = after;
  const looksAt = FOLLOWED[decision.action];
  if (!looksAt || handoff.bookId) return;
  const open = decision.action === 'submitted' ? [] : await findFollowUps(ctx, { openOf: handoff.id });
  const read = looksAt === 'brief' ? await loadAnswers(ctx, handoff) : null;
  const wanted = [
    ...introductionOf(handoff),
    ...(read
      ? answersOf(handoff, read)
      : open.filter(({ step }) => step === 'answer' && isOpen(handoff.state))),
    ...confirmationsOf(handoff, open, decision, entryId),
  ];
  const find = <T extends Wanted>(all: readonly T[], { step, part }: Wanted) =>
    all.find((one) => one.step === step && one.part === part);
  for (const one of open) {
    const still = find(wanted, one);
    const change = still ? changeOf(one, still, decision) : closing(one, handoff, read);
    if (change) await apply(ctx, FOLLOW_UPS, { ...after, followUp: { ...one, of: handoff } }, change);
  }
  await openAll(
    ctx,
    after,
    wanted.filter((one) => !find(open, one)),
  );
}

/** Once somebody is on it: nobody is introduced who has not answered yet. */
function introductionOf({ state, introducedAt }: Handoff): Wanted[] {
  const isTaken = state === 'acknowledged' || state === 'accepted';
  return isTaken && introducedAt === null
    ? [{ step: 'introduce', part: '', label: '', dueOn: null, entryId: null }]
    : [];
}

interface Answers {
  brief: Brief;
  template: Template;
}

async function loadAnswers(ctx: TxCtx, { id, template }: Handoff): Promise<Answers> {
  const { brief } = await ctx.tx.handoff.findFirstOrThrow({
    where: { id, workspaceId: ctx.workspace.id },
    select: { brief: true },
  });
  return {
    brief: readBrief(brief, id).brief,
    template: await loadTemplate(ctx.tx, ctx.workspace.id, template),
  };
}

/** Each question that the sender said they will answer by a day. */
function answersOf({ state }: Handoff, { brief, template }: Answers): Wanted[] {
  if (!isOpen(state)) return [];
  return template.criteria.flatMap((criterion): Wanted[] => {
    const day = brief.knownBy[criterion.key];
    if (!day || isMet(criterion, brief)) return [];
    const { key, label } = criterion;
    return [{ step: 'answer', part: key, label, dueOn: new Date(day), entryId: null }];
  });
}

/** Between the parts that were changed. */
const SEPARATOR = ' · ';

/** Whoever has not accepted yet reads the brief when they do: what changes before, they need not confirm. */
function confirmationsOf(
  handoff: Handoff,
  open: readonly FollowUp[],
  { amends }: Decision,
  entryId: string,
): Wanted[] {
  const may: Record<Side, boolean> = {
    sender: isOpen(handoff.state) && handoff.state !== 'returned',
    receiver: handoff.state === 'accepted',
  };
  const sides = (['sender', 'receiver'] as const).filter((side) => may[side]);
  return sides.flatMap((side): Wanted[] => {
    const before = open.find(({ step, part }) => step === 'confirm' && part === side);
    const relied = amends && amends.by !== side ? amends : null;
    const what = relied?.changes.filter(({ part }) => relied.reliedOn.some((one) => one === part)) ?? [];
    const changed = what.length > 0;
    if (!before && !changed) return [];
    const known = before?.label.split(SEPARATOR) ?? [];
    const label = [...new Set([...known, ...what.map(({ label }) => label)])].join(SEPARATOR);
    return [
      {
        step: 'confirm',
        part: side,
        label,
        dueOn: null,
        entryId: changed ? entryId : (before?.entryId ?? null),
      },
    ];
  });
}

/** One that is still wanted; null: it stays as it is. */
function changeOf(
  open: FollowUp,
  { label, dueOn, entryId }: Wanted,
  { action }: Decision,
): FollowUpDecision | null {
  const isSame = open.label === label && isoDay(open.dueOn) === isoDay(dueOn);
  // It waits for another person, or another one waits for it.
  if (!isSame || action === 'reassigned') {
    const patch = { label, dueOn, entryId, snoozedUntil: null };
    return { action: 'changed', patch, restart: [open.step] };
  }
  // Changed once more: whoever confirms at this moment has not read it.
  return open.entryId === entryId ? null : { action: 'changed', patch: { entryId } };
}

function closing({ step, part }: FollowUp, handoff: Handoff, read: Answers | null): FollowUpDecision {
  const criterion = read?.template.criteria.find(({ key }) => key === part);
  const isAnswered = step === 'answer' && read && criterion && isMet(criterion, read.brief);
  const isDone = isAnswered || (step === 'introduce' && handoff.introducedAt !== null);
  const at = { closedAt: handoff.updatedAt, snoozedUntil: null };
  return isDone
    ? { action: 'done', patch: { state: 'done', ...at } }
    : { action: 'dropped', patch: { state: 'dropped', ...at } };
}

async function openAll(ctx: TxCtx, after: HandoffParties, wanted: readonly Wanted[]): Promise<void> {
  if (wanted.length === 0) return;
  const { handoff } = after;
  const rows = wanted.map((one) => ({
    ...one,
    id: newId(ctx.now),
    workspaceId: ctx.workspace.id,
    handoffId: handoff.id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }));
  const created = await ctx.tx.handoffFollowUp.createManyAndReturn({ data: rows });
  const opened = created.map(
    (row): FollowUpParties => ({
      ...after,
      followUp: followUpOf({ ...row, handoff }),
    }),
  );
  await auditAll(
    ctx,
    opened.map(({ followUp: { id, step, label } }) => ({
      subject: { type: FOLLOW_UPS.type, id },
      action: `${FOLLOW_UPS.type}.${FOLLOW_UPS.firstAction}`,
      data: { step, label },
    })),
  );
  await armTimers(
    ctx,
    opened.flatMap((parties) =>
      FOLLOW_UPS.running(parties.followUp).map((clock) => clockOf(FOLLOW_UPS, parties, clock, ctx.now)),
    ),
  );
  await writeOwed(ctx, FOLLOW_UPS, opened);
  // Its button is on the receipt, which whoever stands in for the sender did not get.
  await enqueue(
    ctx,
    opened
      .filter(({ followUp }) => followUp.step === 'introduce')
      .flatMap((parties) => {
        const to = FOLLOW_UPS.answers(parties, ctx.now);
        const isOwner = !to || to.id === ownerId(parties.followUp);
        return isOwner ? [] : FOLLOW_UPS.askStandIn(ctx, parties, to, { entryId: '', last: null });
      }),
  );
}
