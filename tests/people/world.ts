import pino from 'pino';
import { beforeAll, beforeEach } from 'vitest';
import type { Lane } from '../../prisma/generated/client.ts';
import type { SlackUser } from '../../src/people/slack-user.ts';
import type { Ctx, Db } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { registerWorkspace } from '../../src/workspaces/workspace.ts';
import type { TestDatabase } from '../support/database.ts';

/** A Monday, 10:00 in UTC. */
export const NOW = new Date('2027-03-01T10:00:00.000Z');

let teams = 0;

/** A workspace of its own, and the context of somebody at its command line. */
export async function newWorkspace(db: Db): Promise<Ctx> {
  teams += 1;
  const slackTeamId = `T${String(teams).padStart(8, '0')}`;
  const { id, botUserId } = await registerWorkspace(
    db,
    { slackTeamId, name: `Sample ${teams}`, botUserId: 'UBATON' },
    NOW,
  );
  const log = pino({ level: 'silent' });
  return { workspace: { id, slackTeamId, botUserId }, actor: { type: 'cli' }, now: NOW, db, log };
}

/** The same for the tests of one file, or anew for each of them. */
export function ownWorkspace(database: TestDatabase, { anew = false } = {}): Ctx {
  const ctx = {} as Ctx;
  (anew ? beforeEach : beforeAll)(async () => {
    Object.assign(ctx, await newWorkspace(database.db));
  });
  return ctx;
}

export function slackUser(ctx: Ctx, id: string, over: Partial<SlackUser> = {}): SlackUser {
  return {
    id,
    team_id: ctx.workspace.slackTeamId,
    real_name: `Person ${id}`,
    tz: 'Europe/Berlin',
    profile: { email: `${id}@Example.com` },
    ...over,
  };
}

export async function* listed(users: SlackUser[]): AsyncGenerator<SlackUser> {
  yield* users;
}

export async function newMember(ctx: Ctx, slackUserId: string, over: object = {}): Promise<string> {
  const id = newId(ctx.now);
  await ctx.db.member.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      slackUserId,
      name: `Person ${slackUserId}`,
      email: `${slackUserId.toLowerCase()}@example.com`,
      zone: 'Europe/Berlin',
      updatedAt: ctx.now,
      ...over,
    },
  });
  return id;
}

/** A team of these members, by their ids. */
export async function newTeam(
  ctx: Ctx,
  name: string,
  lane: Lane,
  { leadId = null, members = [] }: { leadId?: string | null | undefined; members?: readonly string[] } = {},
): Promise<string> {
  const id = newId(ctx.now);
  await ctx.db.team.create({
    data: {
      ...{ id, workspaceId: ctx.workspace.id, name, lane, leadId, createdAt: ctx.now },
      members: { create: members.map((memberId) => ({ memberId })) },
    },
  });
  return id;
}
