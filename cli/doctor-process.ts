import { systemClock } from '../src/platform/clock.ts';
import { compareClocks, howFar, verdict } from '../src/platform/clock-watch.ts';
import { configSchema } from '../src/platform/config.ts';
import { compareMigrations } from '../src/platform/database/migrate.ts';
import { socketAddresses } from '../src/platform/slack/open-socket.ts';
import { classifySlackError } from '../src/platform/slack/slack.ts';
import { count } from '../src/platform/text.ts';
import type { Io } from './io.ts';
import { manifestFor } from './manifest.ts';
import { introduceOf, type Opened } from './open.ts';

/** One line of the report. A hint is no fault: what it speaks of works, and could work better. */
export interface Finding {
  mark: 'ok' | 'wrong' | 'hint';
  what: string;
  /** What to do; for all but `ok`. */
  todo?: string;
}

export const ok = (what: string): Finding => ({ mark: 'ok', what });
export const wrong = (what: string, todo: string): Finding => ({ mark: 'wrong', what, todo });
export const hint = (what: string, todo: string): Finding => ({ mark: 'hint', what, todo });

/** That sessions, LISTEN and locks are as Baton needs them was made sure of when the database was opened. */
export async function checkDatabase({ pool }: Opened): Promise<Finding[]> {
  const { rows } = await pool.query(`
    SELECT current_setting('server_version') AS version, current_schema() AS schema`);
  const { version, schema } = rows[0];
  return [
    ok(`PostgreSQL ${version} answers, with sessions in UTC, in the schema ${schema}`),
    await checkMigrations(pool),
  ];
}

async function checkMigrations(pool: Opened['pool']): Promise<Finding> {
  const { state, applied, missing, unknown } = await compareMigrations(pool);
  if (state === 'older')
    return wrong(
      `${count(missing.length, 'migration')} not applied: ${missing.join(', ')}`,
      'Bring the database up to this version: npm run db:deploy',
    );
  if (state === 'newer')
    return wrong(
      `The database is newer than this version: ${unknown.join(', ')}`,
      'Install the newer version of Baton.',
    );
  return ok(`${count(applied, 'migration')} applied, none missing`);
}

/** Two that listen, and the one of /metrics. */
const BESIDE_POOLS = 3;
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

const REINSTALL = 'Reinstall the app to the workspace from its Slack settings, and take the new bot token.';

interface SlackChecked {
  findings: Finding[];
  /** The workspace that the token opens, where Slack says so. */
  slackTeamId: string | null;
}

/** Whether Slack accepts the token, and whether the token may do what the manifest asks for. */
export async function checkSlack(io: Io): Promise<SlackChecked> {
  const token = io.env['SLACK_BOT_TOKEN']?.trim();
  if (!token) return { findings: [], slackTeamId: null };
  const wanted = manifestFor(null).oauth_config.scopes.bot;
  try {
    const { name, slackTeamId, scopes } = await introduceOf(io, token);
    const findings = [ok(`Slack accepts the token of ${name} (${slackTeamId})`), checkScopes(wanted, scopes)];
    return { findings, slackTeamId };
  } catch (error) {
    return { findings: [refusalOf(error)], slackTeamId: null };
  }
}

/** Whether Slack would take a connection, where it sends by one. Nothing is connected by asking. */
export async function checkSocket(io: Io): Promise<Finding[]> {
  const appToken = io.env['SLACK_APP_TOKEN']?.trim();
  if (!appToken) return [];
  const apiUrl = io.env['SLACK_API_URL']?.trim() || undefined;
  const found = await socketAddresses({ appToken, apiUrl })();
  if ('url' in found) return [ok('Slack gives the app token an address to connect to (Socket Mode)')];
  const { code, words } = found;
  return [
    wrong(
      `Slack gives the app token no address to connect to (${code})`,
      words ? `${words}.` : 'Check the network, a proxy, and SLACK_API_URL if it is set.',
    ),
  ];
}

function refusalOf(error: unknown): Finding {
  const failure = classifySlackError(error);
  if (failure.kind === 'tokenDead') return wrong(`Slack refuses the token (${failure.code})`, REINSTALL);
  if (failure.kind === 'rateLimited') return hint('Slack asks to wait', 'Run doctor again in a minute.');
  return wrong(
    `Slack does not answer (${failure.code})`,
    'Check the network, a proxy, and SLACK_API_URL if it is set.',
  );
}

function checkScopes(wanted: readonly string[], granted: readonly string[] | null): Finding {
  if (granted === null)
    return hint(
      'Slack did not name the scopes of the token',
      'A proxy may take the header x-oauth-scopes away. Compare them with manifest.json in the app’s Slack settings.',
    );
  const missing = wanted.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? ok('The token has every scope')
    : wrong(`The token lacks ${missing.join(', ')}`, REINSTALL);
}
