import type {
  DigestCadence,
  FigureScope as DigestScope,
  DigestSubscription,
} from '../../prisma/generated/client.ts';
import type { Scope } from '../figures/scope.ts';
import { calendarOf } from '../people/calendar-of.ts';
import type { Person } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type Calendar, spansOn } from '../time/calendar.ts';
import { addDays, atLocalTime, isZone, localDate, weekday } from '../time/local-date.ts';

export type { DigestCadence, DigestScope, DigestSubscription };

/** What a person may have a digest of: only that is offered. */
export interface DigestChoice {
  kind: DigestScope;
  /** Of the team; the folded segment; '' for the others. */
  key: string;
  /** Of the team or segment. */
  name: string;
}

/** What a subscription is of. */
export function scopeOf(one: Pick<DigestSubscription, 'scope' | 'teamId' | 'segment' | 'ownerId'>): Scope {
  switch (one.scope) {
    case 'mine':
    case 'reports':
      return { kind: one.scope, memberId: one.ownerId };
    case 'team':
      return { kind: 'team', teamId: one.teamId ?? '' };
    case 'segment':
      return { kind: 'segment', segment: one.segment ?? '' };
    case 'everything':
      return { kind: 'everything' };
  }
}

/** When somebody wants a digest. The calendar that goes with it has the subscription's zone. */
export type Schedule = {
  cadence: DigestCadence;
  /** 0 is Monday. */
  weekday: number;
  /** After local midnight. */
  minute: number;
};

/** The local date a digest is of, which names it, and when it is made. */
export type Planned = { day: string; at: Date };

/** What lies behind a subscription: the latest day it is done with, and since when it is as it is. */
export type Done = { lastDay: string | null; since: Date };

/** A calendar without working time for so long has no better day to offer. */
const GIVE_UP_DAYS = 60;
/** Less is not worth a word. */
const LATE_MS = 2 * 60 * 60_000;
/** Two so close to each other would say the same. */
const SOON_MS = 12 * 60 * 60_000;

/** The working days of whoever wants it, in the zone they want it in. */
export function calendarOfDigest(zone: string | null, owner: Person, settings: Settings): Calendar {
  const calendar = calendarOf(owner, settings);
  return zone !== null && isZone(zone) ? { ...calendar, zone } : calendar;
}

/** When the digest of this day is made: that day, or where nobody works then, the next day on which they do. */
export function plannedAt({ minute }: Schedule, day: string, calendar: Calendar): Date {
  const ahead = Array.from({ length: GIVE_UP_DAYS }, (_, days) => addDays(day, days));
  const working = ahead.find((date) => spansOn(calendar, date).length > 0);
  return atLocalTime(working ?? day, minute, calendar.zone);
}

/** The first digest that is not done with yet. It may be due already. */
export function nextPlanned(schedule: Schedule, calendar: Calendar, { lastDay, since }: Done): Planned {
  // One that was put off over days without work may be of a day well before `since`.
  const from = addDays(localDate(since, calendar.zone), -GIVE_UP_DAYS);
  let day = nominalFrom(schedule, lastDay !== null && lastDay >= from ? addDays(lastDay, 1) : from);
  for (;;) {
    const at = plannedAt(schedule, day, calendar);
    if (at > since) return { day, at };
    day = nominalFrom(schedule, addDays(day, 1));
  }
}

/**
 * What is to be done now: `make` the latest digest that is due, or only `pass` over it, because it is late and the
 * next one is near. Those due before it are passed over. Null: nothing is due.
 */
export function whatIsDue(
  schedule: Schedule,
  calendar: Calendar,
  done: Done,
  now: Date,
): { day: string; do: 'make' | 'pass'; lateSince: Date | null } | null {
  let due = nextPlanned(schedule, calendar, done);
  if (due.at > now) return null;
  let next = after(schedule, calendar, due);
  while (next.at <= now) {
    due = next;
    next = after(schedule, calendar, due);
  }
  const isLate = now.getTime() - due.at.getTime() > LATE_MS;
  const isPassed = isLate && next.at.getTime() - now.getTime() <= SOON_MS;
  return { day: due.day, do: isPassed ? 'pass' : 'make', lateSince: isLate ? due.at : null };
}

function after(schedule: Schedule, calendar: Calendar, { day }: Planned): Planned {
  const next = nominalFrom(schedule, addDays(day, 1));
  return { day: next, at: plannedAt(schedule, next, calendar) };
}

/** The first day on or after `from` that is one by its name: that weekday, or the first such of a month. */
function nominalFrom(schedule: Schedule, from: string): string {
  const day = addDays(from, (schedule.weekday - weekday(from) + 7) % 7);
  if (schedule.cadence === 'weekly' || Number(day.slice(8)) <= 7) return day;
  return nominalFrom(schedule, firstOfNextMonth(day));
}

function firstOfNextMonth(day: string): string {
  // The 1st and 31 days lie in different months, and no month is left out.
  return `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}

/** What a digest is of. `teamId` belongs to a team, `segment` to a segment ('' is accounts without one). */
export type WantedScope = Pick<DigestSubscription, 'scope' | 'teamId' | 'segment'>;

/** A digest as somebody wants it. */
export type WantedDigest = WantedScope &
  Schedule & {
    /** The one to change. Without it the one that is like it is changed, or a new one is made. */
    subscriptionId?: string;
    /** Slack channel id; null: the person's DM. */
    channel: string | null;
    /** IANA; null: the person's own, wherever they go. */
    zone: string | null;
  };

type Place = WantedScope & Pick<DigestSubscription, 'cadence' | 'channel'>;

/** The same digest to the same place is one, whatever its hour. */
export function isSame(one: Place, other: Place): boolean {
  return one.cadence === other.cadence && one.channel === other.channel && isOfSame(one, other);
}

export function isOfSame(one: WantedScope, other: WantedScope): boolean {
  return one.scope === other.scope && one.teamId === other.teamId && one.segment === other.segment;
}

/** Segments are compared in small letters. What does not belong to the scope is left out. */
export function tidyScope({ scope, teamId, segment }: WantedScope): WantedScope {
  return {
    scope,
    teamId: scope === 'team' ? teamId : null,
    segment: scope === 'segment' ? (segment ?? '').trim().toLowerCase() : null,
  };
}

/** What cannot be kept to, whoever wants it. */
export function checkWanted(wanted: WantedDigest): Refusal | null {
  const { weekday, minute, zone, channel, scope, teamId } = wanted;
  if (!Number.isInteger(weekday) || weekday < 0 || weekday > 6)
    return refuse('bad_day', 'Pick a day of the week.', 'weekday');
  if (!Number.isInteger(minute) || minute < 0 || minute > 1439)
    return refuse('bad_time', 'Pick a time of day.', 'minute');
  if (zone !== null && !isZone(zone))
    return refuse('bad_zone', 'Pick a time zone, such as Europe/Berlin.', 'zone');
  if (channel !== null && !/^[CG][A-Z0-9]{4,20}$/.test(channel))
    return refuse('bad_channel', 'Pick a channel.', 'channel');
  if (scope === 'team' && teamId === null) return refuse('no_team', 'Pick a team.', 'scope');
  return null;
}
