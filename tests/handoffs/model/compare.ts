import { isDeepStrictEqual } from 'node:util';
import { gatheredIn } from '../../cases/gathered.ts';
import { wrongInOwed } from '../../cases/owed-rows.ts';
import { interruption, isForMorning, isLive, remind } from './chase.ts';
import {
  type ClockName,
  clockOf,
  handoffOf,
  isWaiting,
  type Model,
  type Said,
  type State,
  type Want,
} from './model.ts';
import type { HandoffRow, MessageRow, Snapshot } from './snapshot.ts';
import { type Stage, slackOf } from './stage.ts';

const NOT_COUNTED = new Set(['handoff_event']);

/**
 * What of the database is not as the model says, or null. Where the promises leave a choice (which of several
 * interruptions is put off to the morning) the model takes over what was chosen.
 */
export function difference(model: Model, real: Snapshot, stage: Stage): string | null {
  const nameOf = new Map([...stage.ids].map(([name, id]) => [id, name]));
  return (
    silence(real) ??
    compareMessages(model, real.messages, nameOf) ??
    compareHandoffs(model, real, stage) ??
    compareTimers(model, real) ??
    compareItems(model, real, nameOf) ??
    (stage.errors.length > 0 ? `logged: ${stage.errors.join('')}` : null)
  );
}

/** The clocks that a handoff needs, from its row alone: that of its step first. */
function needed({ state, kickoff_by }: HandoffRow): ClockName[] {
  const standing = { state: state as State, kickoffBy: at(kickoff_by) };
  const clock = clockOf(standing);
  return clock ? [clock, ...(isWaiting(standing) ? (['hard_stop'] as const) : [])] : [];
}

/** Promise 2, from the rows alone: whatever somebody owes a step of has the clocks of its state, and all live. */
function silence(real: Snapshot): string | null {
  for (const row of real.handoffs) {
    const { id, state } = row;
    for (const clock of needed(row)) {
      const timer = real.timers.find((one) => one.subject_id === id && one.clock === clock);
      const lives = timer && (timer.due_at !== null || timer.rung >= timer.ladder.rungs.length);
      if (!lives) return `${state} handoff ${id} waits in silence: no live ${clock}`;
    }
  }
  const open = real.handoffs.filter((row) => needed(row).length > 0);
  return wrongInOwed(
    real.owed,
    real.timers,
    open.map((row) => {
      const clocks = needed(row);
      return {
        id: row.id,
        version: row.version,
        step: clocks[0] ?? '',
        clocks,
        memberId: row.state === 'returned' ? row.sender_id : row.receiver_id,
        promisedAt: row.state === 'acknowledged' ? row.decide_by : row.kickoff_by,
        snoozedUntil: row.snoozed_until,
      };
    }),
  );
}

function compareHandoffs(model: Model, real: Snapshot, stage: Stage): string | null {
  const id = (name: string | null) => (name === null ? null : (stage.ids.get(name) ?? null));
  const ids = Object.keys(model.handoffs).sort();
  const found = real.handoffs.map((row) => row.id).sort();
  if (!isDeepStrictEqual(ids, found)) return unlike('handoffs', ids, found);
  for (const row of real.handoffs) {
    const handoff = model.handoffs[row.id];
    if (!handoff) continue;
    const expected = {
      state: handoff.state,
      version: handoff.version,
      slot: handoff.slot,
      sender: id(handoff.sender),
      receiver: id(handoff.receiver),
      submissions: handoff.submissions,
      returns: handoff.returns,
      acknowledgedBy: id(handoff.acknowledgedBy),
      acceptedBy: id(handoff.acceptedBy),
      finished: handoff.finished && { ...handoff.finished, by: id(handoff.finished.by) },
      isClosed: handoff.state === 'finished' || handoff.state === 'cancelled',
      decideBy: handoff.decideBy,
      kickoffFrom: handoff.kickoffFrom,
      kickoffBy: handoff.kickoffBy,
      waitingUntil: handoff.waitingUntil,
      waitingMinutes: handoff.waitingMinutes,
      snoozedUntil: handoff.snoozedUntil,
      snoozedMinutes: handoff.snoozedMinutes,
      nudgedAt: handoff.nudgedAt,
      goLive: handoff.goLive,
    };
    const actual = {
      state: row.state,
      version: row.version,
      slot: row.slot,
      sender: row.sender_id,
      receiver: row.receiver_id,
      submissions: row.submissions,
      returns: row.returns,
      acknowledgedBy: row.acknowledged_by_id,
      acceptedBy: row.accepted_by_id,
      finished: row.finished_by_id && {
        by: row.finished_by_id,
        heldOn: row.kickoff_on,
        askedAgain: row.asked_again.toSorted(),
        quality: row.quality,
        note: row.quality_note,
      },
      isClosed: row.closed_at !== null,
      decideBy: at(row.decide_by),
      kickoffFrom: at(row.kickoff_from),
      kickoffBy: at(row.kickoff_by),
      waitingUntil: at(row.waiting_until),
      waitingMinutes: row.waiting_minutes,
      snoozedUntil: at(row.snoozed_until),
      snoozedMinutes: row.snoozed_minutes,
      nudgedAt: at(row.nudged_at),
      goLive: row.go_live_on,
    };
    if (!isDeepStrictEqual(expected, actual)) return unlike(`handoff ${row.id}`, expected, actual);
    const entries = real.history.filter((one) => one.id === row.id);
    const history = Object.fromEntries(entries.map((one) => [one.action, one.n]));
    const owed = { ...handoff.history };
    if (!isDeepStrictEqual(history, owed)) return unlike(`history of ${row.id}`, owed, history);
  }
  const owners = stage.accounts.map(
    (account) => real.owners.find((one) => one.id === account)?.owner ?? null,
  );
  const expected = model.owners.map(id);
  return isDeepStrictEqual(owners, expected) ? null : unlike('CS owners', expected, owners);
}

