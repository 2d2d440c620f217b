import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Trouble } from '../../sandbox/server.ts';
import { type Counts, compare, counted, promised } from './ledger.ts';
import { acknowledge } from './people.ts';
import { type Deal, makeDeals } from './plan.ts';
import { type Stage, startStage } from './stage.ts';
import { work } from './work.ts';

// Failures that users of other systems reported, each with real processes that are stopped or killed.

const LIMIT = new Date('2026-11-24T09:20Z'); // of what was handed over on Monday at ten
const HALF_PAST_THE_LIMIT = new Date('2026-11-24T13:20Z');
const THURSDAY = new Date('2026-11-26T08:30Z');
/** On a busy machine a lost lease is waited for, a minute and more. */
const PATIENCE = { timeout: 600_000 };

let stage: Stage;
afterEach(() => stage.close());

async function handOverAll(deals: readonly Deal[]): Promise<void> {
  await work(stage.sandbox, deals, stage.ledger, stage.notes, stage.isKept, () => 1);
  await stage.settled();
}

function escalations(deals: readonly Deal[], told: (keyof Deal & ('rep' | 'lead'))[]): Counts {
  return new Map(
    deals.flatMap((deal) => told.map((who) => [`${deal.account} escalation in ${deal[who]}`, 1])),
  );
}

const said = (): Counts => counted(stage.ledger, stage.nameOf());
const unanswered = (count: number): Deal[] => makeDeals(count, { fate: ['submitted'] });

test(
  'Escalation never resumed after a restart: killed while it waits, it goes on from where it was',
  PATIENCE,
  async () => {
    stage = await startStage({ script: 'fast' });
    const { fleet } = stage;
    const deals = unanswered(3);
    await handOverAll(deals);

    for (const [at, told] of [
      [LIMIT, ['rep']],
      [HALF_PAST_THE_LIMIT, ['rep', 'lead']],
    ] as const) {
      await Promise.all(fleet.running().map((baton) => fleet.kill(baton)));
      await stage.moveTo(at);
      await pause(1_500);
      await (await fleet.start()).ready;
      await stage.settled();
      const want = new Map([...promised(deals), ...escalations(deals, [...told])]);
      expect(compare(want, said())).toEqual({ missing: [], doubled: [] });
    }
  },
);

test(
  'Cron missed when the last instance stops: what fell due meanwhile is said by whoever runs, and by the next to start',
  PATIENCE,
  async () => {
    stage = await startStage({ script: 'app' });
    const { fleet } = stage;
    const [first] = fleet.running();
    const second = await fleet.start();
    await second.ready;
    const deals = unanswered(3);
    await handOverAll(deals);

    expect(await first?.end('SIGTERM')).toBe(0);
    await stage.moveTo(LIMIT);
    await stage.settled();
    const atTheLimit = new Map([...promised(deals), ...escalations(deals, ['rep'])]);
    expect(compare(atTheLimit, said())).toEqual({ missing: [], doubled: [] });

    expect(await second.end('SIGTERM')).toBe(0);
    await stage.moveTo(HALF_PAST_THE_LIMIT);
    await pause(1_500);
    await (await fleet.start()).ready;
    await stage.settled();
    const after = new Map([...promised(deals), ...escalations(deals, ['rep', 'lead'])]);
    expect(compare(after, said())).toEqual({ missing: [], doubled: [] });
  },
);

