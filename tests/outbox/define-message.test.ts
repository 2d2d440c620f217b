import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type Asked,
  defineMessage,
  drawn,
  interruptingKinds,
  NO_DATA,
} from '../../src/outbox/define-message.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

let asked: Asked = 'yes';
const SAMPLES = {
  count: defineMessage({
    kind: 'sample_count',
    data: z.object({ count: z.number(), unit: z.string().default('things') }),
    about: 'internal',
    whenUnknown: 'resend',
    asked: () => asked,
  }),
  last: defineMessage({
    ...{ kind: 'sample_last', data: NO_DATA, about: 'internal', whenUnknown: 'resend' },
    onlyLastAsks: true,
  }),
  plain: defineMessage({ kind: 'sample_plain', data: NO_DATA, about: 'internal', whenUnknown: 'resend' }),
};
const kinds = drawn(SAMPLES, {
  count: ({ count, unit }, { asked }) => ({ text: `${count} ${unit}${asked ? '?' : ''}`, blocks: [] }),
  last: (_, { asked }) => ({ text: asked ? 'asks' : 'asks no more', blocks: [] }),
  plain: () => ({ text: 'plain', blocks: [] }),
});
const deliver = () => world.deliver({ kinds: { ...world.kinds, ...kinds } });

const at = (channel: string, thread: string) => ({
  ...{ subject: { type: 'sample', id: world.ctx.workspace.id }, destination: world.id(channel), thread },
});

beforeEach(() => {
  asked = 'yes';
});

test('one row that cannot be read costs itself, and is tried again: a later version may have written it', async () => {
  await world.enqueue(
    SAMPLES.count.root({ ...at('cs', 'broken'), data: { count: 1, unit: 'thing' } }),
    SAMPLES.count.root({ ...at('sales', 'whole'), data: { count: 2, unit: 'things' } }),
    SAMPLES.plain.root(at('csm', 'plain')),
  );
  await world.database.pool.query(
    `UPDATE outbox_messages SET data = '{"count": "many"}' WHERE dedupe_key = 'broken'`,
  );
  await deliver().runOnce();
  expect((await world.rows())['broken']).toMatchObject({
    state: 'pending',
    error: 'render_failed',
    attempt: 1,
  });
  expect(await world.said('sales')).toEqual(['2 things?']);
  expect(await world.said('csm')).toEqual(['plain']);
});

test('what an earlier version wrote is read, and what only a later one knows is left out', async () => {
  await world.enqueue(SAMPLES.count.root({ ...at('cs', 'old'), data: { count: 3, unit: '' } }));
  await world.database.pool.query(`UPDATE outbox_messages SET data = '{"count": 3, "colour": "red"}'`);
  await deliver().runOnce();
  expect(await world.said('cs')).toEqual(['3 things?']);
});

test('what cannot be read again is not written', () => {
  const data = { count: Number.NaN, unit: 'things' };
  expect(() => SAMPLES.count.root({ ...at('cs', 'wrong'), data })).toThrow();
});

test('what nothing asks for any more is not said; said already, it asks nothing', async () => {
  asked = 'over';
  await world.enqueue(SAMPLES.count.root({ ...at('cs', 'over'), data: { count: 1, unit: 'thing' } }));
  await deliver().runOnce();
  expect((await world.rows())['over']?.state).toBe('skipped');
  asked = 'elsewhere';
  const subject = { type: 'sample', id: world.ctx.workspace.id };
  await world.enqueue(SAMPLES.count.root({ ...at('sales', 'said'), data: { count: 2, unit: 'things' } }));
  await deliver().runOnce();
  expect(await world.said('sales')).toEqual(['2 things']);
  asked = 'over';
  await world.database.pool.query(`UPDATE outbox_messages SET data = '{"count": 4}'`);
  await world.refresh(subject, true);
  await deliver().runOnce();
  expect(await world.said('sales')).toEqual(['4 things']);
});

test('asked again, only the last message of its reader asks', async () => {
  const memberId = randomUUID();
  const delivery = deliver();
  await world.enqueue(SAMPLES.last.root({ ...at('rep', 'first'), memberId }));
  await delivery.runOnce();
  expect(await world.said('rep')).toEqual(['asks']);
  const other = { ...at('csm', 'of another'), memberId: randomUUID() };
  await world.enqueue(SAMPLES.last.root({ ...at('rep', 'second'), memberId }), SAMPLES.last.root(other));
  await world.refresh({ type: 'sample', id: world.ctx.workspace.id });
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('rep')).toEqual(['asks no more', 'asks']);
  expect(await world.said('csm')).toEqual(['asks']);
});

test('a root opens its thread under a key of its own; a kind that interrupts is known as that', () => {
  expect(SAMPLES.plain.root(at('cs', 'one'))).toMatchObject({ root: true, thread: 'one', dedupeKey: 'one' });
  expect(interruptingKinds()).not.toContain('sample_plain');
  defineMessage({ ...SAMPLES.plain, kind: 'sample_loud', interrupts: true });
  expect(interruptingKinds()).toContain('sample_loud');
});

test('what is drawn is what is declared, and its data is what it keeps', () => {
  const plain = () => ({ text: 'plain', blocks: [] });
  // @ts-expect-error A kind without a drawing.
  drawn(SAMPLES, { plain });
  // @ts-expect-error A drawing without a kind.
  drawn({ plain: SAMPLES.plain }, { plain, other: plain });
  // @ts-expect-error Data that it does not keep.
  expect(() => SAMPLES.count.root({ ...at('cs', 'typed'), data: { count: 'one' } })).toThrow();
  // @ts-expect-error Without its data.
  expect(() => SAMPLES.count.root(at('cs', 'typed'))).toThrow();
});
