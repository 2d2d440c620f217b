import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/generated/client.ts';
import { askForDigest } from '../../src/digests/ask-for-digest.ts';
import { defineMessage, NO_DATA } from '../../src/outbox/define-message.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { refresh, UPDATES } from '../../src/outbox/refresh.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { ClockWatch } from '../../src/platform/clock-watch.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { transact } from '../../src/platform/transact.ts';
import { EVERYTHING, wants } from '../digests/desk.ts';
import { acting, expectDone, type House, handedOver } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';

const long = (days: number) => new Date(systemClock.wall().getTime() - days * 86_400_000);

/** For jobs whose time the test sets. */
export const RIGHT_CLOCKS: ClockWatch = {
  look: async () => {},
  isRight: async () => true,
  aheadMs: () => 0,
};

/** By the name of a job: makes a piece of work that it would take at once. */
export const WORK_OF_JOBS: Record<string, (house: House) => Promise<unknown>> = {
  'fire due timers': (house) => handedOver(house, 'acknowledge', { isPrivate: false }),
  async 'redraw what is overdue'(house) {
    const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
    await house.ctx.db.owed.updateMany({ where: { subjectId }, data: { redrawAt: house.ctx.now } });
  },
  async 'ask who stands in'(house) {
    const memberId = house.ids['receiver'] ?? '';
    expectDone(await setPerson(house.ctx, { memberId, coverId: house.ids['cover'] ?? '' }));
  },
  async 'evaluate accounts'({ ctx }) {
    const accountId = await newAccount(ctx, randomUUID());
    await ctx.db.accountHealth.create({
      data: { accountId, workspaceId: ctx.workspace.id, configVersion: 0, dueAt: ctx.now },
    });
  },
  async 'look for slides'({ ctx }) {
    const accountId = await newAccount(ctx, randomUUID());
    const workspaceId = ctx.workspace.id;
    await ctx.db.accountHealth.create({ data: { accountId, workspaceId } });
    const word = { type: 'nps', note: 'Sample note', createdAt: ctx.now };
    await ctx.db.expectedSignal.create({ data: { accountId, workspaceId, until: long(731), ...word } });
    await ctx.db.accountView.create({
      data: { id: newId(ctx.now), accountId, workspaceId, value: 4, saidAt: long(366) },
    });
  },
  async 'make due digests'(house) {
    const id = await wants(house, 'admin', EVERYTHING);
    await house.ctx.db.digestSubscription.update({ where: { id }, data: { dueAt: house.ctx.now } });
  },
  async 'plan digests'(house) {
    const id = await wants(house, 'present');
    await house.ctx.db.digestSubscription.update({ where: { id }, data: { dueAt: null } });
  },
  async 'tell of held digests'(house) {
    const once = { scope: 'mine', teamId: null, segment: null, cadence: 'weekly' } as const;
    const asked = await askForDigest(acting(house, 'present'), once);
    await house.ctx.db.outboxMessage.updateMany({
      where: { subjectId: expectDone(asked).runId, isRoot: true },
      data: { state: 'held', attempt: 1 },
    });
  },
  // A quarter ends.
  'take baselines': async () => {},
  async 'tell of calibration'({ ctx }) {
    const accountId = await newAccount(ctx, randomUUID());
    const of = { accountId, workspaceId: ctx.workspace.id, configVersion: 0 };
    await ctx.db.accountHealth.create({ data: of });
    const day = new Date('2026-12-31T00:00:00Z');
    await ctx.db.healthDay.create({ data: { ...of, day, score: 90, confidence: 1, band: 'healthy' } });
  },
  async 'find deals'({ ctx }) {
    await ctx.db.workspace.update({
      where: { id: ctx.workspace.id },
      data: { dealsFrom: long(30), dealsSoughtAt: long(2) },
    });
    const accountId = await newAccount(ctx, randomUUID(), { stage: 'land', csOwnerId: null });
    await ctx.db.accountStage.updateMany({ where: { accountId }, data: { enteredAt: long(14) } });
  },
  async 'forget what was kept long enough'({ ctx }) {
    const of = { accountId: await newAccount(ctx, randomUUID()), workspaceId: ctx.workspace.id };
    for (const days of [2_000, 2_001])
      await ctx.db.healthDay.create({ data: { ...of, day: long(days), confidence: 0, configVersion: 0 } });
  },
  async sweep(house) {
    const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
    await house.ctx.db.timer.deleteMany({ where: { subjectId } });
  },
  'sync people': ({ ctx }) => updateWorkspace(ctx, { peopleSyncedAt: null }),
  'unblock workspaces': ({ ctx }) =>
    updateWorkspace(ctx, { state: 'blocked', blockedReason: 'token_revoked' }),
  async 'move merged signals'({ ctx }) {
    const [mergedIntoId, accountId] = [
      await newAccount(ctx, randomUUID()),
      await newAccount(ctx, randomUUID()),
    ];
    await ctx.db.account.update({ where: { id: accountId }, data: { mergedIntoId } });
    const at = { observedAt: ctx.now, receivedAt: ctx.now };
    const id = newId(ctx.now);
    await ctx.db.signal.create({
      data: {
        ...{ id, workspaceId: ctx.workspace.id, accountId, type: 'logins', value: 1, key: id, ...at },
        ...{ source: 'sample', actor: {} },
      },
    });
  },
  async 'fill account search'({ ctx }) {
    const id = await newAccount(ctx, randomUUID());
    // As it was before search had columns of its own.
    await ctx.db
      .$executeRaw`UPDATE accounts SET search_text = NULL, search_grams = NULL WHERE id = ${id}::uuid`;
  },
  async 'forget clocks of what has ended'(house) {
    const subjectId = await handedOver(house, 'acknowledge', { isPrivate: false });
    await house.ctx.db.handoff.update({ where: { id: subjectId }, data: { state: 'cancelled' } });
    await house.ctx.db.timer.updateMany({ where: { subjectId }, data: { dueAt: null } });
  },
  'forget what was left behind': ({ ctx }) => leftBehind(ctx, 'C0CLOSED', { leftAt: long(400) }),
  async 'forget old requests'({ ctx }) {
    const of = { workspaceId: ctx.workspace.id, receivedAt: long(8) };
    await ctx.db.inboundRequest.create({ data: { ...of, key: 'old' } });
    await ctx.db.apiRequest.create({ data: { ...of, key: 'old', bodyHash: 'sample', state: 202 } });
  },
};

