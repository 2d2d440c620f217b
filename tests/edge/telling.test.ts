import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { about } from '../handoffs/dm.ts';
import { fillLeast, handOver, review } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';
import { keptLog } from '../support/log.ts';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.ts';

const RECEIVER = 'CSM (Berlin)';
const kept = keptLog();
let proxy: StallingProxy;
let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  proxy = await startStallingProxy(inject('serverUrl'));
  world = await startWorld({ log: kept.log, poolUrl: (url) => proxy.through(url) });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});
beforeEach(async () => {
  world.sandbox.faults.clear();
  kept.lines.splice(0);
  for (const person of [rep, csm]) if (person.hasModal()) await (await person.modal()).close();
});

/** Waits for the receiver's message too, so that no delivery is in the way. */
async function handedOver(account: string): Promise<string> {
  const name = await handOver(rep, { account, receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

const stateOf = async (name: string) =>
  (await world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } })).state;

const toldOnly = (person: Driver, where = 'dm') =>
  person
    .sees(where)
    .filter(({ ephemeral }) => ephemeral)
    .map(({ text }) => text);

describe('a click', () => {
  test('is acked when what it changes is in the database', async () => {
    const name = await handedOver('Fjord Sample Freight');
    proxy.delay(40);
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    proxy.delay(0);
    expect(await stateOf(name)).toBe('acknowledged');
  });

  test('that takes longer than Slack waits is acked with a word, and told when it is done', async () => {
    const name = await handedOver('Kite Sample Kitchens');
    proxy.delay(300);
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    await csm.message(/Baton is still working on it and will reply/, { in: 'dm' });
    proxy.delay(0);
    await csm.message(new RegExp(`Decide on ${name}`), { in: 'dm', timeoutMs: 20_000 });
    expect(await stateOf(name)).toBe('acknowledged');
  });

  test('that worked is not said to have failed where Slack drops the answer: it is told once more', async () => {
    const name = await handedOver('Blue Sample Foods');
    world.sandbox.faults.drop({ method: 'response_url', processed: false, times: 1 });
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    expect(toldOnly(csm).at(-1)).toContain(`Decide on ${name}`);
    const calls = world.sandbox.faults.drop({ method: 'response_url', times: 9 });
    const other = await handedOver('Pine Sample Pharma');
    await csm.clicks('I’m on it', { in: 'dm', message: about(other) });
    expect(calls.hits).toBe(2);
    expect(await stateOf(other)).toBe('acknowledged');
    expect(toldOnly(csm).join()).not.toMatch(/could not reach/);
    expect(kept.errors()).toEqual([]);
  });
});

describe('what went wrong is told as what it is', () => {
  test('Slack lets Baton open no window for some seconds', async () => {
    world.sandbox.faults.rateLimit({ method: 'views.open', retryAfter: 7, times: 1 });
    await rep.types('/handoff Olive Sample Optics', { in: 'sales' });
    await rep.message('Slack is asking Baton to slow down. Try again in 7 seconds.', { in: 'sales' });
    expect(kept.errors()).toEqual([]);
  });

  test('Slack refuses a window: the code, and a reference that stands in the log beside it', async () => {
    world.sandbox.faults.error('invalid_arguments', { method: 'views.open', times: 1 });
    await rep.types('/handoff Olive Sample Optics', { in: 'sales' });
    const { text } = await rep.message(/Slack refused Baton’s message \(invalid_arguments\)/, {
      in: 'sales',
    });
    const [, reference] = /reference ([0-9A-F]{6})/.exec(text) ?? [];
    expect(kept.errors()).toEqual([expect.objectContaining({ reason: 'invalid_arguments', reference })]);
  });

  test('a fault of Baton: a reference that stands in the log, without a word of the customer', async () => {
    const name = await handedOver('Cedar Sample Bank');
    const { db } = world.database;
    await db.$executeRaw`
      CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION E'Cedar Sample Bank said\n    at home: no'; END $$`;
    await db.$executeRaw`CREATE TRIGGER broken BEFORE UPDATE ON handoffs FOR EACH ROW EXECUTE FUNCTION broken()`;
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    await db.$executeRaw`DROP FUNCTION broken CASCADE`;
    const text = toldOnly(csm).at(-1) ?? '';
    expect(text).toMatch(/Something broke in Baton.*reference [0-9A-F]{6}/);
    const [, reference] = /reference ([0-9A-F]{6})/.exec(text) ?? [];
    expect(kept.errors()).toEqual([expect.objectContaining({ reference })]);
    expect(JSON.stringify(kept.lines)).not.toMatch(/Cedar|home/);
  });

  test('somebody else holds for longer than a click waits what it would change', async () => {
    const name = await handedOver('Juniper Sample Games');
    const holding = await world.database.pool.connect();
    await holding.query('BEGIN');
    await holding.query('SELECT 1 FROM handoffs WHERE number = $1 FOR UPDATE', [name.slice(2)]);
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    await holding.query('ROLLBACK');
    holding.release();
    expect(toldOnly(csm).at(-1)).toMatch(/^Someone else changed this at the same moment/);
    expect(await stateOf(name)).toBe('submitted');
    expect(kept.errors()).toEqual([]);
  });

  test('the database is away', async () => {
    const name = await handedOver('Iris Sample Insurance');
    proxy.stall();
    await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
    await csm.message(/can’t reach its database/, { in: 'dm' });
    proxy.resume();
  });
});

