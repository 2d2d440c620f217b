import { TEAMS } from '../../handoffs/model/people.ts';
import { accountOf, answererOf, hours, type Model, type ModelRisk, type Said } from './model.ts';

const NOTHING = { member: null, hold: null, clock: null, epoch: null, role: null, under: null };

export function say(model: Model, said: Partial<Said> & Pick<Said, 'kind' | 'risk' | 'lane'>): void {
  model.said.push({ ...NOTHING, ...said });
}

/** News: under every card, and in the DM of whoever was asked last unless they did it themselves. */
export function sayNews(model: Model, risk: ModelRisk, actor: string | null): void {
  const news = { kind: 'risk_event', risk: risk.number };
  for (const card of risk.cards) say(model, { ...news, lane: card.lane, under: `risk_card ${card.at}` });
  const last = risk.asked.at(-1);
  if (!last || last.member === actor) return;
  const { slack } = model.members[last.member] ?? { slack: '' };
  say(model, { ...news, lane: slack, member: last.member, under: `risk_request ${last.at}` });
}

/** One card a channel: the account's, else its segment's, else the team's, else the workspace's. */
export function sayOnCard(model: Model, risk: ModelRisk, hold: number | null): void {
  const { channel, segment, cs } = accountOf(model, risk.account);
  const team = teamOf(model, cs);
  const ofSegment = segment === 'enterprise' ? model.policy.segmentChannel : null;
  const lane = channel ?? ofSegment ?? (team && TEAMS[team]?.channel) ?? model.policy.cardChannel;
  if (lane === null) return;
  risk.cards.push({ lane, at: model.now });
  say(model, { kind: 'risk_card', risk: risk.number, lane, hold });
}

/** The CS team of this person, else the first there is. */
export function teamOf(model: Model, cs: string | null): string | null {
  if (!model.csTeams) return null;
  const own = cs === null ? null : (model.members[cs]?.team ?? null);
  return own !== null && TEAMS[own]?.lane === 'cs' ? own : 'csA';
}

/** Asks whoever owes the next step, unless they did it themselves. It breaks in, and counts as doing so. */
export function sayRequest(model: Model, risk: ModelRisk, actor: string | null, hold: number | null): void {
  const to = answererOf(model, risk);
  if (to === null || to.name === actor) return;
  risk.asked.push({ member: to.name, at: model.now });
  model.interrupted.push(`${to.name} ${hours(model, to).day(hold ?? model.now)}`);
  say(model, { kind: 'risk_request', risk: risk.number, lane: to.slack, member: to.name, hold });
}

/** Until whoever answers works again. */
export function resting(model: Model, risk: ModelRisk): number | null {
  const mine = hours(model, answererOf(model, risk));
  return model.policy.anytime || mine.works(model.now) ? null : mine.next(model.now);
}

/** When a new risk is heard of: in working hours, and on a day that is full only when it is critical. */
export function heardAt(model: Model, risk: ModelRisk): number | null {
  const rest = resting(model, risk);
  const to = answererOf(model, risk);
  if (to === null || risk.severity === 'critical') return rest;
  const mine = hours(model, to);
  const day = mine.day(rest ?? model.now);
  if (model.interrupted.filter((one) => one === `${to.name} ${day}`).length < model.policy.perDay)
    return rest;
  model.counts.push('asked | the morning after a day that is full');
  return mine.morning(mine.dayEnd(day) - 1);
}

/** Admins hear next morning of what would have been opened: once a day. */
export function sayPreview(model: Model): void {
  for (const admin of Object.values(model.members).filter((one) => one.admin)) {
    const mine = hours(model, admin);
    const hold = mine.morning(model.now);
    const key = `preview ${admin.name} ${mine.day(hold)}`;
    if (model.mornings.includes(key)) continue;
    model.mornings.push(key);
    say(model, { kind: 'health_preview', risk: null, lane: admin.slack, member: admin.name, hold });
  }
}
