import {
  canAnswer,
  inPlaceOf,
  type Member,
  memberOf,
  type Step,
  standIn,
  wayUp,
} from '../../handoffs/model/people.ts';
import {
  adminsOf,
  answererOf,
  arm,
  type ClockName,
  clockOf,
  dueAt,
  hours,
  isOpen,
  type Model,
  type ModelClock,
  type ModelRisk,
  named,
  riskOf,
  SHARES,
  type Want,
} from './model.ts';
import { say, sayRequest } from './say.ts';

export interface Due {
  risk: number;
  clock: ClockName;
}

const UP = [['cover', 'counterpart'], ['lead'], ['manager']];
const ROLES: Record<ClockName, string[][]> = {
  claim: [['owner'], ...UP],
  plan: [['owner'], ['lead'], ['manager']],
  check_in: [['owner'], ...UP],
};
const RUNGS: Record<ClockName, string[]> = {
  claim: ['reminder', 'limit', 'lead', 'manager'],
  plan: ['reminder', 'lead', 'manager'],
  check_in: ['its day', 'passed in silence', 'lead', 'manager'],
};
const MINUTE = 60_000;

export function dueNow(model: Model): Due[] {
  return Object.values(model.risks).flatMap((risk) =>
    Object.entries(risk.clocks)
      .filter(([, clock]) => clock.dueAt !== null && clock.dueAt <= model.now)
      .map(([clock]) => ({ risk: risk.number, clock: clock as ClockName })),
  );
}

/** Fires until nothing is due: what any number of processes must come to, in any order. */
export function fireAll(model: Model): void {
  for (let due = dueNow(model); due.length > 0; due = dueNow(model)) fireOnce(model, due);
}

export function fireOnce(model: Model, due: readonly Due[]): void {
  for (const { risk, clock } of due) fire(model, riskOf(model, risk), clock);
}

function fire(model: Model, risk: ModelRisk, name: ClockName): void {
  const { now } = model;
  const clock = risk.clocks[name];
  if (!clock || clockOf(risk) !== name) throw new Error('a clock of a state that has passed is due');
  if (clock.rung === 0 && (clock.due[1] ?? 0) <= now) {
    clock.rung = 1;
    model.counts.push(`clock ${name} | reminder left out: the next rung has come`);
  }
  if (risk.snoozedUntil !== null && risk.snoozedUntil > now) {
    clock.dueAt = risk.snoozedUntil;
    model.counts.push(`clock ${name} | waits for the snooze to end`);
    return;
  }
  const last = clock.rung === SHARES[name].length - 1;
  model.counts.push(`clock ${name} | ${rungName(name, clock)}`);
  tell(model, risk, name, clock, last);
  const mine = hours(model, answererOf(model, risk));
  clock.due = dueAt(name, clock.startedAt, clock.limit, mine);
  if (last && clock.repeats < 2) {
    clock.repeats += 1;
    clock.dueAt = mine.add(now, mine.dayMs);
  } else {
    clock.rung += 1;
    clock.repeats = 0;
    clock.dueAt = clock.due[clock.rung] ?? null;
    if (clock.dueAt === null) model.counts.push(`clock ${name} | everything is said`);
  }
}

export const rungName = (name: ClockName, { rung, repeats }: ModelClock) =>
  `${RUNGS[name][rung]}${['', ' again', ' a third time'][repeats]}`;

const DAY_MS = 24 * 60 * MINUTE;

/** Who is around a risk now. While nobody owns it, the lead of the team that was told stands there, or their stand-in. */
function around(model: Model, risk: ModelRisk) {
  const { members, now } = model;
  const owing = named(model, risk.owner);
  const lead = named(model, risk.lead);
  const standing = lead && standIn(members, lead, now);
  return { owing, standing, answerer: owing ? standIn(members, owing, now) : standing };
}

