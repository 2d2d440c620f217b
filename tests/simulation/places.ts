import type { Lane } from '../../prisma/generated/client.ts';
import type { SeedPerson } from '../../sandbox/seed.ts';
import { setAway } from '../../src/people/set-away.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { DAY } from './days.ts';
import { done, type Stage } from './stage.ts';

// Departments that lack something: in each of them a rep, somebody in service and a CSM leave all their work undone.

/** How a department is staffed, above those who leave things undone. */
interface Staffing {
  /** Teams have leads. */
  leads?: true;
  /** People have managers, and leads have the same. */
  managers?: true;
  /** Each is the manager of the next, and the last of them of the first. */
  circle?: true;
  /** Whose team goes away, everybody of it, once the work has begun. */
  away?: Lane;
  /** Who leaves the company then. */
  leaves?: (typeof JOBS)[number];
}

export const PLACES: Readonly<Record<string, Staffing>> = {
  'with leads and managers': { leads: true, managers: true },
  'without managers': { leads: true },
  'without leads': { managers: true },
  'with nobody above': {},
  'with a circle of managers': { circle: true },
  'with all of sales away': { leads: true, managers: true, away: 'sales' },
  'with all of CS away': { leads: true, managers: true, away: 'cs' },
  'whose rep leaves': { leads: true, managers: true, leaves: 'rep' },
  'whose CSM leaves': { leads: true, managers: true, leaves: 'csm' },
  'whose CSM leaves, with nobody above': { leaves: 'csm' },
  'whose rep leaves, with nobody above': { leaves: 'rep' },
  'whose sales lead leaves': { leads: true, managers: true, leaves: 'sales lead' },
};

const LANES = ['sales', 'service', 'cs'] as const satisfies readonly Lane[];
const WORKS = { sales: 'rep', service: 'onboarder', cs: 'csm' } as const;
const JOBS = [
  ...(['rep', 'onboarder', 'csm'] as const),
  ...(['sales lead', 'service lead', 'cs lead'] as const),
  ...(['sales manager', 'service manager', 'cs manager'] as const),
  ...(['sales director', 'service director', 'cs director'] as const),
] as const;
export type Job = (typeof JOBS)[number];

/** One of them, with its people by their job. */
export interface Place {
  name: string;
  staffing: Staffing;
  ids: ReadonlyMap<Job, string>;
  emails: ReadonlyMap<Job, string>;
}

const ZONE = 'Europe/Berlin';
const handleOf = (place: number, job: string) => `${job.replaceAll(' ', '.')}.${place}`;
const emailOf = (handle: string) => `${handle}@sample.example`;

/** Who there is of a place: nobody stands around who has no post. */
const jobsOf = ({ leads, managers, circle }: Staffing): Job[] =>
  JOBS.filter((job) => {
    if (job.endsWith('lead')) return leads;
    if (job.endsWith('manager')) return managers || circle;
    return job.endsWith('director') ? circle : true;
  });

/** Everybody, and an admin. */
export function peopleOfPlaces(): SeedPerson[] {
  const person = (handle: string, realName: string): SeedPerson => ({
    ...{ name: handle, realName, tz: ZONE, email: emailOf(handle) },
  });
  return [
    { ...person('admin', 'Sample Admin'), admin: true },
    ...Object.entries(PLACES).flatMap(([, staffing], n) =>
      jobsOf(staffing).map((job) => person(handleOf(n, job), `Sample ${job} ${n}`)),
    ),
  ];
}

/** Their teams, leads and managers. */
export async function furnish(stage: Stage): Promise<Place[]> {
  const members = await stage.database.db.member.findMany({ select: { id: true, email: true } });
  const idOf = (email: string) => members.find((one) => one.email === email)?.id ?? '';
  const places: Place[] = [];
  for (const [n, [name, staffing]] of Object.entries(PLACES).entries()) {
    const jobs = jobsOf(staffing);
    const emails = new Map(jobs.map((job) => [job, emailOf(handleOf(n, job))]));
    const ids = new Map(jobs.map((job) => [job, idOf(emails.get(job) ?? '')]));
    places.push({ name, staffing, ids, emails });
    for (const lane of LANES) {
      const lead = emails.get(`${lane} lead`);
      const team = [emails.get(WORKS[lane]) ?? '', ...(lead ? [lead] : [])];
      done(
        await setTeam(stage.ctx(), { name: `${lane} ${n}`, lane, members: team, ...(lead && { lead }) }),
        `team of ${lane} ${name}`,
      );
      const reports = async (below: Job, above: Job) => {
        const [memberId, managerId] = [ids.get(below), ids.get(above)];
        if (memberId && managerId)
          done(await setPerson(stage.ctx(), { memberId, managerId }), `${below} ${name}`);
      };
      await reports(WORKS[lane], `${lane} manager`);
      await reports(`${lane} lead`, `${lane} manager`);
      await reports(`${lane} manager`, `${lane} director`);
      await reports(`${lane} director`, WORKS[lane]);
    }
  }
  return places;
}

/** Whoever goes away goes for good, as far as ten weeks can tell; whoever leaves is deactivated. */
export async function empty(stage: Stage, { staffing, ids }: Place, place: number): Promise<void> {
  const { away, leaves } = staffing;
  if (away) {
    const until = new Date(stage.now().getTime() + 100 * DAY);
    for (const job of [WORKS[away], `${away} lead`, `${away} manager`] as const) {
      const memberId = ids.get(job) ?? '';
      done(await setAway(stage.ctx(memberId), { memberId, until }), `leave of ${job}`);
    }
  }
  if (leaves) {
    stage.sandbox.admin.deactivate(handleOf(place, leaves));
    await stage.syncPeople();
  }
}
