import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { companySeed, seedCompany } from '../../sandbox/demo/company.ts';
import { putBusinessTime } from '../../sandbox/demo/move-clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { type BatonProcess, type Fleet, makeFleet } from '../crash/fleet.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { MONDAY_10, manifest } from '../support/baton.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

// Two Batons on one database, each with a socket: whole processes, so that one can be killed in the middle.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;
let sandbox: Sandbox;
let fleet: Fleet;
beforeAll(async () => {
  database = await createTestDatabase();
  await putBusinessTime(database.db, MONDAY_10);
  sandbox = await startSandbox({
    seed: companySeed(manifest),
    signingSecret: 'unused',
    socketMode: true,
    rateLimits: false,
    // What a stopped process holds is not sent again before it is killed.
    ackTimeoutMs: 30_000,
  });
  sandbox.clock.putPeopleAt(MONDAY_10);
  fleet = makeFleet({
    script: 'fast',
    size: 2,
    env: {
      DATABASE_URL: database.url,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.apiUrl,
      PORT: '0',
      SANDBOX: 'true',
    },
  });
  await (await fleet.start()).ready;
  await until(
    async () => (await database.db.workspace.count({ where: { peopleSyncedAt: { not: null } } })) === 1,
  );
  const workspace = await database.db.workspace.findFirstOrThrow();
  const log = pino({ level: 'silent' });
  await seedCompany(
    { workspace, actor: { type: 'cli' }, now: MONDAY_10, db: database.db, log },
    {
      customerSuccess: sandbox.channel('customer-success').id,
      leadership: sandbox.channel('leadership').id,
      onboarding: sandbox.channel('onboarding').id,
    },
  );
  await (await fleet.start()).ready;
});
afterAll(async () => {
  await fleet.close();
  await sandbox.close();
  await database.drop();
});

/** Looks again and again. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

const met = (ids: readonly string[]) =>
  database.db.member.count({ where: { slackUserId: { in: [...ids] } } });
const join = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => sandbox.admin.addPerson({ name: `${name}.${n}` }).id);

test('each event reaches one of them', async () => {
  const ids = join('new', 6);
  const taken = () => database.db.inboundRequest.count({ where: { key: { startsWith: 'event:' } } });
  await until(async () => (await taken()) === ids.length);
  expect(await met(ids)).toBe(ids.length);
  const sent = sandbox.traffic.dispatches('event team_join');
  expect(sent.length).toBe(ids.length);
  expect(new Set(sent.map(({ to }) => to)).size).toBe(2);
});

test('what one was killed with, the other takes: events and a click, with one effect each', async () => {
  const rep = sandbox.person('rep.berlin');
  const csm = sandbox.person('csm.berlin');
  const name = await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  await csm.message(new RegExp(name), { in: 'dm' });
  const [frozen] = fleet.running() as [BatonProcess];
  const pressed = () => sandbox.traffic.dispatches('block_actions').length;
  const before = pressed();
  // It holds its socket, hears what comes, and does nothing.
  process.kill(frozen.pid, 'SIGSTOP');
  const ids = join('late', 6);
  const clicks = [0, 1].map(() =>
    csm.clicks('I’m on it', { in: 'dm', message: new RegExp(name) }).then(() => 'done'),
  );
  await until(() => pressed() === before + 2);
  await until(async () => (await met(ids)) >= ids.length / 2);
  expect(await met(ids)).toBe(ids.length / 2);
  await fleet.kill(frozen);
  expect(await Promise.all(clicks)).toEqual(['done', 'done']);
  await until(async () => (await met(ids)) === ids.length);
  await rep.message(/csm\.berlin is on it/, { in: 'dm' });
  const number = Number(name.slice(2));
  const { id } = await database.db.handoff.findFirstOrThrow({ where: { number } });
  const taken = { subjectType: 'handoff', subjectId: id, action: 'handoff.acknowledged' };
  expect(await database.db.auditEntry.count({ where: taken })).toBe(1);
  expect(sandbox.traffic.violations).toEqual([]);
});

test('one that is asked to end lets go of its socket, and the next one takes over', async () => {
  const next = await fleet.start();
  await next.ready;
  await until(() => sandbox.faults.sockets.open === 2);
  const [old] = fleet.running().filter((each) => each !== next) as [BatonProcess];
  expect(await old.end('SIGTERM')).toBe(0);
  expect(sandbox.faults.sockets.open).toBe(1);
  const ids = join('last', 2);
  await until(async () => (await met(ids)) === ids.length);
  expect(fleet.errors).toEqual(new Map());
});