function compareTimers(model: Model, real: Snapshot): string | null {
  const clocks = Object.values(model.handoffs).flatMap(({ clocks }) => Object.values(clocks));
  if (clocks.length !== real.timers.length)
    return unlike('number of clocks', clocks.length, real.timers.length);
  for (const row of real.timers) {
    const handoff = model.handoffs[row.subject_id];
    const clock = handoff?.clocks[row.clock as ClockName];
    if (!handoff || !clock) return `a clock nobody started: ${row.clock} of ${row.subject_id}`;
    if (clock.restored) {
      if (row.epoch <= clock.epoch)
        return `${row.clock} of ${row.subject_id} came back under epoch ${row.epoch}, which it had`;
      clock.epoch = row.epoch;
      clock.restored = false;
    }
    const { told: _, toldBefore: __, ...kept } = clock;
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
      hurried: row.ladder.hurried ?? null,
      dueAt: text(at(row.due_at)),
      restored: false,
    };
    if (!isDeepStrictEqual(expected, actual)) {
      return unlike(
        `${row.clock} of ${handoff.state} ${row.subject_id} at ${text(model.now)}`,
        expected,
        actual,
      );
    }
    if (row.attempt > 0) return `${row.clock} of ${row.subject_id} failed to fire`;
    if (clock.dueAt !== null && !isLive(handoff, row.clock as ClockName)) {
      return `${row.clock} of ${row.subject_id} still runs, though the handoff is ${handoff.state}`;
    }
  }
  return Object.values(model.handoffs).every((one) => !isWaiting(one) || one.clocks.hard_stop)
    ? null
    : 'no hard stop';
}

function compareItems(model: Model, real: Snapshot, nameOf: Map<string, string>): string | null {
  const expected = model.items.map((item) => Object.values(item).map(String).sort().join(' ')).sort();
  const actual = real.items
    .map(({ subject_id, clock, epoch, member_id, day }) =>
      [subject_id, clock, String(epoch), nameOf.get(member_id) ?? member_id, day].sort().join(' '),
    )
    .sort();
  return isDeepStrictEqual(expected, actual) ? null : unlike('morning items', expected, actual);
}

function compareMessages(
  model: Model,
  rows: readonly MessageRow[],
  nameOf: Map<string, string>,
): string | null {
  const counted = rows.filter((row) => !NOT_COUNTED.has(row.kind)).flatMap((row) => allSaid(row, nameOf));
  const interrupting = counted.filter((one) => one.kind === 'handoff_escalation' && one.member !== null);
  const problem = resolveWants(model, interrupting);
  if (problem) return problem;
  const expected = model.said.filter(
    ({ firing, lane }) => firing === undefined || !model.heard.includes(`${firing} ${lane}`),
  );
  for (const { firing, lane } of expected) if (firing !== undefined) model.heard.push(`${firing} ${lane}`);
  const wanted = expected.map(line).sort();
  const actual = counted
    .filter((one) => !interrupting.includes(one))
    .map(line)
    .sort();
  model.said = [];
  return isDeepStrictEqual(wanted, actual) ? null : unlike(`messages at ${text(model.now)}`, wanted, actual);
}

/**
 * The first that somebody hears of a handoff breaks in, for as long as there is room in their day, and several at one
 * moment may come as one; whatever they hear of it later is in their morning.
 */
