import type { AfterFiring, DueTimer } from '../escalation/timer.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { chase, type Fired } from '../people/chase.ts';
import { findAdmins } from '../people/find-admins.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Told } from '../people/told-on-rung.ts';
import { auditAll } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { calendarOfRisk, peopleOf } from './parties.ts';
import { clockOf } from './risk.ts';
import { peopleOnRiskRung } from './rung.ts';

/** A risk's clocks: says what each due rung has to say, to whom it concerns now. A batch is read and written at once. */
export async function escalateRisks(ctx: TxCtx, due: readonly DueTimer[]): Promise<Map<string, AfterFiring>> {
  const risks = await ctx.tx.risk.findMany({
    where: { id: { in: due.map(({ subject }) => subject.id) }, workspaceId: ctx.workspace.id },
  });
  const teams = await ctx.tx.team.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      id: { in: risks.map(({ teamId }) => teamId).filter((id) => id !== null) },
    },
    select: { id: true, leadId: true },
  });
  const leadOf = new Map(teams.map(({ id, leadId }) => [id, leadId]));
  const leadIdOf = (teamId: string | null) => (teamId ? (leadOf.get(teamId) ?? null) : null);
  const people = await loadPeople(
    ctx.tx,
    ctx.workspace.id,
    risks.flatMap((risk) => peopleOf(risk, leadIdOf(risk.teamId))),
  );
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const channel = settings.values['escalation.channel'];

  const answers = new Map<string, AfterFiring>();
  const fired: Fired[] = [];
  for (const timer of due) {
    const risk = risks.find(({ id }) => id === timer.subject.id);
    if (!risk || clockOf(risk) !== timer.clock) {
      answers.set(timer.id, 'stop');
      continue;
    }
    if (risk.snoozedUntil && risk.snoozedUntil > ctx.now) {
      answers.set(timer.id, { wait: risk.snoozedUntil });
      continue;
    }
    const parties = { risk, people, settings, leadId: leadIdOf(risk.teamId) };
    const isLast = timer.rungIndex === timer.ladder.rungs.length - 1;
    const options = { isLast, hasChannel: channel !== null };
    answers.set(timer.id, { next: calendarOfRisk(parties, ctx.now) });
    const told = peopleOnRiskRung(parties, timer.rung.tell, options, ctx.now);
    // Nobody owns it, nobody leads, no channel is set: those who can set one hear of it.
    const lost = isLast && told.length === 0 && channel === null;
    fired.push({ timer, told: lost ? await adminsAsManagers(ctx, settings) : told });
  }
  await enqueue(
    ctx,
    await chase(ctx, settings, fired, { reminder: 'risk_reminder', escalation: 'risk_escalation' }),
  );
  await auditAll(
    ctx,
    fired
      .filter(({ timer, told }) => {
        const toChannel = channel !== null && timer.rung.tell.includes('fallback_channel');
        return timer.rung.kind === 'escalation' && (told.length > 0 || toChannel);
      })
      .map(({ timer, told }) => ({
        subject: timer.subject,
        action: 'risk.escalated',
        data: { clock: timer.clock, rung: timer.rungIndex, told: told.map(({ person }) => person.id) },
      })),
  );
  return answers;
}

async function adminsAsManagers(ctx: TxCtx, settings: Settings): Promise<Told[]> {
  const ids = (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ id }) => id);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  return ids.flatMap((id) => {
    const person = people.get(id);
    return person ? [{ role: 'manager' as const, person }] : [];
  });
}
