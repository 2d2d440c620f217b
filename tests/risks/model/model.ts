import {
  canAnswer,
  hoursOf,
  type Member,
  type Members,
  memberOf,
  standIn,
} from '../../handoffs/model/people.ts';
import { DAY, type Reckoning } from '../../handoffs/model/reckoning.ts';

export type State = 'open' | 'claimed' | 'resolved';
export type ClockName = 'claim' | 'plan' | 'check_in';
export type Band = 'critical' | 'at_risk' | 'watch' | 'healthy';
/** Worst first. */
export const BANDS: readonly Band[] = ['critical', 'at_risk', 'watch', 'healthy'];
export const isWorse = (one: Band, than: Band) => BANDS.indexOf(one) < BANDS.indexOf(than);

export interface ModelClock {
  epoch: number;
  startedAt: number;
  limit: string;
  due: number[];
  rung: number;
  repeats: number;
  dueAt: number | null;
  /** Its row was lost and put back: its epoch may be any above those it had. */
  restored: boolean;
  /** Whom its rungs have told since it was started, and the same before its last rung. */
  told: string[];
  toldBefore: string[];
}

/** Known by its number; the rows are found by it. */
export interface ModelRisk {
  number: number;
  account: number;
  state: State;
  version: number;
  rule: string;
  severity: Band;
  fromBand: Band | null;
  score: number | null;
  /** A person said so, when it was opened or later. */
  flagged: boolean;
  openedBy: string | null;
  owner: string | null;
  partner: string | null;
  /** Of the team that was told, for while nobody owns it. */
  lead: string | null;
  claimedBy: string | null;
  claimedAt: number | null;
  plan: { firstAction: string; dueOn: string } | null;
  checkInOn: string | null;
  snoozedUntil: number | null;
  snoozedMinutes: number;
  nudgedAt: number | null;
  outcome: string | null;
  verdict: string | null;
  resolvedBy: string | null;
  resolvedAt: number | null;
  reopens: number;
  openedAt: number;
  updatedAt: number;
  clocks: Partial<Record<ClockName, ModelClock>>;
  /** Where its cards are, and when each was written: replies go under them. */
  cards: { lane: string; at: number }[];
  /** Who was asked to take it, the latest last. */
  asked: { member: string; at: number }[];
  /** Whom escalations have told of it, ever; and when the channel heard of it last. */
  told: string[];
  channelAt: number | null;
  /** How often each kind of entry stands in its history. */
  history: Record<string, number>;
}

export interface ModelAccount {
  cs: string | null;
  sales: string | null;
  segment: 'enterprise' | 'smb' | null;
  channel: string | null;
  band: Band;
  alertedAt: number | null;
  alertedBand: Band | null;
}

/** A message that must have been written, no more and no less. */
export interface Said {
  kind: string;
  risk: number | null;
  lane: string;
  member: string | null;
  hold: number | null;
  clock: ClockName | null;
  epoch: number | null;
  role: string | null;
  /** Of a reply: which message it hangs under. */
  under: string | null;
  /** The row that says it: several cases may stand in one. */
  row?: string;
  /** That row broke in before this was added to it. */
  brokeIn?: boolean;
}

/** Somebody whom a rung wants to interrupt: said at once while there is room in their day, else in the morning. */
export interface Want {
  member: string;
  risk: number;
  clock: ClockName;
  epoch: number;
  role: string;
}

export interface Policy {
  claim: string;
  plan: string;
  check_in: string;
  snoozeTotal: string;
  nudgePause: string;
  cardChannel: string | null;
  segmentChannel: string | null;
  escalationChannel: string | null;
  perDay: number;
  anytime: boolean;
}

export interface Model {
  always: boolean;
  /** Those of the workspace that are CS teams. */
  csTeams: readonly string[];
  now: number;
  members: Members;
  policy: Policy;
  accounts: ModelAccount[];
  risks: Record<number, ModelRisk>;
  signals: string[];
  items: { risk: number; clock: ClockName; epoch: number; member: string; day: string }[];
  mornings: string[];
  /** Each interruption: who hears it on which local day. */
  interrupted: string[];
  /** Who was told of what on which of their days. */
  toldOn: string[];
  /** What the last step must have said. */
  said: Said[];
  wants: Want[];
  /** Counted for the table at the end, once it is certain that this is what happened. */
  counts: string[];
}

/** 'ok', the code of a refusal or what became of a change; and when the clock that was started is over. */
export interface Answer {
  code: string;
  limitAt: number | null;
}

