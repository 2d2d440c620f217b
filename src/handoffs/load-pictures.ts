import type { Account, Handoff, Timer } from '../../prisma/generated/client.ts';
import { limitIn } from '../escalation/timer.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { CLOCK_OF_STATE } from './handoff.ts';
import { type HandoffPicture, pictureOf } from './picture.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/** The handoffs with these ids, as views show them, in the order asked for. Drafts and other workspaces' ids are left out. */
export async function loadPictures(ctx: Reading, ids: readonly string[]): Promise<HandoffPicture[]> {
  if (ids.length === 0) return [];
  const where = { id: { in: [...ids] }, workspaceId: ctx.workspace.id, state: { not: 'draft' as const } };
  const handoffs = await ctx.db.handoff.findMany({ where, include: { account: true } });
  const timers = await ctx.db.timer.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: { in: handoffs.map(({ id }) => id) },
    },
    select: { subjectId: true, clock: true, ladder: true },
  });
  const people = await loadPeople(ctx.db, ctx.workspace.id, handoffs.flatMap(everyoneIn));
  const byId = new Map(
    handoffs.map((handoff) => [handoff.id, pictureOf(handoff, people, limitOf(handoff, timers), ctx.now)]),
  );
  return ids.map((id) => byId.get(id)).filter((picture) => picture !== undefined);
}

export async function loadPicture(ctx: Reading, id: string): Promise<HandoffPicture | null> {
  const [picture] = await loadPictures(ctx, [id]);
  return picture ?? null;
}

function everyoneIn(handoff: Handoff & { account: Account | null }): string[] {
  const { senderId, receiverId, acknowledgedById, acceptedById, finishedById, account } = handoff;
  const ids = [
    senderId,
    receiverId,
    acknowledgedById,
    acceptedById,
    finishedById,
    account?.salesOwnerId,
    account?.csOwnerId,
  ];
  return ids.filter((id) => typeof id === 'string');
}

/** When the clock of the handoff's state reaches its limit. */
export function limitOf(
  handoff: Pick<Handoff, 'id' | 'state'>,
  timers: readonly Pick<Timer, 'subjectId' | 'clock' | 'ladder'>[],
): Date | null {
  const clock = (CLOCK_OF_STATE as Record<string, string>)[handoff.state];
  const timer = timers.find((one) => one.subjectId === handoff.id && one.clock === clock);
  return timer ? limitIn(timer.ladder) : null;
}
