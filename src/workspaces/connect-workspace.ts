import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Db } from '../platform/ctx.ts';
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

/** Asking whose token it is. */
const INTRODUCTION_TIMEOUT_MS = 2_500;

/**
 * Finds out whose workspace the token opens, and serves that one. What else is in the database is not this process's
 * to change. Waits for a Slack that is away. Throws a ConfigError where waiting cannot help.
 */
export async function connectWorkspace(connecting: Connecting): Promise<Served> {
  const { db, token, apiUrl, clock } = connecting;
  const found = await whoseToken(connecting);
  const { id } = await registerWorkspace(db, found, clock.now());
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
