import type { Lane, Routing } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

export const ROUTINGS: readonly Routing[] = ['fewest_accounts', 'least_arr', 'in_turn'];

export interface PersonTeam {
  id: string;
  name: string;
  lane: Lane;
  channel: string | null;
  leadId: string | null;
  routing: Routing;
  /** Of its own, as it is stored: see readTeamCalendar. */
  calendar: unknown;
}

export interface Person {
  id: string;
  slackUserId: string;
  name: string;
  zone: string;
  isBot: boolean;
  isGuest: boolean;
  isStranger: boolean;
  isAdmin: boolean;
  deactivatedAt: Date | null;
  awayUntil: Date | null;
  coverId: string | null;
  managerId: string | null;
  /** Hears nothing of what became of handoffs they sent, unless it asks them for something. */
  mutesReceipts: boolean;
  /** Minutes after midnight at which their morning DM comes; null: when their working day begins. */
  morningMinute: number | null;
  /** That was changed at some time. */
  morningMoved: boolean;
  teams: PersonTeam[];
}

/** By member id. Holds the people asked for, and who stands behind them. */
export type People = ReadonlyMap<string, Person>;

export function isAway(person: Person, now: Date): boolean {
  return person.awayUntil !== null && person.awayUntil > now;
}

/** May be asked to answer for a customer: a colleague with an account in use. */
export function canAnswer(person: Person): boolean {
  return !person.isBot && !person.isGuest && !person.isStranger && person.deactivatedAt === null;
}

/** Slack's own admins, and those whom the setting names. */
export function isAdmin(
  { isAdmin: isSlackAdmin, slackUserId }: Pick<Person, 'isAdmin' | 'slackUserId'>,
  named: readonly string[],
): boolean {
  return isSlackAdmin || named.includes(slackUserId);
}

/** The lead of the first of the person's teams that has another person as a lead in use, else null. */
export function leadOf(person: Person, people: People): Person | null {
  for (const team of person.teams) {
    const lead = other(person, team.leadId, people);
    if (lead) return lead;
  }
  return null;
}

/** The person's own manager, or the lead's where none is named; null when that is nobody else. */
export function managerOf(person: Person, people: People): Person | null {
  const lead = leadOf(person, people);
  return other(person, person.managerId, people) ?? (lead && other(person, lead.managerId, people));
}

/** Somebody above, as whom they are told of what waits below them. */
export interface Post {
  role: 'lead' | 'manager';
  person: Person;
}

/** Whom this person's work climbs to: their lead, their manager, and the manager of each in turn. Nobody twice. */
export function postsAbove(person: Person, people: People): Post[] {
  const lead = leadOf(person, people);
  const posts: Post[] = lead ? [{ role: 'lead', person: lead }] : [];
  const seen = new Set([person.id]);
  for (let next = managerOf(person, people); next && !seen.has(next.id); next = managerOf(next, people)) {
    seen.add(next.id);
    if (next.id !== lead?.id) posts.push({ role: 'manager', person: next });
  }
  return posts;
}

/** Who is on a post now: its own person, or their cover while they are away; null while neither is here. */
export function onPost({ person }: Post, people: People, now: Date): Person | null {
  const cover = isAway(person, now) ? other(person, person.coverId, people) : person;
  return cover && !isAway(cover, now) ? cover : null;
}

/**
 * The roles this member has above `person`: also as the cover of somebody who is away. Where nobody leads them, the
 * nearest manager does.
 */
export function rolesAbove(person: Person, memberId: string, people: People, now: Date): Post['role'][] {
  const posts = postsAbove(person, people);
  const roles = posts
    .filter((post) => post.person.id === memberId || onPost(post, people, now)?.id === memberId)
    .flatMap((post): Post['role'][] => (post === posts[0] ? ['lead', post.role] : [post.role]));
  // Whoever is both lead and manager stands among the posts once.
  if (managerOf(person, people)?.id === memberId) roles.push('manager');
  return [...new Set(roles)];
}

/**
 * Who answers for this person's work now. Away: the cover, else the lead, else still the person.
 * Deactivated: the lead or who covers the lead, else the manager. Whoever is away is passed over while
 * somebody is not.
 */
export function answererFor(person: Person, people: People, now: Date): Person {
  const active = person.deactivatedAt === null;
  if (active && !isAway(person, now)) return person;
  const lead = leadOf(person, people);
  const cover = other(person, person.coverId, people);
  const leadsCover = lead && other(person, lead.coverId, people);
  const candidates = active ? [cover, lead] : [lead, leadsCover, managerOf(person, people)];
  const present = candidates.find((candidate) => candidate && !isAway(candidate, now));
  return present ?? (active ? person : (candidates.find((candidate) => candidate !== null) ?? person));
}

/** Why a handoff cannot go to this person, or null. Being away is a warning and no reason. */
export function whyNotReceiver(person: Person | undefined, senderId: string, now: Date): Refusal | null {
  if (!person) return no('unknown_person', 'Baton doesn’t know this person yet. Pick someone else.');
  if (person.id === senderId) return no('self', 'A handoff goes to someone else. Pick a colleague.');
  if (person.isBot) return no('bot', `${person.name} is an app. Pick a person.`);
  if (person.isStranger) return no('stranger', `${person.name} works for another company. Pick a colleague.`);
  if (person.isGuest) return no('guest', `${person.name} is a guest here. Pick a full member.`);
  if (person.deactivatedAt && person.deactivatedAt <= now)
    return no('deactivated', `${person.name} has left this workspace. Pick someone else.`);
  return null;
}

function no(code: string, message: string): Refusal {
  return refuse(code, message, 'receiver');
}

function other(person: Person, id: string | null, people: People): Person | null {
  const found = id === null || id === person.id ? undefined : people.get(id);
  return found && canAnswer(found) ? found : null;
}

/** A person as views name them. */
export interface PersonRef {
  id: string;
  slackUserId: string;
  name: string;
  awayUntil: Date | null;
}

export function personRef(people: People, memberId: string | null): PersonRef | null {
  const person = memberId === null ? undefined : people.get(memberId);
  return person ? refOf(person) : null;
}

export function refOf(person: Person): PersonRef {
  const { id, slackUserId, name, awayUntil } = person;
  return { id, slackUserId, name, awayUntil };
}

/** When somebody is away, and will be. */
export interface Absence {
  /** Until when they are; null: they are here. */
  until: Date | null;
  next: { from: Date; until: Date } | null;
}

/** Somebody, as an answer names them. */
export type Named = Pick<Person, 'id' | 'slackUserId' | 'name'>;

/** What somebody's absence means, as it is answered. */
export interface Away {
  person: Named;
  /** Null: from now on. */
  from: Date | null;
  /** Who answers for them meanwhile; null: nobody does, and what is due stays theirs. */
  answerer: Named | null;
  /** The cover they named, where that one is away as well. */
  absentCover: Named | null;
}
