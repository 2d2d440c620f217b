import type { CaseEntry } from '../../cases/case.ts';
import { limitIn } from '../../cases/clocks/timer.ts';
import { type CaseHistory, loadEntries } from '../../cases/load-history.ts';
import type { Read } from '../../cases/told/messages.ts';
import { personRef, refOf } from '../../people/person.ts';
import { isoDay } from '../../time/day.ts';
import { loadEachShown, type Reading } from '../read/load-details.ts';
import type { FollowUpDetails } from './details.ts';
import { otherId, ownerId, runningOf } from './follow-up.ts';
import { whoFollowsUp } from './rules.ts';
import { findFollowUps, partiesOf } from './scene.ts';

/** Each as its reader may know it, in order; null where there is none. */
export async function loadEachShownFollowUp(
  ctx: Reading,
  asked: readonly Read[],
): Promise<readonly (FollowUpDetails | null)[]> {
  const followUps = await findFollowUps(ctx, { ids: [...new Set(asked.map(({ id }) => id))] });
  if (followUps.length === 0) return asked.map(() => null);
  const { parties } = await partiesOf(ctx, followUps);
  const timers = await ctx.db.timer.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'follow_up',
      subjectId: { in: followUps.map(({ id }) => id) },
    },
    select: { subjectId: true, clock: true, ladder: true },
  });
  const found = asked.map(({ id, memberId }) => {
    const around = parties.get(id);
    return around && { around, read: { id: around.followUp.handoffId, memberId } };
  });
  const handoffs = await loadEachShown(
    ctx,
    found.flatMap((one) => (one ? [one.read] : [])),
  );
  let n = 0;
  return found.map((one) => {
    const handoff = one && handoffs[n++];
    if (!one || !handoff) return null;
    const { followUp, people } = one.around;
    const { id, version, step, state } = followUp;
    const isOpen = runningOf(followUp).length > 0;
    const timer = timers.find(({ subjectId, clock }) => subjectId === id && clock === step);
    const limitAt = isOpen && timer ? limitIn(timer) : null;
    const snoozedUntil =
      followUp.snoozedUntil && followUp.snoozedUntil > ctx.now ? followUp.snoozedUntil : null;
    const answers = whoFollowsUp(one.around, ctx.now);
    return {
      id,
      version,
      step,
      state,
      isOpen,
      handoff,
      limitAt,
      snoozedUntil,
      criterion: step === 'answer' ? followUp.part : '',
      label: handoff.readable ? followUp.label : '',
      entryId: followUp.entryId,
      dueOn: isoDay(followUp.dueOn),
      owner: personRef(people, ownerId(followUp)),
      other: personRef(people, otherId(followUp)),
      answers: answers && refOf(answers),
      isLate: isOpen && snoozedUntil === null && limitAt !== null && limitAt <= ctx.now,
    };
  });
}

/** As this member may know it. */
export async function loadShownFollowUp(
  ctx: Reading,
  id: string,
  memberId: string,
): Promise<FollowUpDetails | null> {
  const [shown] = await loadEachShownFollowUp(ctx, [{ id, memberId }]);
  return shown ?? null;
}

const HISTORY: CaseHistory<CaseEntry> = { type: 'follow_up', perPage: 20, adding: () => (entry) => entry };

export async function loadFollowUpEntry(ctx: Reading, entryId: string): Promise<CaseEntry | null> {
  const [entry] = await loadEntries(ctx, HISTORY, { id: entryId }, { take: 1 });
  return entry ?? null;
}
