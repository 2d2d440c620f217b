import { isRefusal } from '../platform/refusal.ts';
import { readWeek, type Settings } from '../settings/catalogue.ts';
import type { Calendar } from '../time/calendar.ts';
import type { PersonTeam } from './person.ts';
import { readTeamCalendar } from './team-calendar.ts';

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
