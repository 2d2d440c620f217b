import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToken } from '../../src/workspaces/tokens.ts';
import { MONDAY_10, startWorld, type World } from '../support/baton.ts';
import { tryOutAlerts } from './slide.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FRESH = 500;
const BATCH = 300;

let world: World;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  await tryOutAlerts(await world.ctx());
  const made = await createToken(await world.ctx(), 'sample import');
  if ('refused' in made) throw new Error(made.message);
  token = made.secret;
});

afterAll(() => world?.close());

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${world.baton.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

/** The same of every fresh account, in batches that leave none half told. */
async function sendSignals(values: Record<string, number>): Promise<void> {
  const types = Object.entries(values);
  for (let from = 0; from < FRESH; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, FRESH - from) }, (_, n) => `fresh-${from + n}`);
    const batch = some.flatMap((external_id) =>
      types.map(([type, value]) => ({ account: { external_id }, type, value })),
    );
    expect(await post('/v1/signals', batch)).toMatchObject({ accepted: batch.length, rejected: 0 });
  }
}

const inChannels = () =>
  ['sales', 'customer-success', 'leadership'].flatMap((name) => world.sandbox.person('director').sees(name));
const inDms = (name: string) => world.sandbox.person(name).sees('dm');
const day = (days: number) => world.moveTo(new Date(MONDAY_10.getTime() + days * DAY_MS));

describe('500 accounts that were imported today', () => {
  it('disturb nobody with how they are, however bad', async () => {
    const accounts = Array.from({ length: FRESH }, (_, n) => ({
      name: `Fresh Sample ${n}`,
      external_id: `fresh-${n}`,
      segment: 'enterprise',
      cs_owner: 'csm.berlin@sample.example',
    }));
    expect(await post('/v1/accounts', accounts)).toMatchObject({ received: FRESH });
    await sendSignals({ usage_depth: 20, seats_used: 30, support_tickets_open: 12 });
    await day(1);
    expect(await world.database.db.accountHealth.count({ where: { known: true, band: 'critical' } })).toBe(
      FRESH,
    );
    await sendSignals({ usage_depth: 90, seats_used: 95, support_tickets_open: 0 });
    await day(9);
    expect(await world.database.db.accountHealth.count({ where: { band: 'healthy' } })).toBe(FRESH);
    expect([...inChannels(), ...inDms('director'), ...inDms('csm.berlin')]).toEqual([]);
  });

  it('are one list for the admins when all of them slide at once', async () => {
    await sendSignals({ usage_depth: 10, seats_used: 20, support_tickets_open: 20 });
    await day(15);
    const changes = { where: { outcome: 'preview' } };
    expect(await world.database.db.healthChange.count(changes)).toBe(FRESH);
    const [list, ...others] = inDms('director');
    expect(others).toEqual([]);
    expect(list?.text).toMatch(/would have flagged 500 risks/);
    expect([...inChannels(), ...inDms('csm.berlin'), ...inDms('cs.lead')]).toEqual([]);
    expect(await world.database.db.risk.count()).toBe(0);
    expect(world.sandbox.traffic.violations).toEqual([]);
  });
});
