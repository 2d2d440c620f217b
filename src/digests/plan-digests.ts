import type { DigestSubscription } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each-anyway.ts';
import { uuid } from '../platform/sql.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Served } from '../workspaces/served.ts';
import { calendarOfDigest, nextPlanned } from './schedule.ts';

/** Read at once. */
const SOME = 500;
/** One that could not be made is tried again after this. */
export const PUT_OFF_MS = 10 * 60_000;

/** Says anew when digests are due, where a zone, a calendar or the settings behind it were changed. */
export async function planDigests(options: { db: Db; clock: Clock; served: Served }): Promise<void> {
  const { db, clock, served } = options;
  const workspaces = await db.workspace.findMany({
    where: { ...served.where, digestSubscriptions: { some: { stoppedAt: null } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  await eachAnyway(workspaces, ({ id }) => planThose(db, id, clock.now()));
}

async function planThose(db: Db, workspaceId: string, now: Date): Promise<void> {
  const settings = await loadSettings(db, workspaceId);
  for (let after: string | undefined; ; ) {
    const some = await db.digestSubscription.findMany({
      where: { workspaceId, stoppedAt: null, ...(after !== undefined && { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: SOME,
    });
    const people = await loadPeople(
      db,
      workspaceId,
      some.map(({ ownerId }) => ownerId),
    );
    const moved = some.flatMap((one) => {
      const owner = people.get(one.ownerId);
      if (!owner) return [];
      const calendar = calendarOfDigest(one.zone, owner, settings);
      const { at } = nextPlanned(one, calendar, { lastDay: one.lastDay, since: one.updatedAt });
      return isPlanned(one, at, now) ? [] : [{ id: one.id, version: one.version, at }];
    });
    if (moved.length > 0) await move(db, workspaceId, moved);
    if (some.length < SOME) return;
    after = some.at(-1)?.id;
  }
}

/** Also when it is due, and was put off a little because it could not be made. */
function isPlanned({ dueAt }: DigestSubscription, at: Date, now: Date): boolean {
  if (dueAt === null) return false;
  return dueAt.getTime() === at.getTime() || (at <= now && dueAt.getTime() <= now.getTime() + PUT_OFF_MS);
}

async function move(db: Db, workspaceId: string, moved: readonly object[]): Promise<void> {
  await db.$executeRaw`
    UPDATE digest_subscriptions s SET due_at = m.at
      FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS m (id uuid, version int, at timestamptz)
     WHERE s.id = m.id AND s.workspace_id = ${uuid(workspaceId)} AND s.version = m.version AND s.stopped_at IS NULL`;
}