/** Past who is away and past who has heard: to their cover, else to the next above. */
function hearers(
  model: Model,
  risk: ModelRisk,
  clock: ModelClock,
  roles: readonly string[],
): Map<string, string> {
  const { members, now } = model;
  const { owing, standing, answerer } = around(model, risk);
  const hears = new Map<string, string>();
  const reach = (role: string, member: Member | null): boolean => {
    const fits = member && member.kind !== 'bot' && !member.left;
    if (!fits || clock.told.includes(member.name) || hears.has(member.name)) return false;
    hears.set(member.name, role);
    return true;
  };
  const climb = (way: readonly Step[]) =>
    way.some(({ as, member }) => {
      const there = inPlaceOf(members, member, now);
      return there !== answerer && reach(as, there);
    });
  const below = owing ?? standing;
  const up = below ? wayUp(members, below) : [];
  for (const role of roles) {
    if (role === 'owner') reach('owner', answerer);
    if (role === 'cover') reach('cover', coverOf(model, owing, answerer));
    if (role === 'counterpart') reach('counterpart', partnerOf(model, risk));
    // Who leads is asked already where nobody owns it: from there it only goes up.
    if (role === 'lead' && (owing === null || up[0]?.as === 'lead')) climb(up);
    if (role === 'manager') climb(owing === null ? up : up.filter(({ as }) => as === 'manager'));
  }
  // The last rung looks at everybody above.
  if (hears.size === 0 && roles.includes('manager')) climb(up);
  return hears;
}

function coverOf(model: Model, owing: Member | null, answerer: Member | null): Member | null {
  const first = owing && named(model, owing.cover);
  const cover = first && first.awayUntil > model.now ? named(model, first.cover) : first;
  if (!cover || cover === owing || cover === answerer) return null;
  return canAnswer(cover) && cover.awayUntil <= model.now ? cover : null;
}

function partnerOf(model: Model, risk: ModelRisk): Member | null {
  const { members, now } = model;
  const partner = named(model, risk.partner);
  if (!partner) return null;
  const answers = standIn(members, partner, now);
  if (answers.awayUntil <= now) return answers;
  const higher = wayUp(members, partner).map(({ member }) => inPlaceOf(members, member, now));
  return higher.find((one) => one !== null) ?? answers;
}

function tell(model: Model, risk: ModelRisk, name: ClockName, clock: ModelClock, last: boolean): void {
  const { now, policy } = model;
  const earlier = clock.repeats > 0 ? { ...clock, told: clock.toldBefore } : clock;
  const told = hearers(model, risk, earlier, ROLES[name][clock.rung] ?? []);
  // A channel hears of one ladder once, and of one risk once a day.
  const isQuiet = risk.channelAt !== null && now - risk.channelAt < DAY_MS;
  const channel = last && clock.repeats === 0 && !isQuiet ? policy.escalationChannel : null;
  const partner = partnerOf(model, risk);
  if (last && told.size === 0 && channel === null && partner && !partner.left && partner.kind !== 'bot')
    told.set(partner.name, 'counterpart');
  const lost = last && told.size === 0 && channel === null;
  if (lost) for (const admin of adminsOf(model)) told.set(admin.name, 'manager');
  if (clock.repeats === 0) clock.toldBefore = [...clock.told];
  if (clock.rung > 0) clock.told.push(...told.keys());

  const { epoch } = clock;
  const chase = { risk: risk.number, clock: name, epoch };
  if (channel !== null) {
    risk.channelAt = now;
    say(model, { ...chase, kind: 'risk_escalation', lane: channel, role: 'fallback_channel' });
    model.counts.push('told | the channel');
  }
  const limit = clock.due[SHARES[name].findIndex((share) => share >= 1)] ?? 0;
  for (const [member, role] of told) {
    const want = { ...chase, member, role };
    if (clock.rung === 0) remind(model, want, isOncePerDay(model, risk, member) ? null : limit);
    else model.wants.push(want);
    const whom = risk.owner === null && role === 'owner' ? 'lead, for nobody owns it' : role;
    model.counts.push(`told | the ${lost ? 'admins, for nobody is left' : whom}`);
  }
  if (told.size === 0 && channel === null)
    model.counts.push(last ? 'told | nobody, for nobody is left' : 'told | nobody on this rung');
  else if (clock.rung > 0) risk.history['escalated'] = (risk.history['escalated'] ?? 0) + 1;
}

