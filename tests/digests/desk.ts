import pino from 'pino';
import { makeDueDigests, planDigests } from '../../src/digests/make-due-digests.ts';
import { subscribe } from '../../src/digests/subscribe.ts';
import type { WantedDigest } from '../../src/digests/subscription.ts';
import type { Ctx, Db } from '../../src/platform/ctx.ts';
import { acting, expectDone, type House } from '../handoffs/house.ts';
import { servingAll } from '../support/served.ts';

const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });

/** Every Monday at eight where they are: what is theirs, as a DM. */
export const MINE: WantedDigest = {
  cadence: 'weekly',
  scope: 'mine',
  teamId: null,
  segment: null,
  channel: null,
  weekday: 0,
  minute: 480,
  zone: null,
};

export const EVERYTHING: WantedDigest = { ...MINE, scope: 'everything' };

export const at = (text: string): Date => new Date(`${text}Z`);

export async function wants(house: House, name: string, over: Partial<WantedDigest> = {}): Promise<string> {
  return expectDone(await subscribe(acting(house, name), { ...MINE, ...over })).subscriptionId;
}

/** What the jobs do at that instant, until nothing is due any more. Answers how many they dealt with. */
export async function beatAt(db: Db, now: Date): Promise<number> {
  const served = await servingAll(db);
  const deps = { db, clock: { now: () => now, wall: () => now }, served, log };
  await planDigests(deps);
  let dealtWith = 0;
  while ((await makeDueDigests(deps)) > 0) dealtWith += 1;
  return dealtWith;
}

export function later(ctx: Ctx, now: Date): Ctx {
  return { ...ctx, now };
}

/** The days a subscription has runs of. */
export async function daysOf(db: Db, subscriptionId: string): Promise<(string | null)[]> {
  const runs = await db.digestRun.findMany({
    where: { subscriptionId },
    orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
  });
  return runs.map(({ day }) => day);
}

/** What goes out about a subject, in order. */
export async function saidOf(db: Db, subjectId: string) {
  return db.outboxMessage.findMany({
    where: { subjectId },
    select: { id: true, kind: true, lane: true, memberId: true, isRoot: true, data: true, state: true },
    orderBy: [{ thread: 'asc' }, { seq: 'asc' }],
  });
}
