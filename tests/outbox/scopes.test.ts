import { afterEach, beforeEach, expect, test } from 'vitest';
import { tellAdmins } from '../../jobs/tell-admins.ts';
import { unblockWorkspaces } from '../../src/workspaces/workspace.ts';
import { newMember } from '../people/world.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await newMember(world.ctx, world.id('lead'), { isAdmin: true });
});
afterEach(() => world.close());

const state = async () => (await world.database.db.workspace.findFirstOrThrow()).state;
const calls = (method: string) => world.sandbox.traffic.calls(method);

test('a scope that is missing holds up what needs it, and nothing else, and the admins hear of it once', async () => {
  const refusing = world.sandbox.faults.error('missing_scope', { method: 'chat.postMessage', channel: 'cs' });
  await world.enqueue(
    world.message({ lane: 'cs', kind: 'note', dedupeKey: 'one' }),
    world.message({ lane: 'cs', kind: 'note', dedupeKey: 'two' }),
    world.message({ lane: 'sales', kind: 'note', dedupeKey: 'three' }),
  );
  const delivery = world.deliver({ onLaneBlocked: tellAdmins });
  await delivery.runOnce();
  expect(await state()).toBe('active');
  const waits = { state: 'pending', lane: world.id('cs'), error: 'missing_scope', attempt: 0 };
  expect(await world.rows()).toMatchObject({ one: waits, two: waits, three: { state: 'sent' } });

  // However often it is looked at, it does not open and close in turns.
  for (let look = 0; look < 3; look++) {
    await unblockWorkspaces({ db: world.database.db, served: world.served, log: world.ctx.log });
    await delivery.runOnce();
    expect(await state()).toBe('active');
  }
  expect(calls('auth.test')).toEqual([]);
  expect(refusing.hits).toBe(2);
  await world.timePasses();
  await delivery.runOnce();
  expect(refusing.hits).toBe(4);
  const told = await world.database.db.outboxMessage.findMany({ where: { kind: 'scope_missing' } });
  expect(told).toMatchObject([{ lane: world.id('lead'), data: { scope: 'unknown' } }]);

  refusing.stop();
  await world.timePasses();
  await delivery.runOnce();
  expect((await world.said('cs')).toSorted()).toEqual(['one', 'two']);
});

test('where nothing may be written at all, messages wait and name the scope, and go out once it is granted', async () => {
  world.sandbox.revokeScope('chat:write');
  await world.enqueue(world.message({ lane: 'cs', kind: 'note', dedupeKey: 'one' }));
  const delivery = world.deliver({ onLaneBlocked: tellAdmins });
  await delivery.runOnce();
  await delivery.runOnce();
  expect(await state()).toBe('active');
  const [told] = await world.database.db.outboxMessage.findMany({ where: { kind: 'scope_missing' } });
  expect(told).toMatchObject({ data: { scope: 'chat:write' }, state: 'pending' });
  world.sandbox.grantScope('chat:write');
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['one']);
});

test('an update that may not be made waits, and others go on', async () => {
  const { subject } = world.message({ lane: 'cs' });
  world.words.set(subject.id, 'submitted');
  await world.enqueue(world.message({ lane: 'cs', kind: 'note', subject, dedupeKey: 'root' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  const refusing = world.sandbox.faults.error('missing_scope', { method: 'chat.update' });
  world.words.set(subject.id, 'accepted');
  await world.refresh(subject, true);
  await world.enqueue(world.message({ lane: 'sales', kind: 'note', data: { text: 'other' } }));
  await delivery.runOnce();
  expect(await state()).toBe('active');
  expect(refusing.hits).toBe(1);
  expect(await world.said('sales')).toEqual(['other']);
  refusing.stop();
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['accepted']);
});
