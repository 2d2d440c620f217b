import { ALWAYS, byTheMinute, type Hours, type Reckoning } from './reckoning.ts';

export interface Member {
  name: string;
  id: string;
  slack: string;
  zone: string;
  team: string | null;
  manager: string | null;
  kind: 'full' | 'bot' | 'guest' | 'stranger' | 'elsewhere';
  admin: boolean;
  awayUntil: number;
  cover: string | null;
  left: boolean;
}

export interface Team {
  lane: 'sales' | 'cs';
  lead: string;
  channel: string | null;
  ownWeek: boolean;
}

export const TEAMS: Record<string, Team> = {
  sales: { lane: 'sales', lead: 'repLead', channel: null, ownWeek: false },
  csA: { lane: 'cs', lead: 'leadA', channel: 'C0CSA', ownWeek: false },
  csB: { lane: 'cs', lead: 'leadB', channel: null, ownWeek: true },
};

const BERLIN = 'Europe/Berlin';
const YORK = 'America/New_York';
const KOLKATA = 'Asia/Kolkata';

interface Role {
  zone: string;
  team?: string;
  manager?: string;
  cover?: string;
  kind?: Member['kind'];
  admin?: boolean;
}

/** Who plays. `lone` has nobody behind them, `rep2` no lead. */
export const CAST: Record<string, Role> = {
  rep: { zone: BERLIN, team: 'sales', cover: 'rep2' },
  rep2: { zone: YORK },
  repLead: { zone: BERLIN, team: 'sales', manager: 'director' },
  csm: { zone: BERLIN, team: 'csA', cover: 'cover' },
  cover: { zone: BERLIN, team: 'csA' },
  leadA: { zone: BERLIN, team: 'csA', manager: 'director' },
  csmB: { zone: YORK, team: 'csB', manager: 'director' },
  leadB: { zone: YORK, team: 'csB' },
  lone: { zone: KOLKATA },
  director: { zone: BERLIN },
  admin: { zone: KOLKATA, admin: true },
  other: { zone: YORK },
  bot: { zone: BERLIN, kind: 'bot' },
  guest: { zone: BERLIN, kind: 'guest' },
  stranger: { zone: BERLIN, kind: 'stranger' },
  elsewhere: { zone: BERLIN, kind: 'elsewhere' },
};
export const NAMES = Object.keys(CAST);

export const HOLIDAYS = ['2026-10-27', '2026-11-11', '2026-12-25'];
/** A long break, so that much falls into it. */
const TEAM_WEEK = 'Mon-Thu 08:00-11:00, 15:00-18:00; Fri 08:00-13:00';
const TEAM_HOLIDAYS = ['2026-11-26'];

const HOUR = 3_600_000;
const OFFICE: Hours = {
  dayMs: 8 * HOUR,
  works: (weekday, minute) => weekday < 5 && minute >= 9 * 60 && minute < 17 * 60,
  holidays: HOLIDAYS,
};
const TEAM_B: Hours = {
  dayMs: 6 * HOUR,
  works(weekday, minute) {
    const hour = Math.floor(minute / 60);
    if (weekday > 4 || hour < 8) return false;
    return weekday === 4 ? hour < 13 : (hour < 11 || hour >= 15) && hour < 18;
  },
  holidays: TEAM_HOLIDAYS,
};
export const teamCalendar = { week: TEAM_WEEK, holidays: TEAM_HOLIDAYS };

const tables = new Map<string, Reckoning>();

/** When this person works. In half of the runs everybody always does. */
export function hoursOf(member: Member, always: boolean): Reckoning {
  if (always) return ALWAYS;
  const own = member.team !== null && TEAMS[member.team]?.ownWeek === true;
  const key = `${member.zone} ${own}`;
  const table = tables.get(key) ?? byTheMinute(member.zone, own ? TEAM_B : OFFICE);
  tables.set(key, table);
  return table;
}

export type Members = Record<string, Member>;

export function memberOf(members: Members, name: string | null): Member {
  const found = name === null ? undefined : members[name];
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

export const canAnswer = (member: Member) => member.kind === 'full' && !member.left;

export function leadOf(members: Members, member: Member): Member | null {
  return usable(members, member, member.team === null ? null : (TEAMS[member.team]?.lead ?? null));
}

export function managerOf(members: Members, member: Member): Member | null {
  const lead = leadOf(members, member);
  return usable(members, member, member.manager) ?? (lead && usable(members, member, lead.manager));
}

export interface Step {
  as: 'lead' | 'manager';
  member: Member;
}

/** The way up from somebody: their lead, then their manager, then that one's manager, to the top. */
export function wayUp(members: Members, member: Member): Step[] {
  const lead = leadOf(members, member);
  const up: Step[] = lead === null ? [] : [{ as: 'lead', member: lead }];
  const passed = [member.name];
  let next = managerOf(members, member);
  while (next !== null && !passed.includes(next.name)) {
    passed.push(next.name);
    // Who was told as lead is not told again as manager.
    if (next !== lead) up.push({ as: 'manager', member: next });
    next = managerOf(members, next);
  }
  return up;
}

/** Whoever is there in somebody's place: themselves, else their cover. */
export function inPlaceOf(members: Members, member: Member, now: number): Member | null {
  if (member.awayUntil <= now) return member;
  const cover = usable(members, member, member.cover);
  return cover !== null && cover.awayUntil <= now ? cover : null;
}

/** What somebody is above another: also as the cover of one who is away. */
export function above(members: Members, member: Member, actor: Member, now: number): Set<string> {
  // Where there is no lead, the nearest manager is one.
  const is = wayUp(members, member).flatMap((step, n) =>
    step.member === actor || inPlaceOf(members, step.member, now) === actor
      ? [step.as, ...(n === 0 ? ['lead'] : [])]
      : [],
  );
  return new Set([...is, ...(managerOf(members, member) === actor ? ['manager'] : [])]);
}

/** Absent: the cover, else the lead. Gone: the lead, who covers the lead, the manager. Absent ones come last. */
export function standIn(members: Members, member: Member, now: number): Member {
  const present = (one: Member | null): one is Member => one !== null && one.awayUntil <= now;
  if (!member.left && present(member)) return member;
  const lead = leadOf(members, member);
  if (!member.left) return [usable(members, member, member.cover), lead].find(present) ?? member;
  const behind = [lead, lead && usable(members, member, lead.cover), managerOf(members, member)];
  return behind.find(present) ?? behind.find((one) => one !== null) ?? member;
}

function usable(members: Members, member: Member, name: string | null): Member | null {
  if (name === null || name === member.name) return null;
  const found = memberOf(members, name);
  return canAnswer(found) ? found : null;
}
