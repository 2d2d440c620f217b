import type { Command } from 'commander';
import pino from 'pino';
import type { Workspace } from '../prisma/generated/client.ts';
import { systemClock } from '../src/platform/clock.ts';
import { configSchema, readDatabaseConfig } from '../src/platform/config.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { checkDatabase, checkSchema, checkSessionsAreKept } from '../src/platform/database/check-database.ts';
import { type Database, errorCode, JOB_BOUNDS, openDatabase } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { startEmbedded } from '../src/platform/embedded/embedded.ts';
import { isExplained } from '../src/platform/explained.ts';
import type { Logger } from '../src/platform/logger.ts';
import { readOffset } from '../src/platform/sandbox-clock.ts';
import { classifySlackError } from '../src/platform/slack/slack.ts';
import {
  type Introduction,
  introduce,
  listWorkspaces,
  registerWorkspace,
} from '../src/workspaces/workspace.ts';
import { type Io, Stop } from './io.ts';

export interface Opened extends Database {
  /** Business time. */
  now: Date;
  log: Logger;
}

export const DEMO = 'To reach the demo instead, put DATA_DIR=.data/demo SANDBOX=true in front.';
const SLACK_TIMEOUT_MS = 10_000;

/** The address of the database and a log, for what needs no tables yet. Lets go of the embedded one afterwards. */
export async function atDatabase(
  io: Io,
  work: (place: { url: string; adminUrl?: string | undefined; log: Logger }) => Promise<void>,
): Promise<void> {
  const config = readDatabaseConfig(io.env);
  const log = logOf(io, config.LOG_LEVEL);
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl, DATABASE_ADMIN_URL: adminUrl } = config;
  if (url) {
    await checkSessionsAreKept({ url, directUrl });
    return work({ url: directUrl ?? url, adminUrl, log });
  }
  const embedded = await startEmbedded({ dataDir: config.DATA_DIR, as: 'cli', log });
  try {
    await work({ url: embedded.url, log });
  } finally {
    await embedded.release();
  }
}

/** To stderr: stdout is for results. */
function logOf(io: Io, level: string): Logger {
  return pino({ level: io.env['LOG_LEVEL'] ? level : 'warn', base: null }, pino.destination(2));
}

/** Opens the database as the app does, beside the app where it runs, and lets go of it afterwards. */
export async function inDatabase(io: Io, work: (opened: Opened) => Promise<void>): Promise<void> {
  const config = readDatabaseConfig(io.env);
  const log = logOf(io, config.LOG_LEVEL);
  const embedded = config.DATABASE_URL
    ? undefined
    : await startEmbedded({ dataDir: config.DATA_DIR, as: 'cli', log });
  try {
    if (embedded) await migrate(embedded.url, log);
    const url = embedded?.url ?? config.DATABASE_URL ?? '';
    const directUrl = config.DATABASE_DIRECT_URL;
    const database = openDatabase({
      url,
      pooled: directUrl !== undefined,
      bounds: JOB_BOUNDS,
      poolSize: 3,
      log,
    });
    try {
      await checkReachable(database, { url, directUrl });
      await work({ ...database, now: await businessNow(io, database), log });
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.release();
  }
}

/** The same for a command that works in one workspace: the only one, or the one named by --team. */
export async function inWorkspace(
  io: Io,
  command: Command,
  work: (ctx: Ctx) => Promise<void>,
): Promise<void> {
  await inDatabase(io, async (opened) => {
    await checkSchema(opened.pool, opened.log);
    const { team } = command.optsWithGlobals<{ team?: string }>();
    const { id, slackTeamId, botUserId } = await chooseWorkspace(io, opened, team);
    const { db, now, log } = opened;
    await work({ workspace: { id, slackTeamId, botUserId }, actor: { type: 'cli' }, now, db, log });
  });
}

async function checkReachable(
  { pool }: Database,
  addresses: { url: string; directUrl: string | undefined },
): Promise<void> {
  await checkDatabase({ pool, ...addresses }).catch((error: unknown) => {
    if (isExplained(error)) throw error;
    const code = errorCode(error) ?? 'no answer';
    throw new Stop(`The database cannot be reached (${code}). Check DATABASE_URL and that the server runs.`);
  });
  const found = await pool.query("SELECT to_regclass('workspaces') IS NOT NULL AS ready");
  if (!found.rows[0]?.ready) throw new Stop('The database has no tables yet. Make them: npm run db:deploy');
}

async function businessNow(io: Io, { db }: Database): Promise<Date> {
  const now = systemClock.now();
  if (!configSchema.shape.SANDBOX.safeParse(io.env['SANDBOX'] || undefined).data) return now;
  return new Date(now.getTime() + (await readOffset(db)));
}

async function chooseWorkspace(io: Io, opened: Opened, team: string | undefined): Promise<Workspace> {
  const known = await listWorkspaces(opened.db);
  const names = known.map(({ slackTeamId, name }) => `  ${slackTeamId}  ${name}`).join('\n');
  if (team !== undefined) {
    const found = known.find(({ slackTeamId }) => slackTeamId === team.toUpperCase());
    if (found) return found;
    throw new Stop(`There is no workspace ${team} here.${names ? ` Known:\n${names}` : ''}`);
  }
  const [first, second] = known;
  if (second) throw new Stop(`There are several workspaces. Say which with --team:\n${names}`);
  return first ?? connectWorkspace(io, opened);
}

async function connectWorkspace(io: Io, { db, now }: Opened): Promise<Workspace> {
  const token = io.env['SLACK_BOT_TOKEN']?.trim();
  if (!token)
    throw new Stop(
      `Baton has not met a Slack workspace yet. Set SLACK_BOT_TOKEN, or start it once: npm start. ${DEMO}`,
    );
  const found = await introduceOf(io, token).catch((error: unknown) => {
    const { code } = classifySlackError(error);
    throw new Stop(`Slack does not answer for SLACK_BOT_TOKEN (${code}). Check the token and the network.`);
  });
  return registerWorkspace(db, found, now);
}

/** Whose token this is, as Slack says. */
export function introduceOf(io: Io, token: string): Promise<Introduction> {
  const apiUrl = io.env['SLACK_API_URL']?.trim() || undefined;
  return introduce({ token, apiUrl, timeoutMs: SLACK_TIMEOUT_MS });
}
