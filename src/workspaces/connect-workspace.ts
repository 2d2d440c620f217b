import { setTimeout as pause } from 'node:timers/promises';
import type { Workspace } from '../../prisma/generated/client.ts';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Db } from '../platform/ctx.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { classifySlackError, createSlack } from '../platform/slack.ts';
import { registerWorkspace } from './register-workspace.ts';
import { Served } from './served.ts';

/** Slack's answer to auth.test. */
interface Introduction {
  team_id?: string | undefined;
  team?: string | undefined;
  user_id?: string | undefined;
  bot_id?: string | undefined;
}

interface Connecting {
  db: Db;
  token: string;
  apiUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

/** Prisma's code for a table that is not there. */
const NO_TABLE = 'P2021';
const DATABASE_ATTEMPTS = 15;
const DATABASE_PAUSE_MS = 2_000;

/** Asking whose token it is. */
const INTRODUCTION_TIMEOUT_MS = 2_500;

/**
 * Finds out whose workspace the token opens, and serves that one. What else is in the database is not this process's
 * to change. Waits for a Slack that is away, and half a minute for a busy database. Throws a ConfigError where waiting
 * cannot help.
 */
export async function connectWorkspace(connecting: Connecting): Promise<Served> {
  const { token, apiUrl } = connecting;
  const found = await whoseToken(connecting);
  const { id, slackTeamId, botUserId } = await register(connecting, {
    slackTeamId: found.team_id ?? '',
    name: found.team ?? '',
    botUserId: found.user_id ?? '',
  });
  const workspace = { id, slackTeamId, botUserId };
  return new Served([{ workspace, token, botId: found.bot_id ?? '' }], { apiUrl });
}

async function whoseToken({ token, apiUrl, log }: Connecting): Promise<Introduction> {
  const slack = createSlack({ token, apiUrl, timeoutMs: INTRODUCTION_TIMEOUT_MS });
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    try {
      return await slack.auth.test();
    } catch (error) {
      const failure = classifySlackError(error);
      if (failure.kind === 'tokenDead')
        throw new ConfigError([`SLACK_BOT_TOKEN is refused by Slack (${failure.code})`]);
      log.warn({ reason: failure.code }, 'Slack does not answer yet; trying again');
      await pause(waitMs);
    }
  }
}

async function register(
  { db, clock, log }: Connecting,
  workspace: Parameters<typeof registerWorkspace>[1],
): Promise<Workspace> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await registerWorkspace(db, workspace, clock.now());
    } catch (error) {
      const { code } = failureOf(error);
      if (code === NO_TABLE || attempt === DATABASE_ATTEMPTS) throw new ConfigError([problem(code)]);
      log.warn({ ...failureOf(error) }, 'the database does not answer yet; trying again');
      await pause(DATABASE_PAUSE_MS);
    }
  }
}

function problem(code: string | undefined): string {
  return code === NO_TABLE
    ? 'DATABASE_URL has no tables of Baton, or those of an older version: run npm run db:deploy'
    : `DATABASE_URL does not answer (${code ?? 'no reason given'}): look whether the server runs and lets Baton in`;
}
