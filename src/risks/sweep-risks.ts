import { Prisma } from '../../prisma/generated/client.ts';
import { armTimer } from '../escalation/arm-timer.ts';
import { lacksTimer, liveTimer, type SweepCheck } from '../escalation/sweep.ts';
import { loadPeople } from '../people/load-people.ts';
import { LostRace } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { peopleOf } from './parties.ts';
import { clockOf } from './risk.ts';
import { leadOfTeam } from './scene.ts';
import { clockFor } from './set-clock.ts';

const CLOCK = Prisma.sql`CASE WHEN r.state = 'open' THEN 'claim' WHEN r.check_in_on IS NULL THEN 'plan' ELSE 'check_in' END`;

/** Every open risk has the clock of its state. */
export const sweepRisks: SweepCheck = {
  subjectType: 'risk',

  async findLost(db, workspaceId, limit) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM risks r
       WHERE r.workspace_id = ${workspaceId}::uuid AND r.state IN ('open', 'claimed')
         AND ${lacksTimer('risk', Prisma.sql`r.id`, CLOCK)}
       ORDER BY r.id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  },

  hasEnded: Prisma.sql`NOT EXISTS (SELECT FROM risks r WHERE r.id = t.subject_id AND r.state <> 'resolved')`,

  async repair(ctx, id) {
    const risk = await ctx.tx.risk.findFirst({ where: { id, workspaceId: ctx.workspace.id } });
    const clock = risk && clockOf(risk);
    if (!risk || !clock) return false;
    const live = await ctx.tx.$queryRaw<{ clock: string }[]>`
      SELECT t.clock FROM timers t
       WHERE t.subject_type = 'risk' AND t.subject_id = ${id}::uuid AND t.clock = ${clock} AND ${liveTimer}`;
    if (live.length > 0) return false;
    const leadId = await leadOfTeam(ctx, risk.teamId);
    const people = await loadPeople(ctx.tx, ctx.workspace.id, peopleOf(risk, leadId));
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const version = risk.version + 1;
    const raised = await ctx.tx.risk.updateMany({
      where: { id, workspaceId: ctx.workspace.id, version: risk.version },
      data: { version },
    });
    if (raised.count === 0) throw new LostRace(`Risk ${id}`);
    // The clock counts from the last change we know of.
    const parties = { risk: { ...risk, version }, people, settings, leadId };
    await armTimer(ctx, clockFor(parties, clock, ctx.now, risk.updatedAt));
    return true;
  },
};
