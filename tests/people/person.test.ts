import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/people/calendar-of.ts';
import {
  answererFor,
  leadOf,
  managerOf,
  type People,
  type Person,
  type PersonTeam,
  rolesAbove,
  whyNotReceiver,
} from '../../src/people/person.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const TOMORROW = new Date('2027-03-02T10:00:00Z');

function team(over: Partial<PersonTeam> = {}): PersonTeam {
  return {
    id: 't',
    name: 'CS',
    lane: 'cs',
    channel: null,
    leadId: 'lead',
    routing: 'fewest_accounts',
    calendar: null,
    ...over,
  };
}

function person(id: string, over: Partial<Person> = {}): Person {
  return {
    id,
    slackUserId: id.toUpperCase(),
    name: id,
    zone: 'Europe/Berlin',
    isBot: false,
    isGuest: false,
    isStranger: false,
    isAdmin: false,
    deactivatedAt: null,
    awayUntil: null,
    coverId: null,
    managerId: null,
    mutesReceipts: false,
    morningMinute: null,
    morningMoved: false,
    teams: [],
    ...over,
  };
}

function people(...all: Person[]): People {
  return new Map(all.map((each) => [each.id, each]));
}

describe('who answers for a person', () => {
  const lead = person('lead', { coverId: 'deputy', managerId: 'boss' });
  const cover = person('cover');
  const deputy = person('deputy');
  const boss = person('boss');
  const away = { awayUntil: TOMORROW };
  const gone = { deactivatedAt: NOW };
  const csm = (over: Partial<Person>) => person('csm', { coverId: 'cover', teams: [team()], ...over });

  it.each<[string, Person, People, string]>([
    ['is the person when present', csm({}), people(lead, cover), 'csm'],
    ['is the person again once the absence is over', csm({ awayUntil: NOW }), people(lead, cover), 'csm'],
    ['is the cover of somebody away', csm(away), people(lead, cover), 'cover'],
    ['is the lead when the cover is away too', csm(away), people(lead, person('cover', away)), 'lead'],
    ['is the lead when the cover has left', csm(away), people(lead, person('cover', gone)), 'lead'],
    [
      'is the lead when the cover is a guest',
      csm(away),
      people(lead, person('cover', { isGuest: true })),
      'lead',
    ],
    ['is the lead when there is no cover', csm({ ...away, coverId: null }), people(lead), 'lead'],
    ['is still the person when everybody is away', csm(away), people(person('lead', away)), 'csm'],
    ['is the lead of somebody who left', csm(gone), people(lead, cover), 'lead'],
    [
      "is the lead's cover when the lead is away",
      csm(gone),
      people(person('lead', { ...lead, ...away }), deputy),
      'deputy',
    ],
    [
      "is the lead's manager when nobody else is there",
      csm(gone),
      people(person('lead', { ...lead, ...away }), boss),
      'boss',
    ],
    [
      'is the lead though away when there is nobody else at all',
      csm(gone),
      people(person('lead', away)),
      'lead',
    ],
    ['is nobody but the person where no lead is named', csm(gone), people(), 'csm'],
    [
      'is the cover of a lead who is away',
      csm({ ...away, teams: [team({ leadId: 'csm' })] }),
      people(cover),
      'cover',
    ],
  ])('%s', (_, who, all, expected) => {
    expect(answererFor(who, new Map([...all, [who.id, who]]), NOW).id).toBe(expected);
  });
});

describe('lead and manager', () => {
  it('a lead does not lead themselves, and the next team is asked', () => {
    const all = people(person('a'), person('b'));
    const twoTeams = [team({ leadId: 'a' }), team({ id: 'u', leadId: 'b' })];
    expect(leadOf(person('a', { teams: twoTeams }), all)?.id).toBe('b');
    expect(leadOf(person('a', { teams: [team({ leadId: 'a' })] }), all)).toBeNull();
  });

  it("the manager is one's own, else the lead's, and never oneself", () => {
    const all = people(person('lead', { managerId: 'boss' }), person('boss'), person('own'));
    expect(managerOf(person('x', { teams: [team()], managerId: 'own' }), all)?.id).toBe('own');
    expect(managerOf(person('x', { teams: [team()] }), all)?.id).toBe('boss');
    expect(managerOf(person('boss', { teams: [team()] }), all)).toBeNull();
  });
});

describe('a receiver', () => {
  it.each<[string, Person | undefined, string | null]>([
    ['may be any colleague', person('x'), null],
    ['may be away', person('x', { awayUntil: TOMORROW }), null],
    ['may be nobody unknown', undefined, 'unknown_person'],
    ['may not be the sender', person('sender'), 'self'],
    ['may not be an app', person('x', { isBot: true }), 'bot'],
    ['may not be a guest', person('x', { isGuest: true }), 'guest'],
    ['may not be from another company', person('x', { isStranger: true }), 'stranger'],
    ['may not have left', person('x', { deactivatedAt: NOW }), 'deactivated'],
  ])('%s', (_, who, refused) => {
    expect(whyNotReceiver(who, 'sender', NOW)?.refused ?? null).toBe(refused);
  });
});

describe("a person's calendar", () => {
  const settings = settingsFrom(new Map([['calendar.holidays', '2027-05-03']]));

  it("is the workspace's in the person's own zone", () => {
    const calendar = calendarOf(person('x', { zone: 'Asia/Tokyo' }), settings);
    expect(calendar).toEqual({
      zone: 'Asia/Tokyo',
      week: settings.values.calendar,
      holidays: ['2027-05-03'],
    });
  });

  it("is the team's where the team has one, holidays too", () => {
    const own = { week: 'Sun-Thu 08:00-16:00', holidays: ['2027-04-20'] };
    const calendar = calendarOf(person('x', { teams: [team(), team({ calendar: own })] }), settings);
    expect(calendar.week[6]).toEqual([['08:00', '16:00']]);
    expect(calendar.holidays).toEqual(['2027-04-20']);
  });

  it("is the workspace's where the team's cannot be read", () => {
    const own = { week: 'someday', holidays: [] };
    expect(calendarOf(person('x', { teams: [team({ calendar: own })] }), settings).week).toBe(
      settings.values.calendar,
    );
  });
});

describe('who is above a person', () => {
  const boss = person('boss', { managerId: 'director' });
  const director = person('director');
  const all = (me: Person) => people(me, person('lead', { managerId: 'boss' }), boss, director);
  const rolesOf = (me: Person) =>
    ['lead', 'boss', 'director'].map((id) => rolesAbove(me, id, all(me), NOW).join(' '));

  it('is their lead, and everybody who manages', () => {
    expect(rolesOf(person('me', { teams: [team()] }))).toEqual(['lead', 'manager', 'manager']);
  });

  it('is led by the nearest manager where nobody leads their team', () => {
    expect(rolesOf(person('me', { managerId: 'boss', teams: [team({ leadId: null })] }))).toEqual([
      '',
      'lead manager',
      'manager',
    ]);
  });
});
