import { above, canAnswer, memberOf, standIn } from '../../handoffs/model/people.ts';
import { type Model, type ModelRisk, named } from './model.ts';

export type Verb = 'claim' | 'plan' | 'check_in' | 'snooze' | 'nudge' | 'reassign' | 'resolve';

/** What somebody is to a risk. Nothing at all for guests, apps, strangers and those who have left. */
export function rolesOf(model: Model, risk: ModelRisk, actor: string): Set<string> {
  const { members, now } = model;
  const member = memberOf(members, actor);
  const roles = new Set<string>();
  if (!canAnswer(member) || member.kind === 'elsewhere') return roles;
  roles.add('member');
  if (member.admin) roles.add('admin');
  if (risk.partner === actor) roles.add('partner');
  const owner = named(model, risk.owner);
  if (owner === null) {
    const lead = named(model, risk.lead);
    if (lead && (lead === member || standIn(members, lead, now) === member)) roles.add('lead');
    return roles;
  }
  if (owner === member) roles.add('owner');
  else if (owner.cover === actor || standIn(members, owner, now) === member) roles.add('cover');
  for (const as of above(members, owner, member, now)) roles.add(as);
  return roles;
}

const OWNS = ['owner', 'cover', 'lead'];
const ABOVE = [...OWNS, 'manager', 'partner', 'admin'];
const MAY: Record<Verb, string[]> = {
  claim: ['member'],
  plan: OWNS,
  check_in: OWNS,
  snooze: OWNS,
  nudge: ['member'],
  reassign: ABOVE,
  resolve: ABOVE,
};

/** Whoever plans what nobody has claimed claims it, and that is open to everybody. */
export function may(model: Model, risk: ModelRisk, actor: string, verb: Verb): boolean {
  const roles = rolesOf(model, risk, actor);
  const allowed = verb === 'plan' && risk.state === 'open' ? MAY.claim : MAY[verb];
  return allowed.some((role) => roles.has(role));
}
