import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/cases/clocks/ladder.ts';
import { toldOnRung } from '../../src/cases/told/told-on-rung.ts';
import type { People, Person, PersonTeam } from '../../src/people/person.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const AWAY = { awayUntil: new Date('2027-03-08T10:00:00Z') };
const GONE = { deactivatedAt: NOW };

type Cast = Record<string, Partial<Person>>;

/** Whose work it is, their cover, their lead and the manager above, with who covers for these two. */
const CAST: Cast = {
  csm: { coverId: 'cover', teams: [team('lead')] },
  rep: { teams: [team('rep lead')] },
  cover: {},
  lead: { managerId: 'manager', coverId: 'deputy' },
  deputy: {},
  manager: { managerId: 'director', coverId: 'vice' },
  vice: {},
  director: {},
  'rep lead': {},
};

function team(leadId: string): PersonTeam {
  return {
    id: leadId,
    name: leadId,
    lane: 'cs',
    channel: null,
    leadId,
    routing: 'fewest_accounts',
    calendar: null,
  };
}

function cast(changed: Cast): People {
  const people = Object.entries(CAST).map(([id, over]): [string, Person] => {
    const person = { id, slackUserId: id, name: id, zone: 'UTC', isBot: false, isGuest: false };
    const rest = { isStranger: false, isAdmin: false, deactivatedAt: null, awayUntil: null };
    const none = { coverId: null, managerId: null, teams: [] };
    const chosen = { mutesReceipts: false, morningMinute: null, morningMoved: false };
    return [id, { ...person, ...rest, ...none, ...chosen, ...over, ...changed[id] }];
  });
  return new Map(people);
}

/** The ladder of one case from rung to rung, as 'role person', with the same people there all the time. */
function ladder(changed: Cast, { isPrivate = false, otherCannot = false } = {}): string[][] {
  const people = cast(changed);
  const sides = {
    ...{ owing: people.get('csm') ?? null, other: people.get('rep') ?? null },
    ...{ lead: null, private: isPrivate, otherCannot },
  };
  const rungs: Role[][] = [['cover', 'counterpart'], ['lead'], ['manager']];
  const heard = new Set<string>();
  return rungs.map((roles, index) => {
    const options = { isLast: index === 2, hasChannel: false, heard: new Set(heard) };
    const told = toldOnRung(sides, people, roles, options, NOW);
    for (const { person } of told) heard.add(person.id);
    return told.map(({ role, person }) => `${role} ${person.id}`);
  });
}

describe('a ladder', () => {
  it.each<[string, Cast, string[][]]>([
    ['goes up', {}, [['cover cover', 'counterpart rep'], ['lead lead'], ['manager manager']]],
    [
      'goes to the cover of a lead who is away',
      { lead: AWAY },
      [['cover cover', 'counterpart rep'], ['lead deputy'], ['manager manager']],
    ],
    [
      'goes past a lead who is away without a cover, and on from there',
      { lead: { ...AWAY, coverId: null } },
      [['cover cover', 'counterpart rep'], ['manager manager'], ['manager director']],
    ],
    [
      'goes past a lead and a cover who are both away',
      { lead: AWAY, deputy: AWAY },
      [['cover cover', 'counterpart rep'], ['manager manager'], ['manager director']],
    ],
    [
      'goes to the cover of a manager who is away',
      { manager: AWAY },
      [['cover cover', 'counterpart rep'], ['lead lead'], ['manager vice']],
    ],
    [
      'tells whoever is lead and manager once, and then their manager',
      { csm: { managerId: 'lead', coverId: 'cover', teams: [team('lead')] } },
      [['cover cover', 'counterpart rep'], ['lead lead'], ['manager manager']],
    ],
    [
      'that one person on leave would have to hear of goes to those above',
      {
        csm: { managerId: 'lead', teams: [team('lead')], coverId: 'lead' },
        lead: { ...AWAY, coverId: null },
      },
      [['counterpart rep'], ['manager manager'], ['manager director']],
    ],
    [
      'passes over a lead who was told as the cover',
      { csm: { coverId: 'lead', teams: [team('lead')] } },
      [['cover lead', 'counterpart rep'], ['manager manager'], ['manager director']],
    ],
    [
      'passes over a lead who answers in place of somebody who is away',
      { csm: { ...AWAY, coverId: null, teams: [team('lead')] } },
      [['counterpart rep'], ['manager manager'], ['manager director']],
    ],
    [
      'tells the cover of a cover who is away',
      { cover: { ...AWAY, coverId: 'vice' } },
      [['cover vice', 'counterpart rep'], ['lead lead'], ['manager manager']],
    ],
    [
      'tells who answers for the other side, or who is above them',
      { rep: { ...AWAY, teams: [team('rep lead')] } },
      [['cover cover', 'counterpart rep lead'], ['lead lead'], ['manager manager']],
    ],
    [
      'tells nobody who has left',
      { lead: GONE, manager: GONE, cover: GONE },
      [['counterpart rep'], [], ['counterpart rep']],
    ],
    [
      'is no silence where everybody above is away',
      {
        lead: { ...AWAY, coverId: null },
        manager: { ...AWAY, coverId: null },
        director: AWAY,
      },
      [['cover cover', 'counterpart rep'], [], ['counterpart rep']],
    ],
  ])('%s', (_, changed, expected) => {
    expect(ladder(changed)).toEqual(expected);
  });

  it('ends with nobody where nobody is above and the other side could do nothing', () => {
    const alone = { csm: { teams: [] } };
    expect(ladder(alone, { otherCannot: true })).toEqual([['cover cover', 'counterpart rep'], [], []]);
    expect(ladder(alone).at(-1)).toEqual(['counterpart rep']);
    // Somebody above has heard of it: admins need not.
    const led = { lead: { managerId: null } };
    expect(ladder(led, { otherCannot: true }).at(-1)).toEqual(['counterpart rep']);
  });

  it('looks at everybody above before it ends', () => {
    const people = cast({ csm: { managerId: 'manager', teams: [] } });
    const [owing, other] = [people.get('csm') ?? null, people.get('rep') ?? null];
    const sides = { owing, other, lead: null, private: false };
    const last = { isLast: true, hasChannel: false, heard: new Set<string>() };
    const told = toldOnRung(sides, people, ['lead'], last, NOW);
    expect(told.map(({ role, person }) => `${role} ${person.id}`)).toEqual(['manager manager']);
    expect(toldOnRung(sides, people, ['lead'], { ...last, isLast: false }, NOW)).toEqual([]);
  });

  it('of a private handoff leaves the cover out, who could not open it', () => {
    expect(ladder({}, { isPrivate: true })[0]).toEqual(['counterpart rep']);
  });
});
