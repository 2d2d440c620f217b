import { setTimeout as pause } from 'node:timers/promises';
import type { Workspace } from '../../prisma/generated/client.ts';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/config.ts';
import type { Db, Tx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { Logger } from '../platform/logger.ts';
import { classifySlackError, createSlack, type Heard } from '../platform/slack/slack.ts';
import { Served } from './served.ts';

/**
 * Records the workspace that a token was just accepted for. One that is known keeps its rows, takes the
 * new names, and is active again if it had been blocked or the app had been uninstalled.
 */
export async function registerWorkspace(
  db: Db | Tx,
  found: { slackTeamId: string; name: string; botUserId: string },
  now: Date,
): Promise<Workspace> {
  const { slackTeamId, name, botUserId } = found;
  return db.workspace.upsert({
    where: { slackTeamId },
    create: { id: newId(now), slackTeamId, name, botUserId, createdAt: now },
    update: { name, botUserId, state: 'active', blockedReason: null, uninstalledAt: null },
  });
}

/** Whose token it is, as Slack says. */
export interface Introduction {
  slackTeamId: string;
  name: string;
  botUserId: string;
  botId: string;
  /** Null: Slack did not name them. */
  scopes: readonly string[] | null;
}

/** Asks Slack whose token this is. Throws what Slack answers to one that it does not take. */
export async function introduce(options: {
  token: string;
  apiUrl: string | undefined;
  timeoutMs: number;
  heard?: Heard | undefined;
}): Promise<Introduction> {
  const found = await createSlack(options).auth.test();
  const scopes = (found.response_metadata?.scopes ?? []).filter((scope) => scope !== '');
  return {
    slackTeamId: found.team_id ?? '',
    name: found.team ?? '',
    botUserId: found.user_id ?? '',
    botId: found.bot_id ?? '',
    scopes: scopes.length > 0 ? scopes : null,
  };
}

interface Connecting {
  db: Db;
  token: string;
  apiUrl: string | undefined;
  clock: Clock;
  log: Logger;
  heard?: Heard;
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
  const { db, token, apiUrl, clock, heard } = connecting;
  const found = await whoseToken(connecting);
  const { id } = await registerWorkspace(db, found, clock.now());
  const { slackTeamId, botUserId, botId } = found;
  return new Served([{ workspace: { id, slackTeamId, botUserId }, token, botId }], { apiUrl, heard });
}

async function whoseToken({ token, apiUrl, log, heard, stopping }: Connecting): Promise<Introduction> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    try {
      return await introduce({ token, apiUrl, heard, timeoutMs: INTRODUCTION_TIMEOUT_MS });
    } catch (error) {
      const failure = classifySlackError(error);
      if (failure.kind === 'tokenDead')
        throw new ConfigError([`SLACK_BOT_TOKEN is refused by Slack (${failure.code})`]);
      log.warn({ reason: failure.code }, 'Slack does not answer yet; trying again');
      await pause(waitMs, undefined, { signal: stopping });
    }
  }
}

/** The workspace of this Slack team id, or null before the app has been there. */
export async function findWorkspace(db: Db | Tx, slackTeamId: string): Promise<Workspace | null> {
  return db.workspace.findUnique({ where: { slackTeamId } });
}

/** Every workspace, up to a hundred, by name: for the command line, which has to choose one. */
export async function listWorkspaces(db: Db | Tx): Promise<Workspace[]> {
  return db.workspace.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 100 });
}

/** Those that this process serves and that Slack, or the workspace itself, closed to it. */
export async function listBlocked(db: Db, served: Served): Promise<Workspace[]> {
  return db.workspace.findMany({
    where: { id: { in: served.ids }, state: 'blocked' },
    orderBy: { id: 'asc' },
  });
}

/** The workspace removed the app. What waits there stays where it is, for the day that it is installed again. */
export async function leaveWorkspace({ tx, workspace, now, log }: TxCtx): Promise<void> {
  await tx.workspace.updateMany({
    where: { id: workspace.id, uninstalledAt: null },
    data: { state: 'blocked', blockedReason: 'app_uninstalled', uninstalledAt: now },
  });
  log.warn({ workspaceId: workspace.id }, 'the app was uninstalled; nothing more is done for this workspace');
}

/** The bot token was revoked, as it is by removing the app, which is then told as well. */
export async function loseToken({ tx, workspace, log }: TxCtx): Promise<void> {
  await tx.workspace.updateMany({
    where: { id: workspace.id, state: 'active' },
    data: { state: 'blocked', blockedReason: 'token_revoked' },
  });
  log.error(
    { workspaceId: workspace.id },
    'our token was revoked; nothing is done until there is one that works',
  );
}

/** A workspace that was blocked is active again once the token this process holds of it works again. */
export async function unblockWorkspaces(options: { db: Db; served: Served; log: Logger }): Promise<void> {
  const { db, served, log } = options;
  for (const { id, slackTeamId } of await listBlocked(db, served)) {
    try {
      const { team_id } = await served.slackForJobs({ id }).auth.test();
      if (team_id !== slackTeamId) continue; // our token opens another workspace
    } catch (error) {
      log.error({ workspaceId: id, reason: classifySlackError(error).code }, 'Slack still refuses our token');
      continue;
    }
    await db.workspace.updateMany({
      where: { id, state: 'blocked' },
      data: { state: 'active', blockedReason: null, uninstalledAt: null },
    });
    log.info({ workspaceId: id }, 'token works again; delivery goes on');
  }
}