describe('a window', () => {
  const opened = async () => {
    await rep.types('/handoff Lotus Sample Logistics', { in: 'sales' });
    return rep.modal({ text: /Main contact/, timeoutMs: 20_000 });
  };

  test('is filled where Slack opened it and its answer was lost', async () => {
    world.sandbox.faults.drop({ method: 'views.open', times: 1 });
    await opened();
  });

  test('is filled where Slack is slower than Baton waits', async () => {
    world.sandbox.faults.slow(4_000, { method: 'views.open', times: 1 });
    await opened();
  });

  test('that never opened is said not to have', async () => {
    world.sandbox.faults.drop({ method: 'views.open', processed: false, times: 1 });
    await rep.types('/handoff Lotus Sample Logistics', { in: 'sales' });
    await rep.message('Slack didn’t open the window in time', { in: 'sales', timeoutMs: 20_000 });
  });

  test('is filled when Slack lets Baton go on', async () => {
    world.sandbox.faults.rateLimit({ method: 'views.update', retryAfter: 1, times: 2 });
    await opened();
  });

  test('that Slack will not let Baton fill for longer than anybody waits is told of', async () => {
    world.sandbox.faults.rateLimit({ method: 'views.update', retryAfter: 60 });
    await rep.types('/handoff Lotus Sample Logistics', { in: 'sales' });
    await rep.message('Slack is asking Baton to slow down. Try again in 60 seconds.', { in: 'sales' });
  });

  test.each([
    ['Ask for more', /Your question/],
    ['Decide later', /Decision date/],
  ])('submitted with %s before it was redrawn asks what that needs', async (choice, asked) => {
    const name = await handedOver(`Sample ${choice}`);
    await csm.clicks('Review', { in: 'dm', message: about(name) });
    const modal = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
    const lost = world.sandbox.faults.drop({ method: 'views.update', processed: false });
    await modal.check('Your answer', choice);
    expect(lost.hits).toBeGreaterThan(0);
    lost.stop();
    expect(modal.text()).not.toMatch(asked);
    expect(await modal.submit()).toEqual({ updated: true });
    expect(modal.text()).toMatch(asked);
    // Nothing stands above what it is about.
    expect(modal.text().split('\n')[1]).toContain(`(${name})`);
    expect(await stateOf(name)).toBe('submitted');
  });

  test('that is redrawn after a pause of Slack says nothing of it', async () => {
    const name = await handedOver('Quartz Sample Quarry');
    world.sandbox.faults.rateLimit({ method: 'views.update', retryAfter: 1, times: 1 });
    const modal = await review(csm, name, 'Accept');
    await modal.until(/\[Accept\]/);
    expect(kept.errors()).toEqual([]);
  });
});

test('a form that is full keeps what was typed, and says under its first input what went wrong', async () => {
  const modal = await fillLeast(rep, { account: 'River Sample Retail', receiver: RECEIVER });
  proxy.stall();
  expect(await modal.submit()).toEqual({ updated: true });
  expect(modal.text()).toContain('Baton isn’t sure this was saved.');
  proxy.resume();
});