test(
  'Paging goes on after the ack: whichever comes first, nobody is paged for what was acknowledged',
  PATIENCE,
  async () => {
    stage = await startStage({ script: 'fast' });
    const { database, sandbox, ledger, notes, isKept } = stage;
    await (await stage.fleet.start()).ready;
    const [before, waiting, firing, ...raced] = unanswered(8);
    if (!before || !waiting || !firing) throw new Error('three deals at least');
    const all = [before, waiting, firing, ...raced];
    await handOverAll(all);
    const click = (deal: Deal) => acknowledge(sandbox.person(deal.csm), deal, ledger, notes, isKept);
    const idOf = async ({ number }: Deal) =>
      (await database.db.handoff.findFirstOrThrow({ where: { number } })).id;

    await click(before);
    // Due, and claimed by nobody yet, when the click comes.
    const timer = await held(
      `SELECT id FROM timers WHERE subject_id = '${await idOf(waiting)}' AND clock = 'acknowledge' FOR UPDATE`,
    );
    // In the middle of firing when the click comes: it waits to count what this rep was told today.
    const rep = sandbox.person(firing.rep).id;
    const member = await held(`SELECT id FROM members WHERE slack_user_id = '${rep}' FOR NO KEY UPDATE`);
    await stage.moveTo(LIMIT);
    const clicks = [waiting, firing, ...raced].map(async (deal, n) => {
      await pause(n * 150);
      await click(deal);
    });
    await pause(600);
    await timer.release();
    await member.release();
    await Promise.all(clicks);
    await stage.settled();

    const paged = (deal: Deal) =>
      ledger.about(deal.account).filter(({ kind }) => kind === 'escalation').length;
    expect([paged(before), ...[waiting, firing, ...raced].map(paged).filter((count) => count > 1)]).toEqual([
      0,
    ]);
    const soFar = all.map(paged);
    await stage.moveTo(HALF_PAST_THE_LIMIT);
    await stage.settled();
    const acknowledgeClocks = await database.db.timer.findMany({ where: { clock: 'acknowledge' } });
    expect(acknowledgeClocks.map(({ dueAt }) => dueAt)).toEqual(all.map(() => null));
    expect(all.map(paged)).toEqual(soFar);
    await stage.moveTo(THURSDAY);
    await stage.settled();
    const late = await database.db.outboxMessage.findMany({
      where: { kind: 'handoff_escalation', createdAt: { gt: HALF_PAST_THE_LIMIT } },
    });
    expect(late.filter(({ data }) => (data as { clock: string }).clock === 'acknowledge')).toEqual([]);
  },
);

test(
  'a graceful stop under load finishes or puts back what it holds while the database still runs',
  PATIENCE,
  async () => {
    stage = await startStage({ script: 'app' });
    const { fleet, sandbox, database } = stage;
    const [first] = fleet.running();
    sandbox.faults.slow(250, { method: 'chat.postMessage' });
    const deals = makeDeals(8, { fate: ['submitted', 'accepted'] });
    const working = work(sandbox, deals, stage.ledger, stage.notes, stage.isKept, () => 1);
    working.catch(() => {}); // awaited below
    while (sandbox.posts.length < 8) await pause(20);

    expect(await first?.end('SIGTERM', 30_000)).toBe(0);
    const held = await database.db.outboxMessage.findMany({
      where: { OR: [{ state: 'sending' }, { leaseToken: { not: null } }] },
    });
    expect(held).toEqual([]);
    expect(await database.db.outboxThread.count({ where: { leaseToken: { not: null } } })).toBe(0);
    expect(await database.db.outboxMessage.count({ where: { state: 'uncertain' } })).toBe(0);

    await (await fleet.start()).ready;
    await working;
    await stage.settled();
    expect(deals.map(({ did }) => did)).toEqual(deals.map(({ plan }) => plan));
    expect(compare(promised(deals), said())).toEqual({ missing: [], doubled: [] });
  },
);

test(
  'A click whose process dies before it is done is warned of by Slack, changes nothing, and is done when pressed again',
  PATIENCE,
  async () => {
    stage = await startStage({ script: 'fast' });
    const { fleet, sandbox, database, notes, isKept } = stage;
    const deals = unanswered(2);
    await handOverAll(deals);
    for (const deal of deals) {
      const csm = sandbox.person(deal.csm);
      const row = await held(`SELECT id FROM handoffs WHERE number = ${deal.number} FOR UPDATE`);
      const pressed = csm.clicks('I’m on it', { in: 'dm', message: deal.account });
      const warned = expect(pressed).rejects.toThrow(Trouble);
      await csm.until(async () => {
        const { rows } = await database.pool.query(`SELECT 1 FROM pg_locks WHERE NOT granted`);
        return rows.length > 0;
      });
      await Promise.all(fleet.running().map((baton) => fleet.kill(baton)));
      await warned;
      await row.release();
      expect(await isKept(deal)).toBe(false);
      await (await fleet.start()).ready;
      await acknowledge(csm, deal, stage.ledger, notes, isKept);
      expect(await isKept(deal)).toBe(true);
    }
    expect(notes.silent).toBe(0);
  },
);

/** Holds what a statement locks, as another transaction would. */
async function held(statement: string): Promise<{ release(): Promise<void> }> {
  const client = await stage.database.pool.connect();
  await client.query('BEGIN');
  await client.query(statement);
  return {
    async release() {
      await client.query('COMMIT');
      client.release();
    },
  };
}
