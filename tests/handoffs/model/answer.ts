import { finds } from './chase.ts';
import {
  answererOf,
  arm,
  clockOf,
  handoffOf,
  hours,
  isAhead,
  type Model,
  type ModelHandoff,
  msOf,
  OPEN,
  sidesOf,
  stop,
} from './model.ts';
import { canAnswer, leadOf, memberOf, TEAMS } from './people.ts';
import { DAY } from './reckoning.ts';
import { may, maySee, rolesOf, type Verb } from './rights.ts';

/** One thing that one person asks for. */
export interface Ask {
  verb: Verb;
  handoff: string;
  actor: string;
  reason?: string;
  receiver?: string;
  day?: string;
  gaps?: string[];
  heldOn?: string;
  quality?: number;
  snooze?: 'one_hour' | 'four_hours' | 'tomorrow';
  secondDeal?: boolean;
  goLive?: string | null;
}

/** 'ok' or the code of a refusal, and when the clock that was started is over. */
export interface Answer {
  code: string;
  limitAt: number | null;
}

const no = (code: string): Answer => ({ code, limitAt: null });
/** Two weeks, and what is left of the day itself. */
const TWO_WEEKS = 15 * DAY;

/** What must happen, done to the model. A refusal changes nothing. */
export function answer(model: Model, ask: Ask): Answer {
  const handoff = handoffOf(model, ask.handoff);
  const from = handoff.state;
  const given = decide(model, handoff, ask);
  if (given.code === 'ok') {
    handoff.version += 1;
    handoff.updatedAt = model.now;
    model.counts.push(`${from} | ${ask.verb} | ${handoff.state}`);
  } else {
    model.counts.push(`refused | ${given.code}`, `${from} | ${ask.verb} | refused`);
  }
  return given;
}

function decide(model: Model, handoff: ModelHandoff, ask: Ask): Answer {
  const { now, members } = model;
  const { verb, actor } = ask;
  if (['reassign', 'cancel', 'await', 'escalate'].includes(verb) && !ask.reason) return no('no_reason');
  if (memberOf(members, actor).kind === 'elsewhere') return no('not_found');
  if (verb === 'submit' || verb === 'edit') return submitOrEdit(model, handoff, ask);
  if (!may(model, handoff, actor, verb)) return no(maySee(model, handoff, actor) ? 'not_yours' : 'not_found');

  const mine = hours(model, memberOf(members, actor));
  const asked = handoff.state === 'submitted' || handoff.state === 'acknowledged';
  switch (verb) {
    case 'acknowledge':
      if (handoff.state !== 'submitted') return no('wrong_state');
      return acknowledge(model, handoff, actor, mine.endOfNextDay(now), undefined);
    case 'decide_by': {
      if (!asked) return no('wrong_state');
      const until = mine.dayEnd(ask.day ?? '') - 60_000;
      if (until <= now) return no('past');
      if (until - now > TWO_WEEKS) return no('too_far');
      return acknowledge(model, handoff, actor, until, until);
    }
    case 'accept':
      if (!asked) return no('wrong_state');
      handoff.state = 'accepted';
      handoff.acknowledgedBy ??= actor;
      handoff.acceptedBy = actor;
      handoff.snoozedUntil = null;
      model.owners[handoff.account] = handoff.receiver;
      stop(handoff, 'acknowledge', 'decide', 'resubmit', 'hard_stop');
      handoff.kickoffFrom = now;
      return done(handoff, 'accepted', arm(model, handoff, 'book_kickoff'));
    case 'return': {
      if (!asked) return no('wrong_state');
      if (!ask.gaps?.length) return no('no_gap');
      handoff.state = 'returned';
      handoff.returns += 1;
      handoff.touched = false;
      forget(handoff);
      stop(handoff, 'acknowledge', 'decide');
      say(model, handoff, 'handoff_returned', answererOf(model, handoff).name);
      if (handoff.returns === 2) sayToLeads(model, handoff);
      return done(handoff, 'returned', arm(model, handoff, 'resubmit'));
    }
    case 'finish':
      return finish(model, handoff, ask);
    case 'book':
    case 'await':
    case 'answered':
      return kickoff(model, handoff, ask);
    case 'reassign':
      return reassign(model, handoff, ask.receiver ?? '', actor);
    case 'cancel':
      if (!OPEN.includes(handoff.state)) return no('wrong_state');
      handoff.state = 'cancelled';
      handoff.snoozedUntil = null;
      handoff.clocks = {};
      return done(handoff, 'cancelled');
    case 'nudge': {
      if (!clockOf(handoff)) return no('wrong_state');
      if (isAhead(model, handoff)) return no('not_due');
      if (!canAnswer(answererOf(model, handoff))) return no('nobody');
      if (answererOf(model, handoff).name === actor) return no('yours');
      // Working time of whoever is asked.
      const theirs = hours(model, answererOf(model, handoff));
      const pause = msOf(model.policy.nudgePause, theirs);
      if (handoff.nudgedAt !== null && theirs.between(handoff.nudgedAt, now) < pause)
        return no('nudged_already');
      handoff.nudgedAt = now;
      say(model, handoff, 'handoff_nudge', answererOf(model, handoff).name);
      return done(handoff, 'nudged');
    }
    case 'escalate':
      return escalate(model, handoff);
    case 'amend':
      if (!asked && handoff.state !== 'accepted') return no('wrong_state');
      return done(handoff, 'amended');
    case 'introduce':
      if (!asked && handoff.state !== 'accepted') return no('wrong_state');
      if (handoff.introduced) return no('introduced_already');
      handoff.introduced = true;
      return done(handoff, 'introduced');
    case 'read':
      if (handoff.state !== 'finished') return no('wrong_state');
      if (handoff.feedbackRead) return no('read_already');
      handoff.feedbackRead = true;
      return done(handoff, 'feedback_read');
    case 'snooze':
      return snooze(model, handoff, ask);
  }
}

