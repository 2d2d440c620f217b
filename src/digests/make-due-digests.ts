import type { DigestSubscription } from '../../prisma/generated/client.ts';
import { keepAtRisk } from '../figures/load-at-risk.ts';
import { loadFigureRights } from '../figures/load-figure-rights.ts';
import { mayFigures } from '../figures/rights.ts';
import { dm } from '../outbox/define-message.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { loadPeople } from '../people/load-people.ts';
import { canAnswer, type Person } from '../people/person.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { instant, uuid } from '../platform/sql.ts';
import { isContention, isLockTimeout } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Served } from '../workspaces/served.ts';
import { COMPOSING, composeFor, readerOf } from './compose-for.ts';
import { DIGEST_MESSAGES, writeRun } from './messages.ts';
import { stop } from './subscribe.ts';
import { calendarOfDigest, nextPlanned, scopeOf, whatIsDue } from './subscription.ts';

export interface MakingDeps {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
}

/**
 * Makes the digest that has been due longest, in one transaction that reads all of it as of one moment, and says when
 * the next is due. Any number of processes may call it. Returns how many it dealt with: 0 when none (more) is due.
 */
export async function makeDueDigests(deps: MakingDeps): Promise<number> {
  const { db, clock, served, log } = deps;
  const now = clock.now();
  let claimed: DigestSubscription | undefined;
  try {
    return await db.$transaction(async (tx) => {
      const due = await claimDue(tx, served, now);
      if (!due) return 0;
      const { workspace, ...subscription } = due;
      claimed = subscription;
      const { id, slackTeamId, botUserId } = workspace;
      const actor = { type: 'job', name: 'digests' } as const;
      await make({ workspace: { id, slackTeamId, botUserId }, actor, now, tx, log }, subscription);
      return 1;
    }, COMPOSING);
  } catch (error) {
    // Another process took it while we looked.
    if (isContention(error) || isLockTimeout(error)) return 1;
    if (!claimed) throw error;
    await putOff(deps, claimed, now, error);
    return 1;
  }
}

async function claimDue(tx: Tx, served: Served, now: Date) {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM digest_subscriptions s JOIN ${served.active} w ON w.id = s.workspace_id
     WHERE s.due_at <= ${instant(now)}
     ORDER BY s.due_at, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED`;
  return due && tx.digestSubscription.findUnique({ where: { id: due.id }, include: { workspace: true } });
}

async function make(ctx: TxCtx, subscription: DigestSubscription): Promise<void> {
  const { id, ownerId, lastDay, updatedAt: since, zone } = subscription;
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const owner = (await loadPeople(ctx.tx, ctx.workspace.id, [ownerId])).get(ownerId);
  if (!owner || !canAnswer(owner)) return stop(ctx, subscription, 'left');
  const calendar = calendarOfDigest(zone, owner, settings);
  const due = whatIsDue(subscription, calendar, { lastDay, since }, ctx.now);
  if (due?.do === 'make' && !(await mayStill(ctx, subscription, settings)))
    return end(ctx, subscription, owner);
  if (due?.do === 'make') {
    const content = await composeFor(ctx, subscription, { owner, settings, lateSince: due.lateSince });
    const runId = await writeRun(ctx, {
      subscriptionId: id,
      day: due.day,
      requestedById: null,
      reader: readerOf(subscription, owner),
      kind: 'digest',
      content,
    });
    await keepAtRisk(ctx, { id: runId, subscriptionId: id }, scopeOf(subscription), settings);
  }
  const done = { lastDay: due?.day ?? lastDay, since };
  await ctx.tx.digestSubscription.update({
    where: { id, workspaceId: ctx.workspace.id },
    data: {
      lastDay: done.lastDay,
      dueAt: nextPlanned(subscription, calendar, done).at,
      version: { increment: 1 },
    },
    select: { id: true },
  });
  ctx.log.info(
    { workspace: ctx.workspace.id, digest: id, outcome: due?.do ?? 'not due' },
    'digest dealt with',
  );
}

async function mayStill(ctx: TxCtx, subscription: DigestSubscription, settings: Settings): Promise<boolean> {
  const facts = await loadFigureRights(ctx, subscription.ownerId, settings);
  return mayFigures(scopeOf(subscription), facts);
}

/** Its owner may not read those figures any more, and hears of it once. */
async function end(ctx: TxCtx, subscription: DigestSubscription, owner: Person): Promise<void> {
  await stop(ctx, subscription, 'rights');
  const thread = `digest_ended:${subscription.id}`;
  const subject = { type: 'digest_subscription', id: subscription.id };
  await enqueue(ctx, [DIGEST_MESSAGES.ended.root({ subject, ...dm(owner), thread })]);
}

/** One that cannot be made keeps no other from being made. Nothing happens where it has changed meanwhile. */
async function putOff(
  { db, log }: MakingDeps,
  { id, workspaceId, version }: DigestSubscription,
  now: Date,
  error: unknown,
) {
  await db.digestSubscription.updateMany({
    where: { id, workspaceId, version, stoppedAt: null },
    data: { dueAt: new Date(now.getTime() + PUT_OFF_MS) },
  });
  log.error(
    { workspace: workspaceId, digest: id, ...failureOf(error) },
    'digest could not be made; it is tried again',
  );
}

/** Read at once. */
const SOME = 500;
/** One that could not be made is tried again after this. */
const PUT_OFF_MS = 10 * 60_000;

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
