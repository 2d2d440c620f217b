import { Prisma } from '../../prisma/generated/client.ts';
import { armTimer } from '../escalation/arm-timer.ts';
import { lacksTimer, liveTimer, type SweepCheck } from '../escalation/sweep.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { loadPeople } from '../people/load-people.ts';
import { LostRace } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { CLOCK_OF_STATE, type HandoffClock, isWaiting } from './handoff.ts';
import { ladderFor } from './ladders.ts';
import { whoAnswers } from './set-clocks.ts';

const ID = Prisma.sql`h.id`;
const CLOCK = Prisma.sql`CASE h.state WHEN 'submitted' THEN 'acknowledge' WHEN 'acknowledged' THEN 'decide' ELSE 'resubmit' END`;

/** Every handoff that waits has the clock of its state, and the hard stop. */
export const sweepHandoffs: SweepCheck = {
  subjectType: 'handoff',

  async findLost(db, workspaceId, limit) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT h.id FROM handoffs h
       WHERE h.workspace_id = ${workspaceId}::uuid AND h.state IN ('submitted', 'acknowledged', 'returned')
         AND (${lacksTimer('handoff', ID, Prisma.sql`'hard_stop'`)} OR ${lacksTimer('handoff', ID, CLOCK)})
       ORDER BY h.id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  },

  hasEnded: Prisma.sql`NOT EXISTS (SELECT FROM handoffs h WHERE h.id = t.subject_id AND h.state NOT IN ('finished', 'cancelled'))`,

  async repair(ctx, id) {
    const handoff = await ctx.tx.handoff.findFirst({ where: { id, workspaceId: ctx.workspace.id } });
    if (!handoff || !isWaiting(handoff.state)) return false;
    const timers = await ctx.tx.$queryRaw<{ clock: string }[]>`
      SELECT t.clock FROM timers t WHERE t.subject_type = 'handoff' AND t.subject_id = ${id}::uuid AND ${liveTimer}`;
    const live = new Set(timers.map(({ clock }) => clock));
    const needed: HandoffClock[] = [
      CLOCK_OF_STATE[handoff.state as keyof typeof CLOCK_OF_STATE],
      'hard_stop',
    ];
    const lost = needed.filter((clock) => !live.has(clock));
    if (lost.length === 0) return false;

    // Each restart of a clock raises the handoff's version, this one too: epochs stay below what comes after it.
    const version = handoff.version + 1;
    const raised = await ctx.tx.handoff.updateMany({
      where: { id, workspaceId: ctx.workspace.id, version: handoff.version },
      data: { version },
    });
    if (raised.count === 0) throw new LostRace(`Handoff ${id}`);

    const parties = handoff.receiverId ? [handoff.senderId, handoff.receiverId] : [handoff.senderId];
    const people = await loadPeople(ctx.tx, ctx.workspace.id, parties);
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const owner = whoAnswers({ handoff, people }, ctx.now);
    for (const clock of lost) {
      await armTimer(ctx, {
        subject: { type: 'handoff', id },
        clock,
        ladder: ladderFor(clock, settings, handoff.goLiveOn, ctx.now, owner.zone),
        // The hard stop counts from the first submission; the other clocks from the last change we know of.
        startedAt: clock === 'hard_stop' ? (handoff.submittedAt ?? handoff.updatedAt) : handoff.updatedAt,
        calendar: calendarOf(owner, settings),
        firstEpoch: version + 1,
      });
    }
    return true;
  },
};