function updateWorkspace({ db, workspace }: Ctx, data: Prisma.WorkspaceUpdateInput) {
  return db.workspace.update({ where: { id: workspace.id }, data });
}

/** By what delivery takes. The lane is a person's, whose DM exists in every workspace. */
export const WORK_OF_DELIVERY: Record<string, (ctx: Ctx, lane: string) => Promise<unknown>> = {
  'a message': (ctx, lane) => said(ctx, lane),
  async 'a lease that ran out'(ctx, lane) {
    const id = await said(ctx, lane);
    const lease = { leaseToken: randomUUID(), leaseUntil: long(0.1) };
    await ctx.db.outboxMessage.update({ where: { id }, data: { state: 'sending', attempt: 1, ...lease } });
  },
  async 'a doubt'(ctx, lane) {
    const id = await said(ctx, lane);
    const doubt = {
      state: 'uncertain',
      attempt: 1,
      firstAttemptAt: long(0.1),
      notBefore: long(0.1),
    } as const;
    await ctx.db.outboxMessage.update({ where: { id }, data: doubt });
  },
  async 'a channel that is to be looked at'({ db, workspace }) {
    const due = { nextSendAt: long(1), recheckAt: long(0.1) };
    await db.outboxLane.create({ data: { workspaceId: workspace.id, key: `C0${randomUUID()}`, ...due } });
  },
  'a message left behind': (ctx) => leftBehind(ctx, `C0${randomUUID()}`, { notBefore: long(0.1) }),
  'an update': (ctx, lane) => stale(ctx, lane, false),
  'an urgent update': (ctx, lane) => stale(ctx, lane, true),
};

async function leftBehind(
  { db, workspace }: Ctx,
  channel: string,
  over: { leftAt?: Date; notBefore?: Date },
): Promise<void> {
  const about = { channel, ts: '1.000001', messageId: randomUUID(), kind: 'note', urgent: false };
  await db.outboxLeftBehind.create({
    data: { workspaceId: workspace.id, ...about, leftAt: long(1), ...over },
  });
}

const NOTE = defineMessage({ kind: 'note', data: NO_DATA, about: 'internal', whenUnknown: 'resend' });

async function said(ctx: Ctx, lane: string): Promise<string> {
  const key = randomUUID();
  const subject = { type: 'handoff', id: randomUUID() };
  await transact(ctx, (tx) => enqueue(tx, [NOTE.root({ subject, destination: lane, thread: key })]));
  const of = { workspaceId_dedupeKey: { workspaceId: ctx.workspace.id, dedupeKey: key } };
  return (await ctx.db.outboxMessage.findUniqueOrThrow({ where: of })).id;
}

async function stale(ctx: Ctx, lane: string, urgent: boolean): Promise<void> {
  const id = await said(ctx, lane);
  const { subjectId, thread } = await ctx.db.outboxMessage.findUniqueOrThrow({ where: { id } });
  const posted = { slackChannel: lane, slackTs: '1.000001' };
  await ctx.db.outboxMessage.update({ where: { id }, data: { state: 'sent', ...posted } });
  const workspaceId = ctx.workspace.id;
  await ctx.db.outboxThread.update({
    where: { workspaceId_key: { workspaceId, key: thread } },
    data: posted,
  });
  await transact(ctx, (tx) => refresh(tx, { type: 'handoff', id: subjectId }, { urgent }));
  await ctx.db.outboxLane.updateMany({
    where: { workspaceId, key: UPDATES },
    data: { nextSendAt: long(0.1) },
  });
}
