import type { Lane } from '../../prisma/generated/client.ts';
import type { SeedPerson } from '../../sandbox/seed.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { byTheMinute, type Reckoning } from '../handoffs/model/reckoning.ts';
import { newAccount } from '../health/signals.ts';
import type { Chance } from './chance.ts';
import { HOUR } from './days.ts';
import { done, type Stage } from './stage.ts';

/** How soon somebody does what they are asked for. */
export type Temper = 'prompt' | 'slow' | 'silent';

export interface Member {
  id: string;
  name: string;
  email: string;
  zone: string;
  lane: Lane | null;
  region: string;
  isLead: boolean;
  temper: Temper;
  lead: Member | null;
  manager: Member | null;
  cover: Member | null;
  /** When they work, reckoned by the minute. */
  hours: Reckoning;
  /** When they are away: from one instant to another. */
  away: [from: number, until: number] | null;
}

export interface Company {
  members: readonly Member[];
  byId: ReadonlyMap<string, Member>;
  of(lane: Lane): Member[];
  /** Accounts that were there before, each with its CSM and rep. */
  accounts: readonly { id: string; name: string; csm: Member; rep: Member }[];
}

interface Region {
  name: string;
  zone: string;
  /** Of its teams; those of the workspace without. */
  week?: string;
}

export const REGIONS: readonly Region[] = [
  { name: 'Berlin', zone: 'Europe/Berlin' },
  { name: 'New York', zone: 'America/New_York' },
  { name: 'Kolkata', zone: 'Asia/Kolkata', week: 'Mon-Fri 10:00-13:00, 14:00-18:00' },
];

const inSpan = (minute: number, from: number, to: number) => minute >= from * 60 && minute < to * 60;
const OFFICE = { dayMs: 8 * HOUR, works: (day: number, m: number) => day < 5 && inSpan(m, 9, 17) };
const WITH_LUNCH = {
  dayMs: 7 * HOUR,
  works: (day: number, m: number) => day < 5 && (inSpan(m, 10, 13) || inSpan(m, 14, 18)),
};

/** How many of each there are in a region, beside those who lead them. */
export interface Size {
  reps: number;
  csms: number;
  /** In the first region alone, where it is small. */
  onboarders: number;
  serviceRegions: number;
}

/** 26 people. */
export const SMALL: Size = { reps: 2, csms: 2, onboarders: 2, serviceRegions: 1 };
/** 120 people. */
export const WHOLE: Size = { reps: 15, csms: 15, onboarders: 5, serviceRegions: 3 };

type Post = Pick<Member, 'name' | 'zone' | 'lane' | 'region' | 'isLead'>;

/** Everybody, in order: of each region its teams and who manages them, then those above. */
function posts({ reps, csms, onboarders, serviceRegions }: Size): Post[] {
  const regional = REGIONS.flatMap(({ name: region, zone }, n) => {
    const team = (lane: Lane, title: string, count: number): Post[] => [
      { name: `${region} ${lane} lead`, zone, lane, region, isLead: true },
      ...Array.from({ length: count }, (_, k) => ({
        ...{ name: `${region} ${title} ${k + 1}`, zone, lane, region, isLead: false },
      })),
    ];
    return [
      ...team('sales', 'rep', reps),
      ...team('cs', 'CSM', csms),
      ...(n < serviceRegions ? team('service', 'onboarder', onboarders) : []),
      { name: `${region} manager`, zone, lane: null, region, isLead: false },
    ];
  });
  const above = ['Director', 'Admin', ...(serviceRegions > 1 ? ['Second admin'] : [])];
  const zone = REGIONS[0]?.zone ?? 'UTC';
  return [...regional, ...above.map((name) => ({ name, zone, lane: null, region: '', isLead: false }))];
}

/** So people are, one after the other. */
const TEMPERS: readonly Temper[] = [
  ...(['prompt', 'slow', 'prompt', 'slow', 'silent', 'prompt', 'slow'] as const),
  ...(['prompt', 'prompt', 'slow', 'prompt'] as const),
];

const handleOf = (name: string) => name.toLowerCase().replaceAll(' ', '.');
const emailOf = (name: string) => `${handleOf(name)}@sample.example`;

export function peopleOf(size: Size): SeedPerson[] {
  return posts(size).map(({ name, zone }) => ({
    ...{ name: handleOf(name), realName: name, tz: zone, email: emailOf(name) },
    ...(/admin/i.test(name) && { admin: true }),
  }));
}

