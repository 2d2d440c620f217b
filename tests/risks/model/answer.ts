import { canAnswer, memberOf } from '../../handoffs/model/people.ts';
import { DAY } from '../../handoffs/model/reckoning.ts';
import { type HealthAsk, health, open } from './health.ts';
import {
  type Answer,
  answererOf,
  arm,
  clockOf,
  hours,
  isOpen,
  isWorse,
  latestOf,
  type Model,
  type ModelRisk,
  msOf,
  phaseOf,
  riskOf,
} from './model.ts';
import { may, rolesOf, type Verb } from './rights.ts';
import { say, sayNews, sayRequest } from './say.ts';

/** One thing that one person asks of one risk. */
export interface RiskAsk {
  verb: Verb;
  risk: number;
  actor: string;
  words: string;
  owner: string;
  dueOn: string;
  checkInOn: string;
  snooze: 'one_hour' | 'four_hours' | 'tomorrow';
  outcome: 'saved' | 'lost' | 'not_a_risk';
  verdict: 'false_alarm' | 'too_early' | null;
}

export interface FlagAsk {
  verb: 'flag';
  /** Null: one that is not there. */
  account: number | null;
  actor: string;
  kind: 'sponsor_left' | 'churn_notice' | 'sentiment' | 'other';
  sentiment: number | null;
  words: string;
  urgent: boolean;
}

export type Ask = RiskAsk | FlagAsk | HealthAsk;

const no = (code: string): Answer => ({ code, limitAt: null });

/** What must happen, done to the model. A refusal changes nothing. */
export function answer(model: Model, ask: Ask): Answer {
  if (ask.verb === 'health') return health(model, ask);
  const account = ask.verb === 'flag' ? ask.account : riskOf(model, ask.risk).account;
  const risk = (ask.verb === 'flag' ? null : riskOf(model, ask.risk)) ?? openOf(model, account);
  const from = phaseOf(risk);
  const snoozed = risk?.snoozedUntil && risk.snoozedUntil > model.now ? ' snoozed' : '';
  const given = ask.verb === 'flag' ? flag(model, ask) : decide(model, riskOf(model, ask.risk), ask);
  const to = phaseOf(risk ?? openOf(model, account));
  if (given.code === 'ok') model.counts.push(`${from}${snoozed} | ${ask.verb} | ${to}`);
  else model.counts.push(`refused | ${given.code}`, `${from} | ${ask.verb} | refused`);
  return given;
}

function openOf(model: Model, account: number | null): ModelRisk | null {
  const latest = account === null ? null : latestOf(model, account);
  return latest && isOpen(latest) ? latest : null;
}

function flag(model: Model, ask: FlagAsk): Answer {
  if (ask.words === '') return no('no_note');
  if (ask.kind === 'sentiment' && ask.sentiment === null) return no('no_sentiment');
  const member = memberOf(model.members, ask.actor);
  if (member.kind === 'elsewhere' || !canAnswer(member)) return no('not_yours');
  if (ask.account === null) return no('unknown_account');
  if (ask.kind !== 'other') {
    const value = ask.kind === 'sentiment' ? ask.sentiment : 1;
    const fact = [ask.account, ask.kind, value, model.now].join(' ');
    if (!model.signals.includes(fact)) model.signals.push(fact);
  }
  const already = openOf(model, ask.account);
  if (already) {
    if (!already.flagged) model.counts.push('flagged | by a note on what an alert opened');
    const wasUrgent = already.flagged && already.severity === 'critical';
    already.flagged = true;
    if (ask.urgent && isWorse('critical', already.severity)) {
      already.severity = 'critical';
      model.counts.push('noted | it becomes critical');
    }
    if (ask.urgent && !wasUrgent && already.state === 'open') arm(model, already, 'claim');
    done(model, already, 'noted', ask.actor);
    if (already.state === 'open' && already.owner === ask.actor) {
      const today = hours(model, member).day(model.now);
      take(model, already, ask.actor, today);
      done(model, already, 'claimed', ask.actor, arm(model, already, clockOf(already) ?? 'plan'));
    }
    return { code: 'ok', limitAt: null };
  }
  const severity = ask.urgent ? 'critical' : 'at_risk';
  open(model, ask.account, { rule: 'flagged', severity, fromBand: null, score: null }, ask.actor);
  return { code: 'ok', limitAt: null };
}

