import { setTimeout as pause } from 'node:timers/promises';
import type { Workspace } from '../../prisma/generated/client.ts';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Db } from '../platform/ctx.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { classifySlackError } from '../platform/slack.ts';
import { type Introduction, introduce } from './introduce.ts';
import { registerWorkspace } from './register-workspace.ts';
import { Served } from './served.ts';

interface Connecting {
  db: Db;
  token: string;
  apiUrl: string | undefined;
  clock: Clock;
  log: Logger;
  /** Aborted: nobody waits any more, and the promise rejects. */
  stopping?: AbortSignal;
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
  const { id } = await register(connecting, found);
  const { slackTeamId, botUserId, botId } = found;
  return new Served([{ workspace: { id, slackTeamId, botUserId }, token, botId }], { apiUrl });
}

async function whoseToken({ token, apiUrl, log, stopping }: Connecting): Promise<Introduction> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    try {
      return await introduce({ token, apiUrl, timeoutMs: INTRODUCTION_TIMEOUT_MS });
    } catch (error) {
      const failure = classifySlackError(error);
      if (failure.kind === 'tokenDead')
        throw new ConfigError([`SLACK_BOT_TOKEN is refused by Slack (${failure.code})`]);
      log.warn({ reason: failure.code }, 'Slack does not answer yet; trying again');
      await pause(waitMs, undefined, { signal: stopping });
    }
  }
}

async function register({ db, clock, log, stopping }: Connecting, found: Introduction): Promise<Workspace> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await registerWorkspace(db, found, clock.now());
    } catch (error) {
      const { code } = failureOf(error);
      if (code === NO_TABLE || attempt === DATABASE_ATTEMPTS) throw new ConfigError([problem(code)]);
      log.warn({ ...failureOf(error) }, 'the database does not answer yet; trying again');
      await pause(DATABASE_PAUSE_MS, undefined, { signal: stopping });
    }
  }
}

function problem(code: string | undefined): string {
  return code === NO_TABLE
    ? 'DATABASE_URL has no tables of Baton, or those of an older version: run npm run db:deploy'
    : `DATABASE_URL does not answer (${code ?? 'no reason given'}): look whether the server runs and lets Baton in`;
}
