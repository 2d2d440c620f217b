import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jobTable } from '../../jobs/index.ts';
import { MESSAGES } from '../../jobs/messages.ts';
import { putBusinessTime } from '../../sandbox/demo/move-clock.ts';
import { sendEvent } from '../../sandbox/dispatch.ts';
import type { Driver } from '../../sandbox/server.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { TIMERS } from '../../src/every-case.ts';
import { startDelivery } from '../../src/outbox/loop.ts';
import { post, tokenOf } from '../api/house.ts';
import { about, heard } from '../handoffs/dm.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';
import { serving } from '../support/served.ts';
import { rowsOf } from './snapshot.ts';
import { RIGHT_CLOCKS } from './work.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(() => world.close());

const workspace = () => world.database.db.workspace.findFirstOrThrow();

/** Sends an event as Slack does, and waits until Baton has acted on it. */
async function told(event: { type: string } & Record<string, unknown>, until: () => Promise<boolean>) {
  sendEvent(world.sandbox.core, event);
  await rep.until(until);
}

describe('a workspace that removes the app', () => {
  it('stands still, is refused, and goes on where it was once the app is back', async () => {
    const { db, pool } = world.database;
    const token = await tokenOf(await world.ctx());
    const api = { url: `http://127.0.0.1:${world.baton.port}`, stop: async () => {} };
    const signal = { account: 'Sample', type: 'nps', value: 3 };
    expect(await post(api, '/v1/signals', token, signal)).toMatchObject({ status: 202 });
    const name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
    await csm.message(about(name), { in: 'dm' });

    world.sandbox.admin.uninstall();
    await rep.until(async () => (await workspace()).uninstalledAt !== null);
    expect(await workspace()).toMatchObject({ state: 'blocked', blockedReason: 'app_uninstalled' });
    expect(await post(api, '/v1/signals', token, signal)).toMatchObject({ status: 401 });
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
    await world.baton.stop();

    // Past the reminder, the other side, the lead and the manager.
    const at = new Date('2026-11-25T14:30:00Z');
    await putBusinessTime(db, at);
    const { id, slackTeamId, botUserId } = await workspace();
    const { botToken, apiUrl } = world.sandbox;
    const served = serving([{ id, slackTeamId, botUserId }], { token: botToken, apiUrl });
    const clock = { now: () => at, wall: () => at };
    const log = pino({ level: 'silent' });
    const nothing = { validate: () => {}, hasOutsiders: async () => true, onLaneBlocked: async () => {} };
    const delivery = startDelivery({ db, clock, served, kinds: MESSAGES, ...nothing, log, paceMs: 0 });
    const before = await rowsOf(pool, id);
    world.sandbox.traffic.clear();
    for (const job of jobTable({ db, clock, served, delivery, clocks: RIGHT_CLOCKS, log }))
      await job.run(AbortSignal.timeout(30_000));
    expect(await delivery.runOnce()).toBe(0);
    expect(await fireDueTimers({ db, clock, served, handlers: TIMERS, log })).toBe(0);
    await delivery.stop();
    expect(await rowsOf(pool, id)).toEqual(before);
    // Whether the app is back is all that was asked.
    expect(world.sandbox.traffic.calls().map(({ method }) => method)).toEqual(['auth.test']);

    const [toRep, toCsm] = [heard(rep, about(name)).length, heard(csm, about(name)).length];
    world.sandbox.faults.deactivateApp(false);
    await world.restart();
    expect(await workspace()).toMatchObject({ state: 'active', blockedReason: null, uninstalledAt: null });
    const next = { url: `http://127.0.0.1:${world.baton.port}`, stop: async () => {} };
    expect(await post(next, '/v1/signals', token, signal)).toMatchObject({ status: 202 });
    await world.moveTo(new Date('2026-11-25T14:31:00Z'));
    // Of what fell due meanwhile each rung is said once, and no reminder that others have overtaken.
    expect(heard(rep, about(name)).length - toRep).toBe(1);
    expect(heard(csm, about(name)).length - toCsm).toBe(0);
  });

  it('is active while a revoked token is somebody else’s, and stands still when it is ours', async () => {
    const { botUserId } = await workspace();
    const revoked = (tokens: object) => ({ type: 'tokens_revoked', tokens });
    const seen = () => world.database.db.inboundRequest.count({ where: { key: { startsWith: 'event:' } } });
    const before = await seen();
    await told(revoked({ oauth: ['U0SOMEBODY'] }), async () => (await seen()) > before);
    expect(await workspace()).toMatchObject({ state: 'active' });
    await told(revoked({ bot: [botUserId] }), async () => (await workspace()).state === 'blocked');
    expect(await workspace()).toMatchObject({ blockedReason: 'token_revoked', uninstalledAt: null });
    // Either order: what came first takes nothing back.
    await told({ type: 'app_uninstalled' }, async () => (await workspace()).uninstalledAt !== null);
    const after = await seen();
    await told(revoked({ bot: [botUserId] }), async () => (await seen()) > after);
    expect(await workspace()).toMatchObject({ blockedReason: 'app_uninstalled' });
  });
});
