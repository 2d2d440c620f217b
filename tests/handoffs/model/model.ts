import { hoursOf, type Member, type Members, memberOf, standIn } from './people.ts';
import { DAY, type Reckoning } from './reckoning.ts';

export type State =
  | 'draft'
  | 'submitted'
  | 'acknowledged'
  | 'returned'
  | 'accepted'
  | 'finished'
  | 'cancelled';
export type ClockName = 'acknowledge' | 'decide' | 'resubmit' | 'hard_stop' | 'book_kickoff' | 'hold_kickoff';

export interface ModelClock {
  epoch: number;
  startedAt: number;
  limit: string;
  due: number[];
  rung: number;
  repeats: number;
  dueAt: number | null;
  /** The rung that somebody asked to come at once. */
  hurried: number | null;
  /** Its row was lost and put back: its epoch may be any that was not used for another arming. */
  restored: boolean;
  /** Whom its rungs have told since it was started. */
  told: string[];
  /** The same before its last rung. */
  toldBefore: string[];
}

export interface ModelHandoff {
  id: string;
  account: number;
  sender: string;
  receiver: string | null;
  private: boolean;
  complete: boolean;
  goLive: string | null;
  state: State;
  version: number;
  slot: number;
  submissions: number;
  returns: number;
  submittedAt: number | null;
  acknowledgedBy: string | null;
  acceptedBy: string | null;
  finished: { by: string; heldOn: string; askedAgain: string[]; quality: number; note: string | null } | null;
  decideBy: number | null;
  /** From when the kickoff is to be booked. */
  kickoffFrom: number | null;
  /** The last minute of the day it is booked for, and that day. */
  kickoffBy: number | null;
  bookedOn: string | null;
  waitingUntil: number | null;
  waitingMinutes: number;
  /** When somebody had it escalated last. */
  escalatedAt: number | null;
  feedbackRead: boolean;
  introduced: boolean;
  snoozedUntil: number | null;
  snoozedMinutes: number;
  nudgedAt: number | null;
  updatedAt: number;
  clocks: Partial<Record<ClockName, ModelClock>>;
  cards: string[];
  /** Whom escalations have told of it, ever. */
  told: string[];
  /** When the channel heard of it last. */
  channelAt: number | null;
  /** What was asked for is not as it was when it came back. */
  touched: boolean;
  /** How often each kind of entry stands in its history. */
  history: Record<string, number>;
}

/** A message that must have been written, no more and no less. */
export interface Said {
  kind: string;
  handoff: string | null;
  lane: string;
  member: string | null;
  hold: number | null;
  clock: ClockName | null;
  epoch: number | null;
  role: string | null;
  /** Which rung of which arming said it, the how-manieth time. */
  firing?: string;
  /** The row that says it: several cases may stand in one. */
  row?: string;
  /** That row broke in before this was added to it. */
  brokeIn?: boolean;
}

/** Somebody whom a rung wants to interrupt: said at once while there is room in their day, else in the morning. */
export interface Want {
  member: string;
  handoff: string;
  clock: ClockName;
  epoch: number;
  role: string;
  firing: string;
  /** Said at once, whatever room there is. */
  hurried: boolean;
}

export interface MorningItem {
  handoff: string;
  clock: ClockName;
  epoch: number;
  member: string;
  day: string;
}

export interface Policy {
  acknowledge: string;
  urgent: string;
  urgentDays: number;
  decide: string;
  resubmit: string;
  hardStop: string;
  bookKickoff: string;
  holdKickoff: string;
  waitingTotal: string;
  cardChannel: string | null;
  snoozeTotal: string;
  nudgePause: string;
  escalationChannel: string | null;
  perDay: number;
  anytime: boolean;
}

export interface Model {
  always: boolean;
  now: number;
  members: Members;
  policy: Policy;
  /** CS owner of each account. */
  owners: (string | null)[];
  handoffs: Record<string, ModelHandoff>;
  items: MorningItem[];
  mornings: string[];
  /** Each interruption: who hears it on which local day. */
  interrupted: string[];
  /** Firings that were said, and in which lane: a clock restored under its old epoch says none of them again. */
  heard: string[];
  /** Who was told of what on which of their days. */
  toldOn: string[];
  /** What the last step must have said. */
  said: Said[];
  wants: Want[];
  /** Counted for the table at the end, once it is certain that this is what happened. */
  counts: string[];
}

export const OPEN: readonly State[] = ['submitted', 'acknowledged', 'returned', 'accepted'];
const CLOCK_OF: Partial<Record<State, ClockName>> = {
  submitted: 'acknowledge',
  acknowledged: 'decide',
  returned: 'resubmit',
};
/** Waits for an answer, which the hard stop chases, too. */
export const isWaiting = (handoff: Pick<ModelHandoff, 'state'>) => CLOCK_OF[handoff.state] !== undefined;

