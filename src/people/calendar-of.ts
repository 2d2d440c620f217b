import { z } from 'zod';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { stored } from '../platform/stored.ts';
import type { Settings } from '../settings/catalogue.ts';
import { readDates, readWeek } from '../settings/values.ts';
import { type Calendar, checkCalendar } from '../time/calendar.ts';
import type { PersonTeam } from './person.ts';

const TeamCalendarSchema = z.object({
  week: z.string().refine((week) => !isRefusal(readWeek(week))),
  holidays: z.array(z.iso.date()),
});

/** A team's own calendar as it is stored; it replaces the workspace's, holidays too. */
export type TeamCalendar = z.infer<typeof TeamCalendarSchema>;

export const TEAM_CALENDAR = stored('calendar of a team', TeamCalendarSchema);

/** Null: the team has none of its own, or none that can be read. */
export function readTeamCalendar(json: unknown, teamId: string): TeamCalendar | null {
  return json === null || json === undefined ? null : TEAM_CALENDAR.read(json, teamId);
}

/**
 * The calendar after a change: undefined when nothing was said, null for the workspace's (`week` is `default`).
 * Hours alone keep the holidays that held so far, and holidays alone the hours. Refuses hours without working time in the next 60 days.
 */
export function nextTeamCalendar(
  before: TeamCalendar | null,
  change: { week?: string | undefined; holidays?: string | undefined },
  workspace: { week: string; holidays: readonly string[] },
  now: Date,
): TeamCalendar | null | undefined | Refusal {
  if (change.week === undefined && change.holidays === undefined) return undefined;
  if (change.week?.trim().toLowerCase() === 'default') return null;
  const text = change.week?.trim() ?? before?.week ?? workspace.week;
  const week = readWeek(text);
  if (isRefusal(week)) return { ...week, field: 'week' };
  const holidays =
    change.holidays === undefined
      ? [...(before?.holidays ?? workspace.holidays)]
      : readDates(change.holidays);
  if (isRefusal(holidays)) return { ...holidays, field: 'holidays' };
  return checkCalendar({ zone: 'UTC', week, holidays }, now) ?? { week: text, holidays };
}

/** When this person works: the calendar of their team, else the workspace's, in their own time zone. */
export function calendarOf(
  person: { zone: string; teams: readonly Pick<PersonTeam, 'id' | 'calendar'>[] },
  settings: Settings,
): Calendar {
  const [own] = person.teams.flatMap(({ id, calendar }) => readTeamCalendar(calendar, id) ?? []);
  const week = own && readWeek(own.week);
  if (own && week && !isRefusal(week)) return { zone: person.zone, week, holidays: own.holidays };
  return {
    zone: person.zone,
    week: settings.values.calendar,
    holidays: settings.values['calendar.holidays'],
  };
}
