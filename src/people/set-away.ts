import type { Ctx } from '../platform/ctx.ts';
import { actingMember } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { plusDays } from '../time/day.ts';
import { loadPeople } from './load-people.ts';
import { type Away, answererFor, isAdmin, isAway, rolesAbove } from './person.ts';
import { setPerson } from './set-person.ts';

const LONGEST_DAYS = 366;

/**
 * Somebody is away until then, from now on or from a later day; or they are back (null), and where they are here anyway, do not
 * go. They say so themselves, or whoever is above them does, or an admin. Who stands in is the cover that is named, from
 * then on.
 */
export async function setAway(
  ctx: Ctx,
  command: { memberId: string; from?: Date | null; until: Date | null; coverId?: string | null },
): Promise<Away | Refusal> {
  const { memberId, until, coverId } = command;
  const from = command.from && command.from > ctx.now ? command.from : null;
  if (until && until <= ctx.now)
    return refuse('past', 'That has passed. Write a later day, such as /baton away friday.', 'until');
  if (until && from && until <= from)
    return refuse('ends_first', 'The last day is before the first. Pick a later one.', 'until');
  if (until && until > plusDays(ctx.now, LONGEST_DAYS))
    return refuse('too_far', 'That’s more than a year away. Write an earlier day.', 'until');
  const refusal = await whyNotBy(ctx, memberId);
  if (refusal) return refusal;
  const set = await setPerson(ctx, {
    memberId,
    awayUntil: until,
    ...(from && { awayFrom: from }),
    ...(coverId !== undefined && { coverId }),
  });
  if (isRefusal(set)) return set;
  const people = await loadPeople(ctx.db, ctx.workspace.id, [memberId]);
  const person = people.get(memberId);
  if (!person) throw new Error('member missing who was set away');
  // As it will be then.
  const [then, at] = from ? [{ ...person, awayUntil: until }, from] : [person, ctx.now];
  const answerer = answererFor(then, people, at);
  const cover = people.get(person.coverId ?? '');
  return {
    person,
    from,
    answerer: answerer.id === person.id ? null : answerer,
    absentCover: until && cover && isAway(cover, at) ? cover : null,
  };
}

async function whyNotBy(ctx: Ctx, memberId: string): Promise<Refusal | null> {
  const actorId = actingMember(ctx);
  if (actorId === memberId) return null;
  const people = await loadPeople(ctx.db, ctx.workspace.id, [actorId, memberId]);
  const [actor, person] = [people.get(actorId), people.get(memberId)];
  if (!actor || !person)
    return refuse('unknown_person', 'This person is no longer a member of the workspace.');
  const { values } = await loadSettings(ctx.db, ctx.workspace.id);
  // Whoever is in two teams has two leads.
  const leads = person.teams.some(({ leadId }) => leadId === actorId);
  const isAbove = leads || rolesAbove(person, actorId, people, ctx.now).length > 0;
  return isAbove || isAdmin(actor, values.admins)
    ? null
    : refuse('not_above', `Only ${person.name}, their lead or manager, or an admin can set that.`);
}