/** The clock of the step that somebody owes. */
export function clockOf({
  state,
  kickoffBy,
}: Pick<ModelHandoff, 'state' | 'kickoffBy'>): ClockName | undefined {
  if (state === 'accepted') return kickoffBy === null ? 'book_kickoff' : 'hold_kickoff';
  return CLOCK_OF[state];
}

/** Whoever owes the next step, without thought of who stands in for them; and the other side. */
export function sidesOf(model: Model, handoff: ModelHandoff): { owing: Member; other: Member } {
  const sender = memberOf(model.members, handoff.sender);
  const receiver = memberOf(model.members, handoff.receiver);
  return handoff.state === 'returned'
    ? { owing: sender, other: receiver }
    : { owing: receiver, other: sender };
}

export function answererOf(model: Model, handoff: ModelHandoff): Member {
  return standIn(model.members, sidesOf(model, handoff).owing, model.now);
}

export const hours = (model: Model, member: Member): Reckoning => hoursOf(member, model.always);

export function msOf(iso: string, { dayMs }: Reckoning): number {
  const [, days = 0, hour = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? [];
  return Number(days) * dayMs + Number(hour) * 3_600_000 + Number(minutes) * 60_000;
}

/** The share of its limit at which each rung of a clock is due. */
export const sharesOf = (clock: ClockName) => (clock === 'hard_stop' ? [1] : [0.5, 1, 1.5, 2]);

export function limitOf(model: Model, handoff: ModelHandoff, clock: ClockName, zoneOf: Reckoning): string {
  const { policy } = model;
  if (clock === 'hard_stop') return policy.hardStop;
  if (clock === 'book_kickoff') return policy.bookKickoff;
  if (clock === 'hold_kickoff') return policy.holdKickoff;
  if (clock !== 'acknowledge') return policy[clock];
  if (handoff.goLive === null) return policy.acknowledge;
  const days = (Date.parse(handoff.goLive) - Date.parse(zoneOf.day(model.now))) / DAY;
  return days <= policy.urgentDays ? policy.urgent : policy.acknowledge;
}

/** The kickoff is booked, or waits for the customer, and its clock has not begun. */
export function isAhead(model: Model, handoff: ModelHandoff): boolean {
  const name = clockOf(handoff);
  return name !== undefined && (startOf(model, handoff, name) ?? 0) > model.now;
}

/** Starts or restarts a clock; answers when its limit is over. */
export function arm(
  model: Model,
  handoff: ModelHandoff,
  name: ClockName,
  options: { from?: number; until?: number } = {},
): number {
  const reckoning = hours(model, answererOf(model, handoff));
  const startedAt = startOf(model, handoff, name) ?? options.from ?? model.now;
  const limit =
    options.until === undefined
      ? limitOf(model, handoff, name, reckoning)
      : `PT${Math.max(1, Math.round(reckoning.between(model.now, options.until) / 60_000))}M`;
  const due = dueAt(name, startedAt, limit, reckoning);
  const rung = name !== 'hard_stop' && (due[1] ?? 0) <= model.now ? 1 : 0;
  const before = handoff.clocks[name];
  handoff.clocks[name] = {
    // One that is new to it begins above the version that the change gives the handoff.
    epoch: (before?.epoch ?? handoff.version + 1) + 1,
    startedAt,
    limit,
    due,
    rung,
    repeats: 0,
    dueAt: due[rung] ?? null,
    hurried: null,
    restored: false,
    told: [],
    toldBefore: [],
  };
  return reckoning.add(startedAt, msOf(limit, reckoning));
}

/** A kickoff is not to be booked while the customer is waited for, nor to be logged before its day. */
function startOf(model: Model, handoff: ModelHandoff, name: ClockName): number | null {
  const { kickoffFrom, waitingUntil, bookedOn } = handoff;
  if (name === 'book_kickoff') return Math.max(kickoffFrom ?? 0, waitingUntil ?? 0);
  if (name !== 'hold_kickoff' || bookedOn === null) return null;
  return hours(model, memberOf(model.members, handoff.receiver)).dayStart(bookedOn);
}

export function dueAt(name: ClockName, startedAt: number, limit: string, reckoning: Reckoning): number[] {
  return sharesOf(name).map((share) => reckoning.add(startedAt, Math.round(share * msOf(limit, reckoning))));
}

export function stop(handoff: ModelHandoff, ...names: ClockName[]): void {
  for (const name of names) {
    const clock = handoff.clocks[name];
    if (clock) clock.dueAt = null;
  }
}

export function handoffOf(model: Model, id: string): ModelHandoff {
  const found = model.handoffs[id];
  if (!found) throw new Error(`no handoff ${id}`);
  return found;
}
