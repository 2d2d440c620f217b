import {
  answererFor,
  canAnswer,
  isAway,
  onPost,
  type People,
  type Person,
  type Post,
  postsAbove,
  rolesAbove,
} from '../../people/person.ts';
import type { Role } from '../clocks/ladder.ts';

export interface Told {
  role: Role;
  person: Person;
}

/** Who is on either side of what a clock chases; null where nobody is. */
export interface Sides {
  owing: Person | null;
  other: Person | null;
  /** A lead who stands where nobody owes. */
  lead: Person | null;
  /** The cover may not read it. */
  private: boolean;
  /** Nothing that the other side may do would end it. */
  otherCannot?: boolean;
}

export interface RungOptions {
  isLast: boolean;
  hasChannel: boolean;
  /** Ids of those whom earlier rungs of this ladder told. */
  heard: ReadonlySet<string>;
}

/**
 * Who a rung speaks to, resolved now. It looks past who is away: to their cover, else to the next above; and past who
 * has heard of it on an earlier rung. Rungs that find nobody are skipped, but for the last one: it looks at everybody
 * above, and with none and no channel, the other side is told, so that it is not silence. Returns nobody then where the
 * other side could do nothing.
 */
export function toldOnRung(
  sides: Sides,
  people: People,
  roles: readonly Role[],
  { isLast, hasChannel, heard }: RungOptions,
  now: Date,
): Told[] {
  const told: Told[] = [];
  const isNew = ({ id }: Person) => !heard.has(id) && !told.some(({ person }) => person.id === id);
  const add = (role: Role, person: Person | null) => {
    if (person && !person.isBot && !person.deactivatedAt && isNew(person)) told.push({ role, person });
  };
  const answerer = answererOf(sides, people, now);
  const stepUp = (posts: readonly Post[]) => {
    const stepsUp = posts.flatMap((post) => {
      const person = onPost(post, people, now);
      return person && person.id !== answerer?.id && isNew(person) ? [{ role: post.role, person }] : [];
    });
    if (stepsUp[0]) add(stepsUp[0].role, stepsUp[0].person);
  };
  for (const role of roles) {
    if (role === 'owner') add(role, answerer);
    if (role === 'cover') add(role, coverOf(sides, people, now));
    if (role === 'counterpart') add(role, counterpartOf(sides, people, now));
    if (role === 'lead' || role === 'manager') stepUp(postsFrom(role, sides, people));
  }
  if (told.length === 0 && isLast) stepUp(allAbove(sides, people));
  if (told.length > 0 || !isLast || hasChannel) return told;
  if (sides.otherCannot && isNobodyAbove(sides, people, now)) return [];
  const counterpart = counterpartOf(sides, people, now);
  return counterpart && !counterpart.deactivatedAt ? [{ role: 'counterpart', person: counterpart }] : [];
}

/** Whether nobody above whoever owes it is here, and nobody covers for them. */
export function isNobodyAbove(sides: Sides, people: People, now: Date): boolean {
  return allAbove(sides, people).every((post) => onPost(post, people, now) === null);
}

/** Whether this member is still one whom a rung tells in this role. */
export function isStillInRole(
  sides: Sides,
  people: People,
  role: Role,
  memberId: string,
  now: Date,
): boolean {
  const is = (person: Person | null) => person?.id === memberId;
  switch (role) {
    case 'owner':
      return is(answererOf(sides, people, now));
    case 'cover':
      return is(coverOf(sides, people, now));
    case 'counterpart':
      return is(counterpartOf(sides, people, now));
    case 'lead':
    case 'manager': {
      const below = sides.owing ?? sides.lead;
      return below !== null && rolesAbove(below, memberId, people, now).includes(role);
    }
    case 'fallback_channel':
      return false;
  }
}

function answererOf({ owing, lead }: Sides, people: People, now: Date): Person | null {
  return owing ? answererFor(owing, people, now) : lead;
}

/** The cover that whoever owes has named, or theirs while they are away; null where they are asked already. */
function coverOf(sides: Sides, people: People, now: Date): Person | null {
  const { owing } = sides;
  if (!owing?.coverId || sides.private) return null;
  const named = people.get(owing.coverId);
  const cover = named && isAway(named, now) ? people.get(named.coverId ?? '') : named;
  const isHere = cover !== undefined && canAnswer(cover) && !isAway(cover, now);
  return isHere && cover.id !== owing.id && cover.id !== answererOf(sides, people, now)?.id ? cover : null;
}

/** The other side, or who answers for them; else the first above them who is here. */
function counterpartOf({ other }: Sides, people: People, now: Date): Person | null {
  if (!other) return null;
  const answerer = answererFor(other, people, now);
  if (!isAway(answerer, now)) return answerer;
  const above = postsAbove(other, people).map((post) => onPost(post, people, now));
  return above.find((one) => one !== null) ?? answerer;
}

function allAbove({ owing, lead }: Sides, people: People): Post[] {
  const below = owing ?? lead;
  return below ? postsAbove(below, people) : [];
}

/** The posts on which a rung of this role looks, the nearest first. A lead's rung is skipped where there is no lead. */
function postsFrom(role: 'lead' | 'manager', sides: Sides, people: People): Post[] {
  const posts = allAbove(sides, people);
  if (!sides.owing) return posts;
  if (role === 'manager') return posts.filter((post) => post.role === 'manager');
  return posts[0]?.role === 'lead' ? posts : [];
}
