import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Db } from '../platform/ctx.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { classifySlackError } from '../platform/slack.ts';
import { registerWorkspace } from './register-workspace.ts';

export interface Identity {
  teamId: string;
  botUserId: string;
  botId: string;
}

/** Slack's answer to auth.test. */
interface Introduction {
  team_id?: string | undefined;
  team?: string | undefined;
  user_id?: string | undefined;
  bot_id?: string | undefined;
}

interface Connecting {
  db: Db;
  /** Asks Slack whose token this is. */
  introduce: () => Promise<Introduction>;
  clock: Clock;
  log: Logger;
  /** Aborted: nobody waits any more, and the promise rejects. */
  stopping?: AbortSignal;
}

/** Prisma's code for a table that is not there. */
const NO_TABLE = 'P2021';
const DATABASE_ATTEMPTS = 15;
const DATABASE_PAUSE_MS = 2_000;

/**
 * Finds out whose workspace the token opens, and serves that one; others in the database stand still. Waits for a
 * Slack that is away, and half a minute for a busy database. Throws a ConfigError where waiting cannot help.
 */
export async function connectWorkspace(connecting: Connecting): Promise<Identity> {
  const found = await whoseToken(connecting);
  const identity = { teamId: found.team_id ?? '', botUserId: found.user_id ?? '', botId: found.bot_id ?? '' };
  await serveOnly(connecting, {
    slackTeamId: identity.teamId,
    name: found.team ?? '',
    botUserId: identity.botUserId,
  });
  return identity;
}

async function whoseToken({ introduce, log, stopping }: Connecting): Promise<Introduction> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    try {
      return await introduce();
    } catch (error) {
      const failure = classifySlackError(error);
      if (failure.kind === 'tokenDead')
        throw new ConfigError([`SLACK_BOT_TOKEN is refused by Slack (${failure.code})`]);
      log.warn({ reason: failure.code }, 'Slack does not answer yet; trying again');
      await pause(waitMs, undefined, { signal: stopping });
    }
  }
}

async function serveOnly(
  { db, clock, log, stopping }: Connecting,
  workspace: Parameters<typeof registerWorkspace>[1],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { id } = await registerWorkspace(db, workspace, clock.now());
      await db.workspace.updateMany({
        where: { id: { not: id }, state: 'active' },
        data: { state: 'blocked', blockedReason: 'another workspace is connected' },
      });
      return;
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
