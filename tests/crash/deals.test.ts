import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tokenOf } from '../api/house.ts';
import { type Crash, startCrash } from './crash.ts';
import { chance } from './kills.ts';
import { REPS, repName } from './plan.ts';

// In full with `npm run test:crash`.
const full = process.env['MODE'] === 'crash';
const SIZE = full ? { deals: 300, kills: 30 } : { deals: 30, kills: 2 };
const AT_ONCE = 4;
const AGAIN_MS = 50;

interface Told {
  deal_id: string;
  account_name: string;
  owner: string;
  state: 'won' | 'lost';
  notes?: string;
}

test('killed while a CRM tells of deals and tells of them again, each is there once, with its clock and its request', {
  timeout: full ? 600_000 : 200_000,
}, async () => {
  const seed = Number(process.env['CRASH_SEED'] ?? 1);
  const crash = await startCrash({ seed, patient: full, stage: { size: full ? 3 : 2 } });
  try {
    const secret = await tokenOf(await crash.ctx());
    const random = chance(seed);
    const last = new Map<string, Told>();
    const notes = { requests: 0, unanswered: 0 };

    /** Until it is answered: what was not may have been done or not. */
    async function tell(told: Told): Promise<void> {
      for (let tries = 0; tries < 2_000; tries++) {
        const urls = crash.fleet.urls();
        const url = urls[Math.floor(random() * urls.length)];
        notes.requests += 1;
        const answer = url === undefined ? null : await post(url, secret, told);
        if (answer) {
          expect(answer).toMatchObject({ received: 1, rejected: 0 });
          last.set(told.deal_id, told);
          return;
        }
        notes.unanswered += 1;
        await pause(AGAIN_MS);
      }
      throw new Error(`no process took ${told.deal_id}`);
    }

    async function course(n: number): Promise<void> {
      const owner = crash.sandbox.person(repName(n % REPS)).id;
      const won: Told = { deal_id: `D-${n}`, account_name: `Told Customer ${n}`, owner, state: 'won' };
      await tell(won);
      if (random() < 0.3) await tell(won);
      if (random() < 0.3) await tell({ ...won, notes: 'Sample note' });
      if (random() < 0.3) await tell({ ...won, state: 'lost' });
    }

    await crash.whileKilling(SIZE.kills, async (share) => {
      let next = 0;
      const sender = async () => {
        while (next < SIZE.deals) {
          if (next > (0.1 + share()) * SIZE.deals) await pause(AGAIN_MS);
          else await course(next++);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sender));
    });
    await crash.settled();
    console.info(JSON.stringify({ ...notes, deals: last.size, killed: crash.fleet.killed }));
    expect(last.size).toBe(SIZE.deals);
    expect(crash.fleet.killed).toBeGreaterThanOrEqual(SIZE.kills);
    await expectKept(crash, [...last.values()]);
  } finally {
    await crash.close();
  }
});

/** The report, or null: then nobody knows what became of it. */
async function post(url: string, secret: string, told: Told): Promise<unknown> {
  try {
    const answer = await fetch(`${url}/v1/handoffs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(told),
      signal: AbortSignal.timeout(8_000),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** What the last answer promised of each, once. */
async function expectKept({ database: { db }, sandbox }: Crash, told: readonly Told[]): Promise<void> {
  const deals = await db.deal.findMany();
  const said = ({ deal_id, state, notes }: Told) => `${deal_id} ${state} ${notes ?? null}`;
  expect(deals.map(({ externalId, state, notes }) => `${externalId} ${state} ${notes}`).sort()).toEqual(
    told.map(said).sort(),
  );
  const won = deals.filter(({ state }) => state === 'won').map(({ id }) => id);
  const ids = (rows: readonly { subjectId: string }[]) => rows.map(({ subjectId }) => subjectId).sort();
  const ofDeals = { subjectType: 'deal' };
  const everyId = deals.map(({ id }) => id).sort();
  expect(ids(await db.timer.findMany({ where: { ...ofDeals, dueAt: { not: null } } }))).toEqual(won.sort());
  expect(ids(await db.owed.findMany({ where: ofDeals }))).toEqual(won);
  const recorded = { ...ofDeals, action: 'deal.recorded' };
  expect(ids(await db.auditEntry.findMany({ where: recorded }))).toEqual(everyId);
  const requests = await db.outboxMessage.findMany({ where: { kind: 'deal_request' } });
  const lines = await db.morningItem.findMany({ where: ofDeals });
  expect(ids([...requests, ...lines])).toEqual(everyId);
  // At Slack: each request that was sent once, and no other.
  const sent = new Set(requests.filter(({ state }) => state === 'sent').map(({ subjectId }) => subjectId));
  const named = (account: string) =>
    sandbox.posts.filter(({ text }) => new RegExp(`${account}\\b`).test(text)).length;
  expect(deals.filter(({ id, accountName }) => named(accountName) !== (sent.has(id) ? 1 : 0))).toEqual([]);
  expect(sent.size).toBeGreaterThan(0);
}