function resolveWants(model: Model, actual: readonly Said[]): string | null {
  const left = [...actual];
  for (const name of new Set(model.wants.map(({ member }) => member))) {
    const { hold, day } = interruption(model, name);
    const wants = model.wants.filter((want) => want.member === name);
    const again = wants.filter(({ firing }) => model.heard.includes(`${firing} ${slackOf(name)}`));
    const fresh = wants.filter((want) => !again.includes(want));
    const isNew = ({ handoff }: Want) => !handoffOf(model, handoff).told.includes(name);
    const taken = model.interrupted.filter((one) => one === `${name} ${day}`).length;
    const free = Math.max(0, model.policy.perDay - taken);
    const hurried = fresh.filter((want) => want.hurried);
    for (const want of hurried) {
      const index = left.findIndex((one) => line(one) === line(direct(want, hold)));
      const [found] = index < 0 ? [] : left.splice(index, 1);
      if (!found) return `${name} is not told at once of ${want.handoff} at ${text(model.now)}`;
      model.heard.push(`${want.firing} ${slackOf(name)}`);
      model.counts.push('interrupted | because somebody asked for it');
    }
    const said: Want[] = [];
    const messages = new Set<string>();
    const waits = isForMorning(model, name);
    for (const want of waits ? [] : fresh.filter((one) => isNew(one) && !one.hurried)) {
      if (said.some(({ handoff }) => handoff === want.handoff)) continue;
      const index = left.findIndex((one) => line(one) === line(direct(want, hold)));
      const [found] = index < 0 ? [] : left.splice(index, 1);
      if (!found) continue;
      if (!found.brokeIn) messages.add(found.row ?? '');
      said.push(want);
    }
    const putOff = fresh.filter(
      (want) => isNew(want) && ![...said, ...hurried].some(({ handoff }) => handoff === want.handoff),
    );
    if (
      messages.size > free ||
      (!waits && putOff.length > 0 && messages.size < free - hurried.length && again.length === 0)
    ) {
      return `${name} is interrupted ${messages.size} times at ${text(model.now)} for ${day}, and has room for ${free} of ${fresh.length}`;
    }
    for (const want of said) {
      model.heard.push(`${want.firing} ${slackOf(name)}`);
      model.counts.push(hold === null ? 'interrupted | at once' : 'interrupted | when they work again');
    }
    for (const _ of [...messages, ...hurried]) model.interrupted.push(`${name} ${day}`);
    for (const { handoff } of [...said, ...hurried]) model.toldOn.push(`${name} ${handoff} ${day}`);
    for (const want of fresh.filter((one) => !said.includes(one) && !one.hurried)) {
      remind(model, want, null);
      const isFirst = putOff.includes(want);
      const why = !isFirst ? 'they have heard of it before' : waits ? 'off until then' : 'no room today';
      model.counts.push(`interrupted | in the morning: ${why}`);
    }
    for (const { handoff } of wants) handoffOf(model, handoff).told.push(name);
  }
  model.wants = [];
  return left.length === 0 ? null : `interruptions nobody wanted: ${left.map(line).join(', ')}`;
}

/** Of a message that was gathered, all that it says. */
function allSaid(row: MessageRow, nameOf: Map<string, string>): Said[] {
  const one = { ...saidOf(row, nameOf), row: row.id, brokeIn: row.brokeIn };
  const cases = gatheredIn<ClockName>(row);
  return cases
    ? cases.map(({ id, ...rest }) => ({
        ...one,
        kind: rest.role === null ? 'handoff_reminder' : 'handoff_escalation',
        handoff: id,
        ...rest,
      }))
    : [one];
}

function direct({ member, handoff, clock, epoch, role }: Want, hold: number | null): Said {
  return { kind: 'handoff_escalation', handoff, lane: slackOf(member), member, hold, clock, epoch, role };
}

export function saidOf(row: MessageRow, nameOf: Map<string, string>): Said {
  const { clock, epoch, role } = row.data;
  return {
    kind: row.kind,
    handoff: row.subject_type === 'handoff' ? row.subject_id : null,
    lane: row.lane,
    member: row.member_id === null ? null : (nameOf.get(row.member_id) ?? row.member_id),
    hold: at(row.hold_until),
    clock: typeof clock === 'string' ? (clock as ClockName) : null,
    epoch: typeof epoch === 'number' ? epoch : null,
    role: typeof role === 'string' ? role : null,
  };
}

const line = ({ kind, handoff, lane, member, hold, clock, epoch, role }: Said) =>
  [kind, handoff, lane, member, text(hold), clock, epoch, role].join(' ');

export const text = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const at = (value: string | null) => (value === null ? null : Date.parse(value));
const unlike = (what: string, expected: unknown, actual: unknown) =>
  `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
