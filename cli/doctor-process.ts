import { systemClock } from '../src/platform/clock.ts';
import { compareClocks, howFar, verdict } from '../src/platform/clock-watch.ts';
import { configSchema } from '../src/platform/config.ts';
import { type Finding, hint, ok, wrong } from './finding.ts';
import type { Io } from './io.ts';
import type { Opened } from './open.ts';

/** Those that listen. */
const BESIDE_POOLS = 2;
const poolSizes = configSchema.pick({
  DATABASE_POOL_PEOPLE: true,
  DATABASE_POOL_MACHINES: true,
  DATABASE_POOL_JOBS: true,
});

/** Whether this machine and the database go together: their clocks, and how many connections one opens. */
export async function checkProcess(io: Io, opened: Opened): Promise<Finding[]> {
  return [await checkClock(opened), ...(await checkConnections(io, opened))];
}

async function checkClock({ db }: Opened): Promise<Finding> {
  const aheadMs = await compareClocks(db, systemClock);
  if (verdict(aheadMs) === 'right') return ok("This machine's clock agrees with the database's");
  const what = `This machine's clock is ${howFar(aheadMs)} the database's`;
  const todo = 'Set both right (by NTP): Baton fires timers by its own clock';
  return verdict(aheadMs) === 'off'
    ? hint(what, `${todo}.`)
    : wrong(what, `${todo}, and does not while it is more than a minute off.`);
}

async function checkConnections(io: Io, { pool }: Opened): Promise<Finding[]> {
  const given = Object.entries(io.env).flatMap(([key, value]) =>
    value?.trim() ? [[key, value.trim()]] : [],
  );
  const { data: sizes } = poolSizes.safeParse(Object.fromEntries(given));
  if (!sizes) return []; // said among the settings
  const { rows } = await pool.query<{ most: number }>(
    `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most`,
  );
  return [weighConnections(Object.values(sizes), rows[0]?.most ?? 0)];
}

/** What one process opens beside what the server takes. */
export function weighConnections(sizes: readonly number[], most: number): Finding {
  const each = sizes.reduce((sum, size) => sum + size, BESIDE_POOLS);
  const what = `One Baton opens up to ${each} connections, and the server takes ${most}`;
  const todo =
    'Lower DATABASE_POOL_PEOPLE, DATABASE_POOL_MACHINES and DATABASE_POOL_JOBS, or raise max_connections';
  if (each > most) return wrong(what, `${todo}.`);
  return each * 2 > most
    ? hint(what, `${todo}: a second one, as while the version changes, finds no room.`)
    : ok(what);
}
