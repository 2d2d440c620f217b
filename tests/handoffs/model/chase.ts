import {
  answererOf,
  arm,
  type ClockName,
  clockOf,
  dueAt,
  handoffOf,
  hours,
  isWaiting,
  type Model,
  type ModelClock,
  type ModelHandoff,
  type MorningItem,
  type Said,
  sidesOf,
  type Want,
} from './model.ts';
import { canAnswer, inPlaceOf, type Member, memberOf, type Step, standIn, wayUp } from './people.ts';

export interface Due {
  handoff: string;
  clock: ClockName;
}

const ROLES = [['owner'], ['cover', 'counterpart'], ['lead'], ['manager']];
const MINUTE = 60_000;

export function dueNow(model: Model): Due[] {
  return Object.values(model.handoffs).flatMap((handoff) =>
    Object.entries(handoff.clocks)
      .filter(([, clock]) => clock.dueAt !== null && clock.dueAt <= model.now)
      .map(([clock]) => ({ handoff: handoff.id, clock: clock as ClockName })),
  );
}

/** Fires until nothing is due: what any number of processes must come to, in any order. */
export function fireAll(model: Model): void {
  for (let due = dueNow(model); due.length > 0; due = dueNow(model)) fireOnce(model, due);
}

export function fireOnce(model: Model, due: readonly Due[]): void {
  for (const { handoff, clock } of due) fire(model, handoffOf(model, handoff), clock);
}

function fire(model: Model, handoff: ModelHandoff, name: ClockName): void {
  const { now } = model;
  const clock = handoff.clocks[name];
  if (!clock || !isLive(handoff, name)) throw new Error('a clock of a state that has passed is due');
  if (name !== 'hard_stop' && clock.rung === 0 && (clock.due[1] ?? 0) <= now) {
    clock.rung = 1;
    clock.repeats = 0;
    model.counts.push(`clock ${name} | reminder left out: its limit has passed`);
  }
  if (handoff.snoozedUntil !== null && handoff.snoozedUntil > now && name !== 'hard_stop') {
    clock.dueAt = handoff.snoozedUntil;
    model.counts.push(`clock ${name} | waits for the snooze to end`);
    return;
  }
  const last = name === 'hard_stop' || clock.rung === 3;
  if (name === 'hard_stop' && isAtTop(model, handoff)) {
    model.counts.push('clock hard_stop | says nothing, for the ladder has said it');
  } else {
    model.counts.push(`clock ${name} | ${rungName(name, clock)}`);
    tell(model, handoff, name, clock, last);
  }
  const mine = hours(model, answererOf(model, handoff));
  clock.due = dueAt(name, clock.startedAt, clock.limit, mine);
  if (last && name !== 'hard_stop' && clock.repeats < 2) {
    clock.repeats += 1;
    clock.dueAt = mine.add(now, mine.dayMs);
  } else {
    clock.rung += 1;
    clock.repeats = 0;
    clock.dueAt = clock.due[clock.rung] ?? null;
  }
}

/** The clock of the state has told everybody it can, or comes to it in this moment; not where a snooze mutes it. */
function isAtTop({ now }: Model, handoff: ModelHandoff): boolean {
  const name = clockOf(handoff);
  const clock = name && handoff.clocks[name];
  if (!clock) return false;
  if (clock.rung > 3 || (clock.rung === 3 && clock.repeats > 0)) return true;
  const muted = handoff.snoozedUntil !== null && handoff.snoozedUntil > now;
  return !muted && (clock.dueAt ?? now + 1) <= now && (clock.due[3] ?? now + 1) <= now;
}

export function rungName(name: ClockName, { rung, repeats }: ModelClock): string {
  if (name === 'hard_stop') return 'hard stop';
  return (
    ['reminder', 'limit', 'lead', ['manager', 'manager again', 'manager a third time'][repeats]][rung] ?? ''
  );
}

const DAY_MS = 24 * 60 * MINUTE;

/** The channel, which hears of one handoff once a day. */
function openChannel({ now, policy }: Model, { channelAt }: ModelHandoff): string | null {
  return channelAt !== null && now - channelAt < DAY_MS ? null : policy.escalationChannel;
}

