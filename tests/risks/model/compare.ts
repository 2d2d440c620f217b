import { isDeepStrictEqual } from 'node:util';
import { gatheredIn } from '../../cases/gathered.ts';
import { wrongInOwed } from '../../cases/owed-rows.ts';
import { memberOf } from '../../handoffs/model/people.ts';
import { interruption, isForMorning, remind } from './chase.ts';
import { type ClockName, clockOf, type Model, riskOf, type Said, type Want } from './model.ts';
import type { MessageRow, RiskRow, Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';

const CHASES = ['risk_escalation', 'risk_reminder'];

/**
 * What of the database is not as the model says, or null. Where the promises leave a choice (which of several
 * interruptions is put off to the morning) the model takes over what was chosen. `raced`: a clock may have
 * fired before the answer that stopped it.
 */
export function difference(model: Model, real: Snapshot, stage: Stage, raced: boolean): string | null {
  const names: Names = {
    member: new Map([...stage.ids].map(([name, id]) => [id, name])),
    risk: new Map(real.risks.map(({ id, number }) => [id, number])),
  };
  return (
    promises(model, real, raced) ??
    compareMessages(model, real.messages, names) ??
    compareRisks(model, real, stage, names) ??
    compareTimers(model, real, names) ??
    compareItems(model, real, names) ??
    (model.signals.length === real.signals ? null : unlike('signals', model.signals.length, real.signals)) ??
    (stage.errors.length > 0 ? `logged: ${stage.errors.join('')}` : null)
  );
}

interface Names {
  member: ReadonlyMap<string, string>;
  risk: ReadonlyMap<string, number>;
}

/** From the rows alone: what must be true whatever the model says. */
function promises({ now }: Model, real: Snapshot, raced: boolean): string | null {
  const open = real.risks.filter(({ state }) => state !== 'resolved');
  if (new Set(open.map((risk) => risk.account_id)).size < open.length) return 'an account has two open risks';
  for (const risk of open) {
    const clock = clockOfRow(risk);
    const timer = real.timers.find((one) => one.subject_id === risk.id && one.clock === clock);
    const lives = timer && (timer.due_at !== null || timer.rung >= timer.ladder.rungs.length);
    if (!lives) return `${risk.state} risk R-${risk.number} waits in silence: no live ${clock}`;
  }
  const wrong = wrongInOwed(
    real.owed,
    real.timers,
    open.map((risk) => ({
      id: risk.id,
      version: risk.version,
      step: clockOfRow(risk) ?? '',
      clocks: [clockOfRow(risk) ?? ''],
      memberId: risk.owner_id,
      promisedAt: null,
      snoozedUntil: risk.snoozed_until,
    })),
  );
  if (wrong) return wrong;
  for (const timer of real.timers.filter(({ due_at }) => due_at !== null)) {
    const risk = real.risks.find(({ id }) => id === timer.subject_id);
    if (!risk || clockOfRow(risk) !== timer.clock) return `${timer.clock} still runs for R-${risk?.number}`;
  }
  for (const message of raced ? [] : real.messages.filter(({ kind }) => CHASES.includes(kind))) {
    const risk = real.risks.find(({ id }) => id === message.subject_id);
    if (!risk || clockOfRow(risk) !== message.data['clock'])
      return `R-${risk?.number} is chased by its ${message.data['clock']}, though it is ${risk?.state}`;
    const timer = real.timers.find(
      (one) => one.subject_id === risk.id && one.clock === message.data['clock'],
    );
    if (!timer || Date.parse(timer.started_at) > now)
      return `R-${risk.number} is chased before its check-in of ${risk.check_in_on}`;
  }
  const orphan = real.messages.find((message) => message.root_kind === null);
  return orphan ? `${orphan.kind} hangs under nothing` : null;
}

const clockOfRow = (row: RiskRow) =>
  clockOf({ state: row.state, checkInOn: row.check_in_on } as Parameters<typeof clockOf>[0]);

function compareRisks(model: Model, real: Snapshot, stage: Stage, names: Names): string | null {
  const name = (id: string | null) => (id === null ? null : (names.member.get(id) ?? id));
  const numbers = Object.keys(model.risks).sort();
  const found = real.risks.map((row) => String(row.number)).sort();
  if (!isDeepStrictEqual(numbers, found)) return unlike('risks', numbers, found);
  for (const row of real.risks) {
    const risk = model.risks[row.number];
    if (!risk) continue;
    const { lead: _, updatedAt: __, clocks: ___, cards: ____, asked: _____, ...rest } = risk;
    const { told: ______, channelAt: _______, history, ...expected } = rest;
    const actual: typeof expected = {
      number: row.number,
      account: stage.accounts.indexOf(row.account_id),
      state: row.state as typeof risk.state,
      version: row.version,
      rule: row.rule,
      severity: row.severity as typeof risk.severity,
      fromBand: row.from_band as typeof risk.fromBand,
      score: row.score,
      flagged: row.flagged,
      openedBy: name(row.opened_by_id),
      owner: name(row.owner_id),
      partner: name(row.partner_id),
      claimedBy: name(row.claimed_by_id),
      claimedAt: at(row.claimed_at),
      plan: row.plan && { firstAction: row.plan.firstAction, dueOn: row.plan.dueOn },
      checkInOn: row.check_in_on,
      snoozedUntil: at(row.snoozed_until),
      snoozedMinutes: row.snoozed_minutes,
      nudgedAt: at(row.nudged_at),
      outcome: row.outcome,
      verdict: row.verdict,
      resolvedBy: name(row.resolved_by_id),
      resolvedAt: at(row.resolved_at),
      reopens: row.reopens,
      openedAt: at(row.opened_at) ?? 0,
    };
    if (!isDeepStrictEqual(expected, actual)) return unlike(`R-${row.number}`, expected, actual);
    const entries = real.history.filter((one) => one.id === row.id);
    const written = Object.fromEntries(entries.map((one) => [one.action, one.n]));
    if (!isDeepStrictEqual(written, history)) return unlike(`history of R-${row.number}`, history, written);
  }
  return null;
}

function compareTimers(model: Model, real: Snapshot, names: Names): string | null {
  const clocks = Object.values(model.risks).flatMap(({ clocks }) => Object.values(clocks));
  if (clocks.length !== real.timers.length)
    return unlike('number of clocks', clocks.length, real.timers.length);
  for (const row of real.timers) {
    const risk = model.risks[names.risk.get(row.subject_id) ?? 0];
    const clock = risk?.clocks[row.clock as ClockName];
    if (!risk || !clock) return `a clock nobody started: ${row.clock} of ${row.subject_id}`;
    const what = `${row.clock} of ${risk.state} R-${risk.number}`;
    if (clock.restored) {
      if (row.epoch <= clock.epoch) return `${what} came back under epoch ${row.epoch}, which it had`;
      clock.epoch = row.epoch;
      clock.restored = false;
    }
    const { restored: _, told: __, toldBefore: ___, ...kept } = clock;
    const expected = {
      ...kept,
      due: clock.due.map(text),
      startedAt: text(clock.startedAt),
      dueAt: text(clock.dueAt),
    };
    const actual = {
      epoch: row.epoch,
      startedAt: text(at(row.started_at)),
      limit: row.ladder.limit,
      due: row.ladder.due.map((due) => text(at(due))),
      rung: row.rung,
      repeats: row.repeats,
      dueAt: text(at(row.due_at)),
    };
    if (!isDeepStrictEqual(expected, actual))
      return unlike(`${what} at ${text(model.now)}`, expected, actual);
    if (row.attempt > 0) return `${what} failed to fire`;
  }
  return null;
}

function compareItems(model: Model, real: Snapshot, names: Names): string | null {
  const expected = model.items.map(({ risk, clock, epoch, member, day }) =>
    [risk, clock, epoch, member, day].join(' '),
  );
  const actual = real.items.map(({ subject_id, clock, epoch, member_id, day }) =>
    [names.risk.get(subject_id), clock, epoch, names.member.get(member_id), day].join(' '),
  );
  return isDeepStrictEqual(expected.sort(), actual.sort()) ? null : unlike('morning items', expected, actual);
}

function compareMessages(model: Model, rows: readonly MessageRow[], names: Names): string | null {
  const all = rows.flatMap((row) => allSaid(row, names));
  const interrupting = all.filter((one) => one.kind === 'risk_escalation' && one.member !== null);
  const problem = resolveWants(model, interrupting);
  if (problem) return problem;
  const wanted = model.said.map(line).sort();
  const actual = all
    .filter((one) => !interrupting.includes(one))
    .map(line)
    .sort();
  model.said = [];
  return isDeepStrictEqual(wanted, actual) ? null : unlike(`messages at ${text(model.now)}`, wanted, actual);
}

/**
 * The first that somebody hears of a risk breaks in, for as long as there is room in their day, and several at one
 * moment may come as one; whatever they hear of it later is in their morning.
 */
function resolveWants(model: Model, actual: readonly Said[]): string | null {
  const left = [...actual];
  for (const name of new Set(model.wants.map(({ member }) => member))) {
    const { hold, day } = interruption(model, name);
    const wants = model.wants.filter((want) => want.member === name);
    const isNew = ({ risk }: Want) => !riskOf(model, risk).told.includes(name);
    const taken = model.interrupted.filter((one) => one === `${name} ${day}`).length;
    const free = Math.max(0, model.policy.perDay - taken);
    const said: Want[] = [];
    const messages = new Set<string>();
    const waits = isForMorning(model, name);
    for (const want of waits ? [] : wants.filter(isNew)) {
      if (said.some(({ risk }) => risk === want.risk)) continue;
      const index = left.findIndex((one) => line(one) === line(direct(model, want, hold)));
      const [found] = index < 0 ? [] : left.splice(index, 1);
      if (!found) continue;
      if (!found.brokeIn) messages.add(found.row ?? '');
      said.push(want);
    }
    const putOff = wants.filter((want) => isNew(want) && !said.some(({ risk }) => risk === want.risk));
    if (messages.size > free || (!waits && putOff.length > 0 && messages.size < free)) {
      return `${name} is interrupted ${messages.size} times at ${text(model.now)} for ${day}, and has room for ${free} of ${wants.length}`;
    }
    for (const _ of messages) model.interrupted.push(`${name} ${day}`);
    for (const { risk } of said) model.toldOn.push(`${name} ${risk} ${day}`);
    for (const want of wants) {
      if (said.includes(want)) {
        model.counts.push(hold === null ? 'interrupted | at once' : 'interrupted | when they work again');
      } else {
        remind(model, want, null);
        const isFirst = putOff.includes(want);
        const why = !isFirst ? 'they have heard of it before' : waits ? 'off until then' : 'no room today';
        model.counts.push(`interrupted | in the morning: ${why}`);
      }
    }
    for (const { risk } of wants) riskOf(model, risk).told.push(name);
  }
  model.wants = [];
  return left.length === 0 ? null : `interruptions nobody wanted: ${left.map(line).join(', ')}`;
}

/** Of a message that was gathered, all that it says. */
function allSaid(row: MessageRow, names: Names): Said[] {
  const one = { ...saidOf(row, names), row: row.id, brokeIn: row.brokeIn };
  const cases = gatheredIn<ClockName>(row);
  return cases
    ? cases.map(({ id, ...rest }) => ({
        ...one,
        kind: rest.role === null ? 'risk_reminder' : 'risk_escalation',
        risk: names.risk.get(id) ?? null,
        ...rest,
      }))
    : [one];
}

function direct({ members }: Model, { member, ...chase }: Want, hold: number | null): Said {
  const { slack } = memberOf(members, member);
  return { ...chase, kind: 'risk_escalation', lane: slack, member, hold, under: null };
}

function saidOf(row: MessageRow, names: Names): Said {
  const { clock, epoch, role } = row.data;
  return {
    kind: row.kind,
    risk: row.subject_type === 'risk' ? (names.risk.get(row.subject_id) ?? null) : null,
    lane: row.lane,
    member: row.member_id === null ? null : (names.member.get(row.member_id) ?? row.member_id),
    hold: at(row.hold_until),
    clock: typeof clock === 'string' ? (clock as ClockName) : null,
    epoch: typeof epoch === 'number' ? epoch : null,
    role: typeof role === 'string' ? role : null,
    under: row.is_root ? null : `${row.root_kind} ${at(row.root_at)}`,
  };
}

const line = ({ kind, risk, lane, member, hold, clock, epoch, role, under }: Said) =>
  [kind, risk, lane, member, text(hold), clock, epoch, role, under].join(' ');

export const text = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const at = (value: string | null) => (value === null ? null : Date.parse(value));
const unlike = (what: string, expected: unknown, actual: unknown) =>
  `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
