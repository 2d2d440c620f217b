import type { Lane } from '../../prisma/generated/client.ts';
import type { People, Person } from '../people/person.ts';
import type { Template } from './brief/template.ts';
import type { Handoff } from './handoff.ts';
import { COMMON, type HandoffKind, KIND_NAMES, KINDS } from './kinds.ts';

// Which kind of handoff it is follows from the teams of both.

/**
 * Kinds that go from a lane of the sender to one of the receiver, in the order of the table; none where their teams have
 * none between them. Whoever is in no team yet hands over as most do. Whole books are moved elsewhere: see move-book.ts.
 */
export function kindsBetween(sender: Person | undefined, receiver: Person | undefined): HandoffKind[] {
  const lanesOf = (person: Person | undefined) => person?.teams.map(({ lane }) => lane) ?? [];
  const [from, to] = [lanesOf(sender), lanesOf(receiver)];
  if (from.length === 0 || to.length === 0) return [COMMON];
  return KIND_NAMES.filter((kind) => {
    const { lanes, isOfBook } = KINDS[kind];
    return !isOfBook && from.includes(lanes.from) && to.includes(lanes.to);
  });
}

export function kindBetween(sender: Person | undefined, receiver: Person | undefined): HandoffKind {
  return kindsBetween(sender, receiver)[0] ?? COMMON;
}

/** Lanes to which somebody hands over, the one of most first. */
export function lanesFrom({ teams }: Person): Lane[] {
  const lanes = KIND_NAMES.map((kind) => KINDS[kind].lanes).filter(({ from }) =>
    teams.some(({ lane }) => lane === from),
  );
  return lanes.length > 0 ? [...new Set(lanes.map(({ to }) => to))] : [KINDS[COMMON].lanes.to];
}

/** What a handoff of each kind is written for from now on. */
export type CurrentTemplates = (kind: HandoffKind) => Template;

/**
 * A draft's kind, and with it its template, follows its receiver until it is handed over. What was picked stays while it
 * fits.
 */
export function withKind(
  handoff: Handoff,
  people: People,
  current: CurrentTemplates,
  picked: HandoffKind = handoff.kind,
): Handoff {
  if (handoff.state !== 'draft') return handoff;
  const kinds = kindsBetween(people.get(handoff.senderId), people.get(handoff.receiverId ?? ''));
  const kind = kinds.includes(picked) ? picked : (kinds[0] ?? COMMON);
  return kind === handoff.kind ? handoff : { ...handoff, kind, template: current(kind).id };
}