/** Whether somebody above would hear of it on this rung, or the channel on the last one. */
export function finds(model: Model, handoff: ModelHandoff, clock: ModelClock, rung: number): boolean {
  if (rung === 3 && openChannel(model, handoff) !== null) return true;
  return hearers(model, handoff, clock, ROLES[rung] ?? []).size > 0;
}

/**
 * Who hears of a rung. It looks past who is away (to their cover, else to the next above) and past who has heard on an
 * earlier rung; a lead who is told is not told as the manager, too.
 */
function hearers(
  model: Model,
  handoff: ModelHandoff,
  clock: ModelClock,
  roles: readonly string[],
): Map<string, string> {
  const { members, now } = model;
  const { owing } = sidesOf(model, handoff);
  const answerer = standIn(members, owing, now);
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
  const up = wayUp(members, owing);
  for (const role of roles) {
    if (role === 'owner') reach('owner', answerer);
    if (role === 'cover') reach('cover', coverOf(model, handoff));
    if (role === 'counterpart') reach('counterpart', otherOf(model, handoff));
    if (role === 'lead' && up[0]?.as === 'lead') climb(up);
    if (role === 'manager') climb(up.filter(({ as }) => as === 'manager'));
  }
  // The last rung looks at everybody above.
  if (hears.size === 0 && roles.includes('manager')) climb(up);
  return hears;
}

/** The named cover of who owes the step, or theirs: of a private one nobody, and nobody who is asked already. */
function coverOf(model: Model, handoff: ModelHandoff): Member | null {
  const { members, now } = model;
  const { owing } = sidesOf(model, handoff);
  if (owing.cover === null || handoff.private) return null;
  const named = memberOf(members, owing.cover);
  const away = named.awayUntil > now;
  if (away && named.cover === null) return null;
  const cover = away ? memberOf(members, named.cover) : named;
  const asked = cover === owing || cover === standIn(members, owing, now);
  return asked || !canAnswer(cover) || cover.awayUntil > now ? null : cover;
}

function otherOf(model: Model, handoff: ModelHandoff): Member {
  const { members, now } = model;
  const { other } = sidesOf(model, handoff);
  const answers = standIn(members, other, now);
  if (answers.awayUntil <= now) return answers;
  const higher = wayUp(members, other).map(({ member }) => inPlaceOf(members, member, now));
  return higher.find((one) => one !== null) ?? answers;
}

function tell(model: Model, handoff: ModelHandoff, name: ClockName, clock: ModelClock, last: boolean): void {
  const roles = name === 'hard_stop' ? ['counterpart', 'lead', 'manager'] : (ROLES[clock.rung] ?? []);
  const isReminder = name !== 'hard_stop' && clock.rung === 0;
  // Whoever repeats what they said keeps to those they said it to.
  const earlier = clock.repeats > 0 ? { ...clock, told: clock.toldBefore } : clock;
  const told = hearers(model, handoff, earlier, roles);
  // A channel hears of one ladder once.
  const channel = last && clock.repeats === 0 ? openChannel(model, handoff) : null;
  const counterpart = otherOf(model, handoff);
  if (last && told.size === 0 && channel === null) {
    // Whoever asked for more cannot answer it.
    const isAlone = wayUp(model.members, sidesOf(model, handoff).owing).every(
      ({ member }) => inPlaceOf(model.members, member, model.now) === null,
    );
    if (!counterpart.left && !(handoff.state === 'returned' && isAlone))
      told.set(counterpart.name, 'counterpart');
    else for (const admin of adminsOf(model)) told.set(admin.name, 'manager');
  }
  if (clock.repeats === 0) clock.toldBefore = [...clock.told];
  if (!isReminder) clock.told.push(...told.keys());

  const firing = [handoff.id, name, clock.epoch, clock.rung, clock.repeats].join(' ');
  if (channel !== null) {
    handoff.channelAt = model.now;
    model.said.push({
      ...chase(handoff, name, clock),
      lane: channel,
      member: null,
      role: 'fallback_channel',
      firing,
    });
    model.counts.push('told | the channel');
  }
  const hurried = clock.hurried === clock.rung && clock.repeats === 0;
  for (const [member, role] of told) {
    const want = { member, handoff: handoff.id, clock: name, epoch: clock.epoch, role, firing, hurried };
    if (isReminder) remind(model, want, isOncePerDay(model, handoff, member) ? null : (clock.due[1] ?? 0));
    else model.wants.push(want);
    model.counts.push(`told | the ${role}`);
  }
  if (told.size > 0 || channel !== null) {
    if (!isReminder) handoff.history['escalated'] = (handoff.history['escalated'] ?? 0) + 1;
    return;
  }
  model.counts.push(last ? 'told | nobody, for nobody is left' : 'told | nobody on this rung');
}