/** In the DM of the next morning; on its own where that would be after the limit, but not while they rest. */
export function remind(model: Model, want: Want, limit: number | null): void {
  const { member: name, risk, clock, epoch } = want;
  const member = memberOf(model.members, name);
  const mine = hours(model, member);
  let morning = mine.morning(model.now);
  const soon = morning - model.now < MINUTE;
  const { hold, day: heardOn } = interruption(model, name);
  if (limit !== null && (hold ?? 0) < limit && (soon || morning >= limit)) {
    model.toldOn.push(`${name} ${risk} ${heardOn}`);
    say(model, { kind: 'risk_reminder', risk, lane: member.slack, member: name, hold, clock, epoch });
    model.counts.push('reminded | at once');
    return;
  }
  model.counts.push('reminded | in the morning');
  if (soon) morning = mine.morning(morning);
  const day = mine.day(morning);
  const known = model.items.find(
    (item) => item.risk === risk && item.clock === clock && item.epoch === epoch && item.member === name,
  );
  if (known) known.day = day;
  else model.items.push({ risk, clock, epoch, member: name, day });
  if (model.mornings.includes(`${name} ${day}`)) return;
  model.mornings.push(`${name} ${day}`);
  say(model, { kind: 'morning', risk: null, lane: member.slack, member: name, hold: morning });
}

/** Asks whoever answers to take a new risk: when they work, and on a day that is full in their morning unless critical. */
export function askToTake(model: Model, risk: ModelRisk, actor: string | null): void {
  const to = answererOf(model, risk);
  if (to === null || to.name === actor) return;
  const { hold, day } = interruption(model, to.name);
  const taken = model.interrupted.filter((one) => one === `${to.name} ${day}`).length;
  if (risk.severity === 'critical' || taken < model.policy.perDay) {
    sayRequest(model, risk, actor, hold);
    return;
  }
  const { epoch } = risk.clocks.claim ?? { epoch: 0 };
  remind(model, { risk: risk.number, clock: 'claim', epoch, member: to.name, role: 'owner' }, null);
  model.counts.push('asked | in the morning: no room today');
}

/** What comes before somebody's day begins is in the DM of that morning, unless it may be on its way by now. */
export function isForMorning(model: Model, name: string): boolean {
  const mine = hours(model, memberOf(model.members, name));
  const { hold } = interruption(model, name);
  return hold !== null && hold === mine.morning(model.now) && hold - model.now >= MINUTE;
}

/** After the first escalation nobody is told of one risk twice a day. */
function isOncePerDay(model: Model, { number, told }: ModelRisk, name: string): boolean {
  const today = hours(model, memberOf(model.members, name)).day(model.now);
  const wasTold =
    model.toldOn.includes(`${name} ${number} ${today}`) ||
    model.items.some((item) => item.risk === number && item.member === name && item.day === today);
  return wasTold && told.includes(name);
}

/** When this person would be interrupted by something said now, and on which of their days that is. */
export function interruption(model: Model, name: string): { hold: number | null; day: string } {
  const mine = hours(model, memberOf(model.members, name));
  const hold = model.policy.anytime || mine.works(model.now) ? null : mine.next(model.now);
  return { hold, day: mine.day(hold ?? model.now) };
}

/** A clock whose row was lost comes back, counting from what is still known. */
export function restore(model: Model, number: number): void {
  const risk = riskOf(model, number);
  const name = clockOf(risk);
  const lost = name && risk.clocks[name];
  if (!name || !lost || !isOpen(risk)) throw new Error('only a clock that ran can be lost');
  risk.version += 1;
  arm(model, risk, name, { from: risk.updatedAt, version: risk.version });
  const clock = risk.clocks[name];
  if (clock) Object.assign(clock, { epoch: lost.epoch, restored: true });
  risk.history['clock_restored'] = (risk.history['clock_restored'] ?? 0) + 1;
  model.counts.push(`clock ${name} | lost and restored`);
}