/** What comes between Accept and the kickoff. Days are those of the receiver. */
function kickoff(model: Model, handoff: ModelHandoff, { verb, day = '' }: Ask): Answer {
  const { now, policy } = model;
  if (handoff.state !== 'accepted') return no('wrong_state');
  const theirs = hours(model, memberOf(model.members, handoff.receiver));
  // Of a wait that is cut short only what it took counts.
  const left = Math.round(theirs.between(now, Math.max(now, handoff.waitingUntil ?? 0)) / 60_000);
  const waited = Math.max(0, handoff.waitingMinutes - left);
  if (verb === 'answered') {
    if (handoff.waitingUntil === null || handoff.waitingUntil <= now) return no('not_waiting');
    handoff.waitingUntil = null;
    handoff.waitingMinutes = waited;
    handoff.kickoffFrom = now;
    return done(handoff, 'customer_answered', arm(model, handoff, 'book_kickoff'));
  }
  const until = theirs.dayEnd(day) - 60_000;
  if (until <= now) return no('past');
  if (verb === 'book') {
    if (handoff.bookedOn === day) return no('same_day');
    model.counts.push(`kickoff | ${handoff.bookedOn === null ? 'booked' : 'moved'}`);
    handoff.kickoffBy = until;
    handoff.bookedOn = day;
    handoff.waitingUntil = null;
    handoff.waitingMinutes = waited;
    handoff.snoozedUntil = null;
    stop(handoff, 'book_kickoff');
    return done(handoff, 'kickoff_booked', arm(model, handoff, 'hold_kickoff'));
  }
  const minutes = waited + Math.round(theirs.between(now, until) / 60_000);
  if (minutes > msOf(policy.waitingTotal, theirs) / 60_000) return no('waited_enough');
  model.counts.push(`kickoff | ${handoff.kickoffBy === null ? 'waits' : 'waits, and is no longer booked'}`);
  handoff.kickoffBy = null;
  handoff.bookedOn = null;
  handoff.waitingUntil = until;
  handoff.waitingMinutes = minutes;
  stop(handoff, 'hold_kickoff');
  return done(handoff, 'waiting', arm(model, handoff, 'book_kickoff'));
}

function finish(
  model: Model,
  handoff: ModelHandoff,
  { actor, heldOn = '', gaps = [], quality = 0, reason }: Ask,
): Answer {
  const { now, members } = model;
  if (handoff.state !== 'accepted') return no('wrong_state');
  if (heldOn === '') return no('no_day');
  if (heldOn > hours(model, memberOf(members, actor)).day(now)) return no('future');
  if (quality === 0) return no('no_quality');
  if (quality <= 3 && !reason) return no('no_reason');
  handoff.state = 'finished';
  handoff.clocks = {};
  handoff.finished = { by: actor, heldOn, askedAgain: gaps.toSorted(), quality, note: reason || null };
  const sender = memberOf(members, handoff.sender);
  if (actor !== sender.name && canAnswer(sender)) {
    const theirs = hours(model, sender);
    const hold = theirs.works(now) ? null : theirs.next(now);
    say(model, handoff, 'handoff_feedback', sender.name, hold);
    model.counts.push(`feedback | ${hold === null ? 'at once' : 'when they work again'}`);
  }
  return done(handoff, 'finished');
}