function decide(model: Model, risk: ModelRisk, ask: RiskAsk): Answer {
  const { now } = model;
  const { verb, actor, words } = ask;
  if (verb === 'reassign' && words === '') return no('no_reason');
  if (!may(model, risk, actor, verb))
    return no(rolesOf(model, risk, actor).size > 0 ? 'not_yours' : 'not_found');
  const member = memberOf(model.members, actor);
  const mine = hours(model, member);
  const today = mine.day(now);
  if (risk.state === 'resolved' && !(verb === 'reassign' && whyNot(model, ask.owner)))
    return no('wrong_state');

  switch (verb) {
    case 'claim': {
      if (risk.state !== 'open') return no('wrong_state');
      take(model, risk, actor, today);
      return done(model, risk, 'claimed', actor, arm(model, risk, clockOf(risk) ?? 'plan'));
    }
    case 'plan': {
      if (words === '') return no('no_action');
      if (ask.dueOn < today) return no('past');
      const unfit = whyNotThen(ask.checkInOn, today);
      if (unfit) return no(unfit);
      if (risk.state === 'open') claim(model, risk, actor);
      risk.plan = { firstAction: words, dueOn: ask.dueOn };
      risk.checkInOn = ask.checkInOn;
      risk.snoozedUntil = null;
      return done(model, risk, 'planned', actor, arm(model, risk, 'check_in'));
    }
    case 'check_in': {
      if (risk.state !== 'claimed') return no('wrong_state');
      if (words === '') return no('no_note');
      const unfit = whyNotThen(ask.checkInOn, today);
      if (unfit) return no(unfit);
      risk.checkInOn = ask.checkInOn;
      risk.snoozedUntil = null;
      return done(model, risk, 'checked_in', actor, arm(model, risk, 'check_in'));
    }
    case 'snooze': {
      const tomorrow = mine.morning(mine.dayEnd(today) - 1);
      const until =
        ask.snooze === 'tomorrow' ? tomorrow : now + (ask.snooze === 'one_hour' ? 1 : 4) * 3_600_000;
      // Pressed twice, only what is added counts.
      const minutes = Math.round(mine.between(Math.max(now, risk.snoozedUntil ?? 0), until) / 60_000);
      if (risk.snoozedMinutes + minutes > msOf(model.policy.snoozeTotal, mine) / 60_000)
        return no('snoozed_enough');
      risk.snoozedUntil = until;
      risk.snoozedMinutes += minutes;
      model.counts.push(`snoozed | ${ask.snooze}`);
      return finish(model, risk, 'snoozed');
    }
    case 'nudge':
      return nudge(model, risk, actor);
    case 'reassign': {
      const unfit = whyNot(model, ask.owner);
      if (unfit) return no(unfit);
      if (risk.owner === ask.owner) return no('same_owner');
      if (ask.owner === actor) {
        take(model, risk, actor, today);
        model.counts.push('passed on | to oneself');
        return done(model, risk, 'reassigned', actor, arm(model, risk, clockOf(risk) ?? 'plan'));
      }
      if (risk.partner === ask.owner) risk.partner = risk.owner;
      risk.owner = ask.owner;
      risk.state = 'open';
      risk.claimedAt = null;
      risk.claimedBy = null;
      risk.snoozedUntil = null;
      const limit = arm(model, risk, 'claim');
      const given = done(model, risk, 'reassigned', actor, limit);
      sayRequest(model, risk, actor, null);
      return given;
    }
    case 'resolve': {
      if (ask.outcome === 'not_a_risk' && ask.verdict === null) return no('no_verdict');
      if (words === '') return no('no_reason');
      risk.state = 'resolved';
      risk.outcome = ask.outcome;
      risk.verdict = ask.outcome === 'not_a_risk' ? ask.verdict : null;
      risk.resolvedBy = actor;
      risk.resolvedAt = now;
      risk.snoozedUntil = null;
      risk.clocks = {};
      model.counts.push(`resolved | ${ask.outcome}${risk.verdict ? `, ${risk.verdict}` : ''}`);
      return done(model, risk, 'resolved', actor);
    }
  }
}

/** Whoever takes it has it; where that is the partner, they have changed places. */
function claim(model: Model, risk: ModelRisk, actor: string): void {
  const was = risk.owner === actor ? 'the owner' : risk.partner === actor ? 'the partner' : 'somebody else';
  model.counts.push(`claimed by | ${risk.owner === null ? 'the first, for nobody owned it' : was}`);
  if (risk.partner === actor) risk.partner = risk.owner;
  risk.owner = actor;
  risk.state = 'claimed';
  risk.claimedAt = model.now;
  risk.claimedBy = actor;
  risk.snoozedUntil = null;
}

/** A check-in that had passed where they are is nothing they can keep. */
function take(model: Model, risk: ModelRisk, actor: string, today: string): void {
  claim(model, risk, actor);
  if (risk.checkInOn !== null && risk.checkInOn < today) risk.checkInOn = null;
  if (risk.checkInOn === today) model.counts.push('claimed with | a check-in of today');
}

/** Of whoever owes a step whose day has come, by anybody but them, and not again before the pause is over. */
function nudge(model: Model, risk: ModelRisk, actor: string): Answer {
  const to = answererOf(model, risk);
  const clock = clockOf(risk);
  const day = hours(model, to ?? memberOf(model.members, actor)).day(model.now);
  if (clock === 'check_in' && day < (risk.checkInOn ?? '')) return no('not_due');
  if (to === null || !canAnswer(to)) return no('nobody');
  if (to.name === actor) return no('yours');
  // Working time of whoever is asked.
  const theirs = hours(model, to);
  const pause = msOf(model.policy.nudgePause, theirs);
  if (risk.nudgedAt !== null && theirs.between(risk.nudgedAt, model.now) < pause) return no('nudged_already');
  risk.nudgedAt = model.now;
  say(model, { kind: 'risk_nudge', risk: risk.number, lane: to.slack, member: to.name, clock });
  model.counts.push(`nudged | ${clock}`);
  return finish(model, risk, 'nudged');
}

function whyNotThen(day: string, today: string): string | null {
  if (day <= today) return 'past';
  return Date.parse(day) - Date.parse(today) > 31 * DAY ? 'too_far' : null;
}

function whyNot(model: Model, name: string): string | null {
  const member = memberOf(model.members, name);
  if (member.kind === 'elsewhere') return 'unknown_person';
  if (member.kind !== 'full') return member.kind;
  return member.left ? 'deactivated' : null;
}

export function done(
  model: Model,
  risk: ModelRisk,
  action: string,
  actor: string | null,
  limit?: number,
): Answer {
  sayNews(model, risk, action, actor);
  return finish(model, risk, action, limit);
}

function finish(model: Model, risk: ModelRisk, action: string, limit?: number): Answer {
  risk.version += 1;
  risk.updatedAt = model.now;
  risk.history[action] = (risk.history[action] ?? 0) + 1;
  return { code: 'ok', limitAt: limit ?? null };
}
