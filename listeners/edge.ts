import { createHash } from 'node:crypto';
import { memberBySlackId } from '../src/people/load-people.ts';
import { canAnswer, type Person } from '../src/people/person.ts';
import type { SlackUser } from '../src/people/slack-user.ts';
import { upsertMember } from '../src/people/sync-people.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Ctx, Db, WorkspaceRef } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import { type Refusal, refuse } from '../src/platform/refusal.ts';
import { classifySlackError, type Slack } from '../src/platform/slack/slack.ts';
import { transact } from '../src/platform/transact.ts';

/** What every listener is given, for the workspace that it is called from. */
export interface Deps {
  db: Db;
  clock: Clock;
  workspace: WorkspaceRef;
  /** That workspace's client for calls that somebody waits for. */
  slack: Slack;
  log: Logger;
}

/** Who did something in Slack, in the workspace of these deps. */
export interface Who {
  userId: string;
}

/** A verb's context for a colleague, and who they are. */
export type Visit = Ctx & {
  me: Person;
  /** The client for what somebody waits for. */
  slack: Slack;
  /** Somebody by their Slack id. Whom Baton has not met, it looks up in Slack. */
  findOrMeet(userId: string): Promise<Person | null>;
};

export const OUTSIDER = refuse(
  'outsider',
  'Baton is for members of this workspace. Guests and people from other companies can’t use it here.',
);

const UNMET = refuse('unknown', 'Baton is still getting to know you. Try again in a minute.');

/**
 * Reads who is there. `ask: true` may call Slack for somebody Baton has not met.
 * Refused for guests, bots, the deactivated and people of other companies: by what Baton has stored of them, since in
 * Enterprise Grid a payload may name a colleague's other workspace as theirs.
 */
export async function visit(deps: Deps, who: Who, { ask }: { ask: boolean }): Promise<Visit | Refusal> {
  const { workspace } = deps;
  const { db, log } = deps;
  const ctx: Ctx = { workspace, actor: { type: 'job', name: 'visit' }, now: deps.clock.now(), db, log };
  const find = (userId: string) => memberBySlackId(db, workspace.id, userId);
  const findOrMeet = async (userId: string) => (await find(userId)) ?? meet(deps, ctx, userId);
  const me = await (ask ? findOrMeet : find)(who.userId);
  if (!me) return ask ? OUTSIDER : UNMET;
  if (!canAnswer(me)) return OUTSIDER;
  return { ...ctx, actor: { type: 'member', memberId: me.id }, me, slack: deps.slack, findOrMeet };
}

/** Looks somebody up in Slack and keeps them. Null when Slack does not know them either. */
async function meet(deps: Pick<Deps, 'slack'>, ctx: Ctx, userId: string): Promise<Person | null> {
  const { user } = await deps.slack.users.info({ user: userId }).catch((error: unknown) => {
    if (/^user_not_/.test(classifySlackError(error).code)) return { user: undefined };
    throw error;
  });
  if (!user) return null;
  return transact(ctx, (tx) => upsertMember(tx, user as SlackUser));
}

/** Leaves time on the way to Slack, which waits three seconds. */
const EDGE_MS = 2_500;

/** The work's answer, or `late` when it takes longer than Slack would wait. The work itself goes on. */
export async function withinEdge<T, L>(work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late()), EDGE_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** A name of one press that is as long for a page of text as for a word. */
export function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
