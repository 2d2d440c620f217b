import { TEAMS } from '../../handoffs/model/people.ts';
import { accountOf, adminsOf, answererOf, hours, type Model, type ModelRisk, type Said } from './model.ts';

const NOTHING = { member: null, hold: null, clock: null, epoch: null, role: null, under: null };

export function say(model: Model, said: Partial<Said> & Pick<Said, 'kind' | 'risk' | 'lane'>): void {
  model.said.push({ ...NOTHING, ...said });
}

/**
 * News: under every card, and in the DM of whoever was asked last unless they did it themselves. Whoever answers, and
 * would hear of it nowhere, hears it in a message of its own, unless they are asked anew because of it.
 */
export function sayNews(model: Model, risk: ModelRisk, action: string, actor: string | null): void {
  const news = { kind: 'risk_event', risk: risk.number };
  for (const card of risk.cards) say(model, { ...news, lane: card.lane, under: `risk_card ${card.at}` });
  const last = risk.asked.at(-1);
  if (last && last.member !== actor) {
    const { slack } = model.members[last.member] ?? { slack: '' };
    say(model, { ...news, lane: slack, member: last.member, under: `risk_request ${last.at}` });
  }
  const to = answererOf(model, risk);
  const reads = ({ lane }: { lane: string }) => lane.startsWith('C') || lane === to?.slack;
  const hears = risk.cards.some(reads) || last?.member === to?.name;
  if (action === 'reopened' || action === 'reassigned' || to === null || hears) return;
  if (actor !== null && [to.name, risk.owner].includes(actor)) return;
  say(model, { ...news, lane: to.slack, member: to.name });
  model.counts.push('news | in a message of its own');
}

/**
 * One card: in the account's channel, else its segment's, the team's, the workspace's. Where there is none of these and
 * nobody to ask, in the channel of the last rung, else with each admin.
 */
export function sayOnCard(model: Model, risk: ModelRisk, hold: number | null): void {
  const { channel, segment, cs } = accountOf(model, risk.account);
  const team = teamOf(model, cs);
  const ofSegment = segment === 'enterprise' ? model.policy.segmentChannel : null;
  const lane = channel ?? ofSegment ?? (team && TEAMS[team]?.channel) ?? model.policy.cardChannel;
  if (lane !== null) sayCard(model, risk, lane, hold);
  if (lane !== null || answererOf(model, risk) !== null) return;
  const { escalationChannel } = model.policy;
  const lanes = escalationChannel === null ? adminsOf(model).map(({ slack }) => slack) : [escalationChannel];
  for (const lane of lanes) sayCard(model, risk, lane, null);
  const where = escalationChannel === null ? 'the admins' : 'the channel of the last rung';
  model.counts.push(`card, for nobody is asked | ${lanes.length > 0 ? where : 'nowhere'}`);
}

function sayCard(model: Model, risk: ModelRisk, lane: string, hold: number | null): void {
  risk.cards.push({ lane, at: model.now });
  say(model, { kind: 'risk_card', risk: risk.number, lane, hold });
}

/** The CS team of this person, else the only one there is. */
export function teamOf(model: Model, cs: string | null): string | null {
  const [first = null, ...others] = model.csTeams;
  const own = cs === null ? null : (model.members[cs]?.team ?? null);
  if (own !== null && model.csTeams.includes(own)) return own;
  return others.length === 0 ? first : null;
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

/** Admins hear next morning of what would have been opened: once a day. */
export function sayPreview(model: Model): void {
  for (const admin of adminsOf(model)) {
    const mine = hours(model, admin);
    const hold = mine.morning(model.now);
    const key = `preview ${admin.name} ${mine.day(hold)}`;
    if (model.mornings.includes(key)) continue;
    model.mornings.push(key);
    say(model, { kind: 'health_preview', risk: null, lane: admin.slack, member: admin.name, hold });
  }
}
