import type { HandoffKind } from '../../prisma/generated/client.ts';
import { KINDS } from '../handoffs/kinds.ts';
import { ladderFor } from '../handoffs/rules/ladders.ts';
import { receivingTeams, settingsOf } from '../handoffs/rules/policy.ts';
import { calendarOf } from '../people/calendar-of.ts';
import type { PersonTeam } from '../people/person.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Calendar } from '../time/calendar.ts';
import { durationMs, parseDuration } from '../time/duration.ts';
import { addDays, localDate } from '../time/local-date.ts';
import { addWorkingTime, workingTimeBetween } from '../time/working-time.ts';
import type { HandoffFigures, HandoffService, Median, Share } from './figures.ts';

/** One handoff that was handed over, as figures need it. */
export interface HandedOver {
  kind: HandoffKind;
  /** Of its account. */
  segment: string | null;
  /** First. */
  submittedAt: Date;
  goLiveOn: Date | null;
  urgentRisk: boolean;
  /** First, by acknowledging or by accepting at once. */
  acknowledgedAt: Date | null;
  acceptedAt: Date | null;
  returns: number;
  /** YYYY-MM-DD. */
  kickoffOn: string | null;
  cancelledAt: Date | null;
  receiver: { zone: string; teams: Pick<PersonTeam, 'id' | 'name' | 'lane' | 'calendar'>[] };
}

/** How handoffs went, in all and by the receiver's team. */
export function handoffFigures(
  handoffs: readonly HandedOver[],
  settings: Settings,
  now: Date,
): HandoffFigures {
  const courses = handoffs.map((one) => ({ team: teamOf(one), ...courseOf(one, settings, now) }));
  const byTeam = new Map<string | null, Course[]>();
  for (const { team, ...course } of courses) byTeam.set(team, [...(byTeam.get(team) ?? []), course]);
  const teams = [...byTeam].sort(
    ([a, those], [b, these]) => these.length - those.length || ((a ?? '') < (b ?? '') ? -1 : 1),
  );
  return {
    ...serviceOf(courses),
    teams: teams.map(([team, those]) => ({ team, ...serviceOf(those) })),
  };
}

/** What became of one; null: it is in no such figure, or not yet. */
interface Course {
  acknowledged: boolean | null;
  accepted: boolean | null;
  kickoff: boolean | null;
  firstPass: boolean | null;
  hoursToAcknowledge: number | null;
  hoursToAccept: number | null;
}

const HOUR_MS = 3_600_000;

function courseOf(one: HandedOver, settings: Settings, now: Date): Course {
  const { submittedAt, acknowledgedAt, acceptedAt, cancelledAt, receiver } = one;
  const calendar = calendarOf(receiver, settings);
  const until = cancelledAt ?? now;
  const policy = settingsOf(one, settings);
  const inTime = (clock: 'acknowledge' | 'hard_stop', at: Date | null) => {
    const { limit } = ladderFor(clock, policy, one, submittedAt, receiver.zone);
    const limitAt = addWorkingTime(submittedAt, limitMs(limit, calendar), calendar);
    return limitAt > until ? null : at !== null && at <= limitAt;
  };
  const hours = (at: Date | null) => at && workingTimeBetween(submittedAt, at, calendar) / HOUR_MS;
  return {
    acknowledged: inTime('acknowledge', acknowledgedAt),
    accepted: inTime('hard_stop', acceptedAt),
    kickoff: kickoffInTime(one, settings.values['handoff.kickoff_days'], until),
    firstPass: acceptedAt && one.returns === 0,
    hoursToAcknowledge: hours(acknowledgedAt),
    hoursToAccept: hours(acceptedAt),
  };
}

function limitMs(text: string, calendar: Calendar): number {
  const limit = parseDuration(text);
  if (isRefusal(limit)) throw new Error(`setting is no duration: ${text}`);
  return durationMs(limit, calendar.week);
}

/** In days of whoever received it. Only a customer who is new to them has a kickoff. */
function kickoffInTime({ kind, submittedAt, kickoffOn, receiver }: HandedOver, days: number, until: Date) {
  if (!KINDS[kind].hasKickoff) return null;
  const last = addDays(localDate(submittedAt, receiver.zone), days);
  return localDate(until, receiver.zone) <= last ? null : kickoffOn !== null && kickoffOn <= last;
}

function teamOf({ kind, receiver: { teams } }: HandedOver): string | null {
  return receivingTeams(kind, teams)[0]?.name ?? null;
}

function serviceOf(courses: readonly Course[]): HandoffService {
  return {
    acknowledged: shareOf(courses.map((one) => one.acknowledged)),
    accepted: shareOf(courses.map((one) => one.accepted)),
    kickoff: shareOf(courses.map((one) => one.kickoff)),
    firstPass: shareOf(courses.map((one) => one.firstPass)),
    hoursToAcknowledge: medianOf(courses.map((one) => one.hoursToAcknowledge)),
    hoursToAccept: medianOf(courses.map((one) => one.hoursToAccept)),
  };
}

function shareOf(all: readonly (boolean | null)[]): Share {
  return { met: all.filter((one) => one === true).length, of: all.filter((one) => one !== null).length };
}

/** To a tenth. */
function medianOf(all: readonly (number | null)[]): Median {
  const some = all.filter((one) => one !== null).toSorted((a, b) => a - b);
  const middle = some.slice(Math.ceil(some.length / 2) - 1, Math.floor(some.length / 2) + 1);
  if (some.length === 0) return { value: null, of: 0 };
  const value = middle.reduce((sum, one) => sum + one, 0) / middle.length;
  return { value: Math.round(value * 10) / 10, of: some.length };
}