const adminsOf = ({ members }: Model): Member[] =>
  Object.values(members).filter((member) => member.admin && canAnswer(member));

const chase = (handoff: ModelHandoff, clock: ClockName, { epoch }: ModelClock): Said => ({
  kind: 'handoff_escalation',
  handoff: handoff.id,
  lane: '',
  member: null,
  hold: null,
  clock,
  epoch,
  role: null,
});

/** In the DM of the next morning; on its own where that would be after the limit, but not while they rest. */
export function remind(model: Model, want: Want, limit: number | null): void {
  const { member: name, handoff, clock, epoch } = want;
  const member = memberOf(model.members, name);
  const mine = hours(model, member);
  let morning = mine.morning(model.now);
  const soon = morning - model.now < MINUTE;
  const { hold, day: heardOn } = interruption(model, name);
  if (limit !== null && (hold ?? 0) < limit && (soon || morning >= limit)) {
    const rest = { hold, clock, epoch, role: null, firing: want.firing };
    model.toldOn.push(`${name} ${handoff} ${heardOn}`);
    model.said.push({ kind: 'handoff_reminder', handoff, lane: member.slack, member: name, ...rest });
    return;
  }
  if (soon) morning = mine.morning(morning);
  const day = mine.day(morning);
  const known = model.items.find(
    (item) =>
      item.handoff === handoff && item.clock === clock && item.epoch === epoch && item.member === name,
  );
  if (known) known.day = day;
  else model.items.push({ handoff, clock, epoch, member: name, day });
  if (model.mornings.includes(`${name} ${day}`)) return;
  model.mornings.push(`${name} ${day}`);
  const rest = { hold: morning, clock: null, epoch: null, role: null };
  model.said.push({ kind: 'morning', handoff: null, lane: member.slack, member: name, ...rest });
}

/** What comes before somebody's day begins is in the DM of that morning, unless it may be on its way by now. */
export function isForMorning(model: Model, name: string): boolean {
  const mine = hours(model, memberOf(model.members, name));
  const { hold } = interruption(model, name);
  return hold !== null && hold === mine.morning(model.now) && hold - model.now >= MINUTE;
}

/** After the first escalation nobody is told of one handoff twice a day. */
function isOncePerDay(model: Model, handoff: ModelHandoff, name: string): boolean {
  const today = hours(model, memberOf(model.members, name)).day(model.now);
  const isToday = (item: MorningItem) =>
    item.handoff === handoff.id && item.member === name && item.day === today;
  const wasTold = model.toldOn.includes(`${name} ${handoff.id} ${today}`) || model.items.some(isToday);
  if (wasTold && handoff.told.includes(name)) model.counts.push('reminded | in the morning: told today');
  return wasTold && handoff.told.includes(name);
}

/** When this person would be interrupted by something said now, and on which of their days that is. */
export function interruption(model: Model, name: string): { hold: number | null; day: string } {
  const mine = hours(model, memberOf(model.members, name));
  const hold = model.policy.anytime || mine.works(model.now) ? null : mine.next(model.now);
  return { hold, day: mine.day(hold ?? model.now) };
}

export function isLive(handoff: ModelHandoff, clock: ClockName): boolean {
  return clock === 'hard_stop' ? isWaiting(handoff) : clockOf(handoff) === clock;
}

/** A clock whose row was lost comes back, counting from what is still known. */
export function restore(model: Model, handoff: ModelHandoff, name: ClockName): void {
  const lost = handoff.clocks[name];
  arm(model, handoff, name, {
    from: (name === 'hard_stop' ? handoff.submittedAt : null) ?? handoff.updatedAt,
  });
  handoff.version += 1;
  const clock = handoff.clocks[name];
  if (!clock || !lost) throw new Error('only a clock that ran can be lost');
  clock.epoch = lost.epoch;
  clock.restored = true;
  handoff.history['clock_restored'] = (handoff.history['clock_restored'] ?? 0) + 1;
  model.counts.push(`clock ${name} | lost and restored`);
}
