import type { AfterFiring, DueTimer } from '../escalation/timer.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { type Case, chase } from '../people/chase.ts';
import { findAdmins } from '../people/find-admins.ts';
import { loadPeople } from '../people/load-people.ts';
import { roundUp } from '../people/round-up.ts';
import type { Told } from '../people/told-on-rung.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { calendarOfRisk, peopleOf } from './parties.ts';
import { clockOf } from './risk.ts';
import { riskSides } from './rung.ts';

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

  const answers = new Map<string, AfterFiring>();
  const cases: Case[] = [];
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
    answers.set(timer.id, { next: calendarOfRisk(parties, ctx.now) });
    cases.push({ timer, sides: riskSides(parties, ctx.now) });
  }
  // Nobody owns it, nobody leads, no channel is set: those who can set one hear of it.
  const lastResort = () => adminsAsManagers(ctx, settings);
  const messages = await chase(ctx, cases, { subjectType: 'risk', people, settings, lastResort });
  await enqueue(ctx, roundUp(messages, 'risk'));
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
