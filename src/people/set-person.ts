import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transact } from '../platform/transact.ts';
import { isLocalDate, lastMinuteOf, localDate } from '../time/local-date.ts';
import { loadPeople } from './load-people.ts';
import { canAnswer, isAway, type People, type Person } from './person.ts';
import { lettingNobodyIn } from './stands-in-for.ts';

/** What is left out stays as it is; null clears. */
export interface PersonCommand {
  memberId: string;
  managerId?: string | null;
  coverId?: string | null;
  /** The last day away, YYYY-MM-DD where the person lives: it counts whole; or the instant they are back. */
  awayUntil?: string | Date | null;
  /** From when on; without it, from now on. */
  awayFrom?: Date | undefined;
}

/**
 * Sets whom a person reports to, who stands in for them, and until when they are away. Who stands in is asked
 * afterwards, by a job: much may wait for one person.
 */
export function setPerson(ctx: Ctx, command: PersonCommand): Promise<{ id: string; name: string } | Refusal> {
  return transact(ctx, async (ctx) => {
    const { memberId, managerId, coverId } = command;
    const ids = [memberId, managerId, coverId].filter((id) => typeof id === 'string');
    const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
    const person = people.get(memberId);
    if (!person || !canAnswer(person))
      return refuse('unknown_person', 'This person is no longer a member of the workspace.');
    const refusal =
      whyNot(person, managerId, 'manager', people) ??
      whyNot(person, coverId, 'cover', people) ??
      whyNotAway(person, command.awayUntil, ctx.now);
    if (refusal) return refusal;
    const written = await lettingNobodyIn(ctx, () => write(ctx, person, command));
    if (isRefusal(written)) return written;
    return { id: person.id, name: person.name };
  });
}

function whyNot(
  person: Person,
  otherId: string | null | undefined,
  field: 'manager' | 'cover',
  people: People,
): Refusal | null {
  if (otherId === null || otherId === undefined) return null;
  const other = people.get(otherId);
  if (!other)
    return refuse('unknown_person', 'Baton doesn’t know this person yet. Pick someone else.', field);
  if (other.id === person.id)
    return refuse('self', `${person.name} can’t be their own ${field}. Pick someone else.`, field);
  if (!canAnswer(other))
    return refuse(
      'unfit_person',
      `${other.name} isn’t a full member of this workspace. Pick a colleague.`,
      field,
    );
  if (field === 'manager' && other.managerId === person.id)
    return refuse('loop', `${other.name} reports to ${person.name}. Change that first.`, field);
  return null;
}

function whyNotAway(person: Person, day: string | Date | null | undefined, now: Date): Refusal | null {
  if (typeof day !== 'string') return null;
  if (!isLocalDate(day)) return refuse('bad_day', 'Pick the last day away.', 'awayUntil');
  return day < localDate(now, person.zone)
    ? refuse('past_day', 'That day has passed. Pick the last day away.', 'awayUntil')
    : null;
}

async function write(ctx: TxCtx, person: Person, command: PersonCommand): Promise<void> {
  const { managerId, coverId, awayUntil } = command;
  const until = typeof awayUntil === 'string' ? lastMinuteOf(awayUntil, person.zone) : awayUntil;
  const changes = {
    ...(managerId !== undefined && { managerId }),
    ...(coverId !== undefined && { coverId }),
    ...(until !== undefined && absence(person, until, command.awayFrom, ctx.now)),
  };
  await ctx.tx.member.updateMany({
    where: { id: person.id, workspaceId: ctx.workspace.id },
    data: { ...changes, absences: { increment: 1 }, updatedAt: ctx.now },
  });
  await audit(ctx, {
    subject: { type: 'member', id: person.id },
    action: 'person.set',
    data: JSON.parse(JSON.stringify(changes)),
  });
}

/** One that lasts goes on until then; whoever is back, or will not go, keeps none. */
function absence(person: Person, until: Date | null, from: Date | undefined, now: Date) {
  if (until !== null && from && from > now) return { nextAwayFrom: from, nextAwayUntil: until };
  const isOn = isAway(person, now);
  if (until === null) return { awayUntil: null, ...(!isOn && { nextAwayFrom: null, nextAwayUntil: null }) };
  return { awayUntil: until, ...(!isOn && { awaySince: now }) };
}
