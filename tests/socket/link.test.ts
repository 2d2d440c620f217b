import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';
import { keptLog, type Line } from '../support/log.ts';

// A Baton in Socket Mode, and what Slack may do to its socket.

let world: World;
let rep: Driver;
let lines: Line[];
const sockets = () => world.sandbox.faults.sockets;
beforeEach(async () => {
  const { log, lines: written } = keptLog();
  lines = written;
  world = await startWorld({ transport: 'socket', pingMs: 100, sandbox: { socketPingMs: 50 }, log });
  rep = world.sandbox.person('rep.berlin');
  return () => world.close();
});

/** Looks again and again. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

async function ready(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${world.baton.port}/readyz`);
  return `${response.status} ${await response.text()}`;
}

/** The line that says how the connection stands. */
const socketLine = async () => /^socket: (.*)$/m.exec(await ready())?.[1] ?? '';
const opened = () => world.sandbox.traffic.calls('apps.connections.open').length;
const met = (slackUserId: string) => world.database.db.member.count({ where: { slackUserId } });

async function helps(): Promise<void> {
  await rep.types('/handoff help', { in: 'sales' });
  await rep.message(/\/handoff Acme/, { in: 'sales' });
}

test.each(['warning', 'refresh_requested'] as const)(
  'a socket that Slack closes (%s) has a successor before it goes, and answers what came by it',
  async (reason) => {
    const name = await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
    const csm = world.sandbox.person('csm.berlin');
    await csm.message(new RegExp(name), { in: 'dm' });
    world.sandbox.faults.slow(600, { method: 'response_url', times: 1 });
    const clicked = csm.clicks('I’m on it', { in: 'dm', message: new RegExp(name) });
    await until(
      async () => (await world.database.db.handoff.count({ where: { state: 'acknowledged' } })) === 1,
    );
    sockets().disconnect(reason, 2_000);
    let fewest = sockets().open;
    const look = setInterval(() => {
      fewest = Math.min(fewest, sockets().open);
    }, 1);
    await until(() => sockets().open === 2);
    await helps();
    await clicked;
    await until(() => sockets().open === 1);
    clearInterval(look);
    expect(fewest).toBe(1);
    expect(world.sandbox.traffic.violations).toEqual([]);
    expect(opened()).toBe(2);
  },
);

test('a socket that falls silent is given up, and another one hears what was not acked', async () => {
  sockets().silence();
  const { id } = world.sandbox.admin.addPerson({ name: 'late' });
  await until(() => opened() === 2 && sockets().open === 1);
  await helps();
  await until(async () => (await met(id)) === 1);
  expect(lines).toContainEqual(expect.objectContaining({ reason: 'silent' }));
});

test('while Slack is away it says so, tries again and again, and goes on when Slack is back', async () => {
  await world.sandbox.faults.away('refuse');
  await until(async () => /^NOT READY, no connection for [5-9] s: ECONNREFUSED/.test(await socketLine()));
  expect(await ready()).toMatch(/^503 not ready\n/);
  await world.sandbox.faults.away(false);
  await until(() => sockets().open === 1);
  await helps();
  await until(async () => (await socketLine()) === 'is connected');
  // A line for each of its kinds, and not for each try.
  const said = lines.filter(({ msg }) => /connected to Slack/.test(msg)).map(({ reason }) => reason);
  expect(said).toEqual(['closed_1006', 'ECONNREFUSED', undefined]);
});

test('where Socket Mode is switched off it says what to do, and goes on when it is on again', async () => {
  sockets().switchOff();
  await until(() => lines.some(({ reason }) => reason === 'link_disabled'));
  expect(lines.find(({ reason }) => reason === 'link_disabled')?.msg).toMatch(
    /^Socket Mode is switched off: switch it on/,
  );
  await until(async () => /NOT READY, .*Socket Mode is switched off/.test(await socketLine()));
  sockets().switchOff(false);
  await until(() => sockets().open === 1);
  await helps();
});

test('where Slack fails to give the next socket, or asks to wait, it tries again', async () => {
  world.sandbox.faults.serverError({ method: 'apps.connections.open', times: 1 });
  sockets().drop();
  await until(() => lines.some(({ reason }) => reason === 'http_503'));
  await until(() => sockets().open === 1);
  world.sandbox.faults.rateLimit({ method: 'apps.connections.open', retryAfter: 1, times: 1 });
  const before = opened();
  sockets().drop();
  await until(() => opened() === before + 1);
  const refusedAt = performance.now();
  await until(() => sockets().open === 1);
  expect(performance.now() - refusedAt).toBeGreaterThan(900);
  await helps();
});

test('what Slack sends again has one effect', async () => {
  const { id } = world.sandbox.admin.addPerson({ name: 'once' });
  await until(async () => (await met(id)) === 1);
  const [first] = world.sandbox.traffic.dispatches('event team_join');
  const events = () => world.database.db.inboundRequest.count({ where: { key: { startsWith: 'event:' } } });
  const before = await events();
  expect(await world.sandbox.resend('event team_join')).toMatchObject({ status: 200, body: '' });
  expect(world.sandbox.traffic.dispatches('event team_join').map(({ attempt }) => attempt)).toEqual([0, 1]);
  expect(first?.status).toBe(200);
  expect(await events()).toBe(before);
});

test('what nobody expects on a socket is no end of it', async () => {
  const before = opened();
  for (const message of [
    'no JSON',
    'null',
    '[]',
    { type: 'something new' },
    { type: 'events_api', envelope_id: 'e1', payload: { type: 'app_rate_limited', minute_rate_limited: 1 } },
    { type: 'events_api', envelope_id: 'e2', payload: null },
    { type: 'interactive', envelope_id: 'e3', payload: { type: 'block_actions' } },
    { type: 'slash_commands', envelope_id: 'e4' },
    { type: 'events_api', envelope_id: 'e5', payload: { event: null } },
  ])
    sockets().say(message);
  await helps();
  expect(opened()).toBe(before);
  expect(sockets().open).toBe(1);
  // Each was acked, though this Slack had sent none of them by itself.
  await until(
    () =>
      world.sandbox.traffic.violations.filter((line) => /an ack of what was not sent/.test(line)).length ===
      5,
  );
});

test('a Baton that stops finishes what came by its socket, and closes it', async () => {
  const name = await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  const csm = world.sandbox.person('csm.berlin');
  await csm.message(new RegExp(name), { in: 'dm' });
  world.sandbox.faults.slow(600, { method: 'response_url', times: 1 });
  const clicked = csm.clicks('I’m on it', { in: 'dm', message: new RegExp(name) });
  await until(
    async () => (await world.database.db.handoff.count({ where: { state: 'acknowledged' } })) === 1,
  );
  expect(world.sandbox.traffic.dispatches('block_actions').at(-1)?.status).toBe(0);
  await Promise.all([world.baton.stop(), clicked]);
  expect(sockets().open).toBe(0);
  expect(world.sandbox.traffic.violations).toEqual([]);
  expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
});