export interface Setting {
  chance: Chance;
  /** On which nobody works but in Kolkata. */
  holiday: string;
  /** On which nobody works in the teams of Kolkata. */
  theirs: string;
}

/** Teams, managers, covers and accounts, as somebody sets them up. */
export async function found(stage: Stage, size: Size, { chance, ...days }: Setting): Promise<Company> {
  const rows = await stage.database.db.member.findMany({ select: { id: true, email: true } });
  const office = new Map(
    REGIONS.map(({ zone }) => [zone, byTheMinute(zone, { ...OFFICE, holidays: [days.holiday] })]),
  );
  const teamHours = new Map(
    REGIONS.map(({ name, zone, week }) => [
      name,
      week ? byTheMinute(zone, { ...WITH_LUNCH, holidays: [days.theirs] }) : office.get(zone),
    ]),
  );
  const members = posts(size).map((post, n): Member => {
    const email = emailOf(post.name);
    const hours = (post.lane && teamHours.get(post.region)) || office.get(post.zone);
    const id = rows.find((row) => row.email === email)?.id;
    if (!hours || !id) throw new Error(`nobody knows ${post.name}`);
    const temper = post.lane && !post.isLead ? TEMPERS[n % TEMPERS.length] : 'prompt';
    return {
      ...post,
      id,
      email,
      hours,
      temper: temper ?? 'prompt',
      lead: null,
      manager: null,
      cover: null,
      away: null,
    };
  });
  const named = (name: string) => members.find((one) => one.name === name) ?? null;
  done(await setSetting(stage.ctx(), { key: 'calendar.holidays', value: days.holiday }), 'holidays');
  done(
    await setSetting(stage.ctx(), {
      key: 'escalation.channel',
      value: stage.sandbox.channel('leadership').id,
    }),
    'the channel of the leaders',
  );
  for (const { name: region, week } of REGIONS)
    for (const lane of ['sales', 'cs', 'service'] as const) {
      const team = members.filter((one) => one.region === region && one.lane === lane);
      const lead = team.find(({ isLead }) => isLead);
      if (!lead) continue;
      const own = week ? { week, holidays: days.theirs } : {};
      const handles = team.map(({ email }) => email);
      done(
        await setTeam(stage.ctx(), {
          ...{ name: `${region} ${lane}`, lane, lead: lead.email, members: handles, ...own },
        }),
        `${region} ${lane}`,
      );
      for (const [n, member] of team.entries()) {
        if (member !== lead) member.lead = lead;
        // Each covers for the next, and whoever leads for nobody.
        const others = team.filter(({ isLead }) => !isLead);
        if (!member.isLead && n % 2 === 1) member.cover = others[n % others.length] ?? null;
        if (member.cover === member) member.cover = null;
        member.manager = member.isLead ? named(`${region} manager`) : null;
      }
    }
  for (const { name } of REGIONS) {
    const manager = named(`${name} manager`);
    if (manager) manager.manager = named('Director');
  }
  for (const { id: memberId, cover, manager } of members)
    if (cover || manager)
      done(
        await setPerson(stage.ctx(), {
          memberId,
          ...(cover && { coverId: cover.id }),
          ...(manager && { managerId: manager.id }),
        }),
        'a person',
      );
  const of = (lane: Lane) => members.filter((one) => one.lane === lane && !one.isLead);
  const accounts: Company['accounts'][number][] = [];
  for (const [n, csm] of of('cs').entries()) {
    const rep = chance.pick(of('sales'));
    const name = `Sample Account ${String(n).padStart(3, '0')}`;
    const owners = { csOwnerId: csm.id, salesOwnerId: rep.id, stage: 'adopt' as const };
    accounts.push({ id: await newAccount(stage.ctx(), name, owners), name, csm, rep });
  }
  return { members, byId: new Map(members.map((one) => [one.id, one])), of, accounts };
}

export const isAwayAt = ({ away }: Member, at: number): boolean =>
  away !== null && away[0] <= at && at < away[1];

/** Who answers for somebody then: while they are away their cover, else their lead, of these whoever is here. */
export function answererAt(member: Member, at: number): Member {
  if (!isAwayAt(member, at)) return member;
  return [member.cover, member.lead].find((one) => one && !isAwayAt(one, at)) ?? member;
}
