import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.ts';
import { about, heard } from './dm.ts';
import { fillLeast, fillQuestions, handOver } from './hand-over.ts';

// A frozen database is waited for.
vi.setConfig({ testTimeout: 120_000 });

let proxy: StallingProxy;
let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  proxy = await startStallingProxy(inject('serverUrl'));
  world = await startWorld({ poolUrl: (url) => proxy.through(url) });
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});
beforeEach(() => {
  world.sandbox.traffic.violations.splice(0);
});

const RECEIVER = 'CSM (Berlin)';

test('a database frozen for ten seconds: the modal stays open and says so in time, and pressing again makes one', async () => {
  const modal = await fillLeast(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER });
  proxy.stall();
  setTimeout(() => proxy.resume(), 10_000);
  for (let press = 0; press < 3; press++) {
    expect(await modal.submit()).toEqual({ updated: true });
    expect(modal.text()).toContain(
      'Baton isn’t sure this was saved. Press the button again; nothing is sent twice.',
    );
  }
  await rep.until(
    async () => {
      await modal.submit();
      return /is with @csm\.berlin/.test(modal.text());
    },
    { timeoutMs: 25_000 },
  );
  expect(await world.database.db.handoff.count({ where: { state: 'submitted' } })).toBe(1);
  expect(await world.database.db.handoff.count()).toBe(1);
  await csm.until(() => heard(csm, about('H-1')).length > 0);
  await modal.close();
  expect(world.sandbox.traffic.violations).toEqual([]);
});

test('what was typed on the first screen of a frozen database is there to be saved again', async () => {
  await rep.types('/handoff Kite Sample Kitchens', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.choose('Hand over to', RECEIVER);
  await fillQuestions(modal, 'They want it.');
  proxy.stall();
  expect(await modal.submit()).toEqual({ updated: true });
  expect(modal.text()).toContain('Baton isn’t sure this was saved.');
  expect(modal.value('Why they bought')).toBe('They want it.');
  proxy.resume();
  await rep.until(async () => {
    await modal.submit();
    return /Ready to|Still missing/.test(modal.text());
  });
  expect(await world.database.db.handoff.count({ where: { state: 'draft' } })).toBe(1);
  await modal.close();
});

test('expired_trigger_id: the loading window opens while the database stands still for four seconds, and says what to do', async () => {
  proxy.stall();
  const thaw = setTimeout(() => proxy.resume(), 4_000);
  await rep.types('/handoff Blue Sample Foods', { in: 'sales' });
  const modal = await rep.modal({ text: /One moment/ });
  await modal.until(/Main contact|can’t reach its database/);
  clearTimeout(thaw);
  proxy.resume();
  await modal.close();
  await rep.until(async () => {
    await rep.types('/handoff Blue Sample Foods', { in: 'sales' });
    const again = await rep.modal({ text: /Main contact|could not reach/ });
    const filled = /Main contact/.test(again.text());
    await again.close();
    return filled;
  });
  expect(world.sandbox.traffic.violations).toEqual([]);
});

test('expired_trigger_id: a database four seconds away: the loading window opens, then shows the form', async () => {
  proxy.delay(250);
  await rep.types('/handoff Blue Sample Foods', { in: 'sales' });
  const modal = await rep.modal({ text: /One moment/ });
  await modal.until(/Main contact/, { timeoutMs: 20_000 });
  proxy.delay(0);
  await modal.close();
  expect(world.sandbox.traffic.violations).toEqual([]);
});

test('a click into a frozen database is answered, and changes nothing', async () => {
  const name = await handOver(rep, { account: 'Olive Sample Optics', receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  proxy.stall();
  await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
  await csm.message(/can’t reach its database right now/, { in: 'dm' });
  proxy.resume();
  const row = await world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } });
  expect(row.state).toBe('submitted');
});