function submitOrEdit(
  model: Model,
  handoff: ModelHandoff,
  { verb, actor, secondDeal, goLive, receiver }: Ask,
): Answer {
  const draft = handoff.state === 'draft';
  if (draft ? handoff.sender !== actor : !may(model, handoff, actor, verb)) {
    return no(maySee(model, handoff, actor) ? 'not_yours' : 'not_found');
  }
  if (!draft && handoff.state !== 'returned') return no('wrong_state');
  if (verb === 'edit') {
    handoff.touched = true;
    handoff.goLive = goLive ?? null;
    handoff.complete = true;
    if (draft && receiver !== undefined) handoff.receiver = receiver;
    return draft ? { code: 'ok', limitAt: null } : done(handoff, 'amended');
  }
  if (handoff.receiver === null) return no('no_receiver');
  const unfit = draft ? whyNot(model, handoff.receiver, handoff.sender) : null;
  if (unfit) return no(unfit);
  if (!handoff.complete) return no('missing');
  if (
    draft &&
    handoff.goLive !== null &&
    handoff.goLive < hours(model, memberOf(model.members, actor)).day(model.now)
  ) {
    return no('past');
  }
  if (!draft && !handoff.touched) return no('gap_open');
  if (draft) {
    const open = Object.values(model.handoffs).filter(
      (one) => one.account === handoff.account && OPEN.includes(one.state),
    );
    if (open.length > 0 && !secondDeal) return no('open_already');
    while (open.some((one) => one.slot === handoff.slot)) handoff.slot += 1;
    handoff.submittedAt = model.now;
    arm(model, handoff, 'hard_stop');
  }
  handoff.state = 'submitted';
  handoff.submissions += 1;
  forget(handoff);
  stop(handoff, 'resubmit', 'decide');
  say(model, handoff, 'handoff_request', answererOf(model, handoff).name);
  if (draft) {
    sayOnCard(model, handoff);
    say(model, handoff, 'handoff_receipt', handoff.sender);
  }
  return done(handoff, draft ? 'submitted' : 'resubmitted', arm(model, handoff, 'acknowledge'));
}

function acknowledge(
  model: Model,
  handoff: ModelHandoff,
  actor: string,
  decideBy: number,
  until: number | undefined,
): Answer {
  handoff.state = 'acknowledged';
  handoff.acknowledgedBy = until === undefined ? actor : (handoff.acknowledgedBy ?? actor);
  handoff.decideBy = decideBy;
  handoff.snoozedUntil = null;
  stop(handoff, 'acknowledge');
  const limit = arm(model, handoff, 'decide', until === undefined ? {} : { until });
  return done(handoff, until === undefined ? 'acknowledged' : 'decision_promised', limit);
}

function reassign(model: Model, handoff: ModelHandoff, receiver: string, actor: string): Answer {
  // Who stands in does not make a private one theirs.
  const roles = rolesOf(model, handoff, actor);
  if (handoff.private && receiver === actor && !roles.has('sender') && !roles.has('receiver'))
    return no('self_named');
  const unfit = whyNot(model, receiver, handoff.sender);
  if (unfit) return no(unfit);
  if (!OPEN.includes(handoff.state)) return no('wrong_state');
  if (receiver === handoff.receiver) return no('same_receiver');
  handoff.receiver = receiver;
  handoff.introduced = false;
  let limit: number | undefined;
  if (handoff.state !== 'returned') {
    const accepted = handoff.state === 'accepted';
    handoff.state = 'submitted';
    handoff.acceptedBy = null;
    forget(handoff);
    stop(handoff, 'decide', 'book_kickoff', 'hold_kickoff');
    limit = arm(model, handoff, 'acknowledge');
    if (accepted) arm(model, handoff, 'hard_stop');
    say(model, handoff, 'handoff_request', answererOf(model, handoff).name);
  }
  sayOnCard(model, handoff);
  return done(handoff, 'reassigned', limit);
}