export const isOpen = ({ state }: ModelRisk) => state !== 'resolved';

export function clockOf({ state, checkInOn }: ModelRisk): ClockName | null {
  if (state === 'open') return 'claim';
  if (state === 'resolved') return null;
  return checkInOn === null ? 'plan' : 'check_in';
}

/** For the table: a claimed risk that has a plan is another thing than one without. */
export function phaseOf(risk: ModelRisk | null): string {
  if (risk === null) return 'none';
  return clockOf(risk) === 'check_in' ? 'planned' : risk.state;
}

export function riskOf(model: Model, number: number): ModelRisk {
  const found = model.risks[number];
  if (!found) throw new Error(`no risk ${number}`);
  return found;
}

export function accountOf(model: Model, n: number): ModelAccount {
  const found = model.accounts[n];
  if (!found) throw new Error(`no account ${n}`);
  return found;
}

/** The latest of an account. */
export function latestOf(model: Model, account: number): ModelRisk | null {
  const all = Object.values(model.risks).filter((risk) => risk.account === account);
  all.sort((a, b) => a.openedAt - b.openedAt || a.number - b.number);
  return all.at(-1) ?? null;
}

export const named = (model: Model, name: string | null): Member | null =>
  name === null ? null : memberOf(model.members, name);

/** Those who can mend a house where nobody answers. */
export const adminsOf = ({ members }: Model): Member[] =>
  Object.values(members).filter((member) => member.admin && canAnswer(member));

/** Whoever owes the next step now. */
export function answererOf(model: Model, { owner, lead, partner }: ModelRisk): Member | null {
  const owing = named(model, owner ?? lead ?? partner);
  return owing && standIn(model.members, owing, model.now);
}

const NOBODY: Member = {
  name: '',
  id: '',
  slack: '',
  zone: 'UTC',
  team: null,
  manager: null,
  kind: 'full',
  admin: false,
  awayUntil: 0,
  cover: null,
  left: false,
};

/** Of nobody: the workspace's own. */
export const hours = (model: Model, member: Member | null): Reckoning =>
  hoursOf(member ?? NOBODY, model.always);

export function msOf(iso: string, { dayMs }: Reckoning): number {
  const [, days = 0, hour = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? [];
  return Number(days) * dayMs + Number(hour) * 3_600_000 + Number(minutes) * 60_000;
}

/** The share of its limit at which each rung of a clock is due. The first is a reminder. */
export const SHARES: Record<ClockName, number[]> = {
  claim: [0.5, 1, 1.5, 2],
  plan: [1, 2, 3],
  check_in: [0, 1, 1.5, 2],
};

/** To take what a person says cannot wait until tomorrow. */
const URGENT = 'PT2H';

/**
 * Starts or restarts the clock of a risk and stops the others; answers when its limit is over. `version` is what the
 * risk's will be: a clock that is new to it begins above all epochs it may have had before its risk ended.
 */
export function arm(
  model: Model,
  risk: ModelRisk,
  name: ClockName,
  { from = model.now, version = risk.version + 1 }: { from?: number; version?: number } = {},
): number {
  stopAll(risk);
  const reckoning = hours(model, answererOf(model, risk));
  const startedAt = name === 'check_in' ? dayStart(risk.checkInOn ?? '', reckoning) : from;
  const urgent = name === 'claim' && risk.flagged && risk.severity === 'critical';
  const limit = urgent ? URGENT : model.policy[name];
  const due = dueAt(name, startedAt, limit, reckoning);
  const rung = (due[1] ?? 0) <= model.now ? 1 : 0;
  risk.clocks[name] = {
    epoch: (risk.clocks[name]?.epoch ?? version) + 1,
    startedAt,
    limit,
    due,
    rung,
    repeats: 0,
    dueAt: due[rung] ?? null,
    restored: false,
    told: [],
    toldBefore: [],
  };
  return reckoning.add(startedAt, msOf(limit, reckoning));
}

export function dueAt(name: ClockName, startedAt: number, limit: string, reckoning: Reckoning): number[] {
  return SHARES[name].map((share) => reckoning.add(startedAt, Math.round(share * msOf(limit, reckoning))));
}

export const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
export const dayStart = (day: string, reckoning: Reckoning) => reckoning.dayEnd(dayOf(Date.parse(day) - DAY));

function stopAll(risk: ModelRisk): void {
  for (const clock of Object.values(risk.clocks)) clock.dueAt = null;
}
