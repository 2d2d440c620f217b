import type { Model, ModelHandoff } from './model.ts';
import { above, canAnswer, type Member, memberOf, standIn } from './people.ts';

export type Verb =
  | 'acknowledge'
  | 'decide_by'
  | 'accept'
  | 'return'
  | 'reassign'
  | 'finish'
  | 'book'
  | 'await'
  | 'answered'
  | 'read'
  | 'escalate'
  | 'introduce'
  | 'amend'
  | 'cancel'
  | 'nudge'
  | 'snooze'
  | 'submit'
  | 'edit';

/** What somebody is to a handoff. Nothing at all for guests, apps, strangers and those who have left. */
export function rolesOf(model: Model, handoff: ModelHandoff, actor: string): Set<string> {
  const { members, now } = model;
  const member = memberOf(members, actor);
  const roles = new Set<string>();
  // The cover hears of it when time is up, whoever is away; of what is private only when they have to answer.
  const standsInFor = (one: Member) =>
    standIn(members, one, now) === member || (!handoff.private && one.cover === actor);
  if (!canAnswer(member)) return roles;
  const sender = memberOf(members, handoff.sender);
  if (sender === member) roles.add('sender');
  else if (standsInFor(sender)) roles.add('sender_cover');
  if (above(members, sender, member, now).has('lead')) roles.add('sender_lead');
  if (member.admin) roles.add('admin');
  if (handoff.receiver === null) return roles;
  const receiver = memberOf(members, handoff.receiver);
  if (receiver === member) roles.add('receiver');
  else if (standsInFor(receiver)) roles.add('cover');
  const up = above(members, receiver, member, now);
  if (up.has('lead')) roles.add('receiver_lead');
  if (up.has('manager')) roles.add('receiver_manager');
  return roles;
}

const ANSWERS = ['receiver', 'cover', 'receiver_lead'];
const SENDS = ['sender', 'sender_cover', 'sender_lead'];
const NAMED = ['sender', 'sender_cover', 'receiver', 'cover'];

const MAY: Record<Verb, string[]> = {
  acknowledge: ANSWERS,
  decide_by: ANSWERS,
  accept: ANSWERS,
  return: ANSWERS,
  finish: ANSWERS,
  book: ANSWERS,
  await: ANSWERS,
  answered: ANSWERS,
  read: ['sender'],
  escalate: SENDS,
  introduce: SENDS,
  amend: [...SENDS, ...ANSWERS],
  snooze: [...ANSWERS, 'sender', 'sender_cover'],
  submit: SENDS,
  edit: SENDS,
  nudge: SENDS,
  cancel: [...SENDS, 'admin'],
  reassign: [...SENDS, ...ANSWERS, 'receiver_manager', 'admin'],
};
const EVEN_PRIVATE: Verb[] = ['snooze', 'nudge', 'escalate', 'cancel'];

export function may(model: Model, handoff: ModelHandoff, actor: string, verb: Verb): boolean {
  const closed = handoff.private && !EVEN_PRIVATE.includes(verb);
  const roles = rolesOf(model, handoff, actor);
  return MAY[verb].some((role) => roles.has(role) && (!closed || NAMED.includes(role)));
}

/** Nobody but its sender knows of a draft. */
export function maySee(model: Model, handoff: ModelHandoff, actor: string): boolean {
  if (handoff.state === 'draft' || !canAnswer(memberOf(model.members, actor))) return false;
  return !handoff.private || NAMED.some((role) => rolesOf(model, handoff, actor).has(role));
}