/** The next rung on which somebody above hears of it is due at once. */
function escalate(model: Model, handoff: ModelHandoff): Answer {
  const { now } = model;
  const name = clockOf(handoff);
  const clock = name && handoff.clocks[name];
  if (!clock) return no('wrong_state');
  if (isAhead(model, handoff)) return no('not_due');
  if (handoff.escalatedAt !== null && handoff.escalatedAt > now - DAY) return no('escalated_already');
  if (clock.rung > 3 || clock.repeats > 0) return no('all_told');
  const rung = [2, 3].find((n) => n >= clock.rung && finds(model, handoff, clock, n));
  if (rung === undefined) return no('all_told');
  clock.rung = rung;
  clock.hurried = rung;
  clock.dueAt = now;
  handoff.snoozedUntil = null;
  handoff.escalatedAt = now;
  return done(handoff, 'escalated_now');
}

function snooze(model: Model, handoff: ModelHandoff, { actor, snooze }: Ask): Answer {
  const { now, policy } = model;
  const roles = rolesOf(model, handoff, actor);
  const receives = ['receiver', 'cover', 'receiver_lead'].some((role) => roles.has(role));
  const clock = clockOf(handoff);
  if (clock && !(clock === 'resubmit' ? roles.has('sender') || roles.has('sender_cover') : receives))
    return no('not_owing');
  if (!clock) return no('wrong_state');
  const mine = hours(model, memberOf(model.members, actor));
  const tomorrow = mine.morning(mine.dayEnd(mine.day(now)) - 1);
  const until = snooze === 'tomorrow' ? tomorrow : now + (snooze === 'one_hour' ? 1 : 4) * 3_600_000;
  // Pressed twice, only what is added counts.
  const minutes = Math.round(mine.between(Math.max(now, handoff.snoozedUntil ?? 0), until) / 60_000);
  if (handoff.snoozedMinutes + minutes > msOf(policy.snoozeTotal, mine) / 60_000) return no('snoozed_enough');
  handoff.snoozedUntil = until;
  handoff.snoozedMinutes += minutes;
  model.counts.push(`snoozed | ${snooze}`);
  return done(handoff, 'snoozed');
}

export function whyNot(model: Model, receiver: string, sender: string): string | null {
  const member = memberOf(model.members, receiver);
  if (member.kind === 'elsewhere') return 'unknown_person';
  if (receiver === sender) return 'self';
  if (member.kind !== 'full') return member.kind;
  return member.left ? 'deactivated' : null;
}

function forget(handoff: ModelHandoff): void {
  handoff.acknowledgedBy = null;
  handoff.decideBy = null;
  handoff.snoozedUntil = null;
  handoff.kickoffFrom = null;
  handoff.kickoffBy = null;
  handoff.bookedOn = null;
  handoff.waitingUntil = null;
  handoff.waitingMinutes = 0;
}

function done(handoff: ModelHandoff, action: string, limit?: number): Answer {
  handoff.history[action] = (handoff.history[action] ?? 0) + 1;
  return { code: 'ok', limitAt: limit ?? null };
}

function say(
  model: Model,
  handoff: ModelHandoff,
  kind: string,
  member: string,
  hold: number | null = null,
): void {
  const lane = memberOf(model.members, member).slack;
  model.said.push({
    kind,
    handoff: handoff.id,
    lane,
    member,
    hold,
    clock: null,
    epoch: null,
    role: null,
  });
}

/** One card a channel. */
function sayOnCard(model: Model, handoff: ModelHandoff): void {
  if (handoff.private) return;
  const team = TEAMS[memberOf(model.members, handoff.receiver).team ?? ''];
  const lane = (team?.lane === 'cs' ? team.channel : null) ?? model.policy.cardChannel;
  if (lane === null || handoff.cards.includes(lane)) return;
  handoff.cards.push(lane);
  const none = { member: null, hold: null, clock: null, epoch: null, role: null };
  model.said.push({ kind: 'handoff_card', handoff: handoff.id, lane, ...none });
}

/** The second time something is missing, both leads hear of it, one who leads both once. */
function sayToLeads(model: Model, handoff: ModelHandoff): void {
  const { owing, other } = sidesOf(model, handoff);
  const leads = [owing, other]
    .map((member) => leadOf(model.members, member)?.name)
    .filter((name) => name !== undefined);
  for (const name of new Set(leads))
    if (canAnswer(memberOf(model.members, name))) say(model, handoff, 'handoff_decide', name);
}
