import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { createToken } from '../../src/workspaces/tokens.ts';
import { enableAlerts } from '../risks/slide.ts';
import { MONDAY_10 } from '../support/baton.ts';
import { type Crash, startCrash } from './crash.ts';
import { lostTransitions, wrongRisks, wrongScores, wrongSignals } from './health-check.ts';
import { startClaims } from './health-claims.ts';
import { whatWasTold } from './health-messages.ts';
import { makeAccounts, planSteps, type Watched } from './health-plan.ts';
import { makeSender } from './health-sender.ts';
import { seenEvaluations, watchEvaluations } from './health-watch.ts';
import { chance } from './kills.ts';
import { patiently } from './stage.ts';

// `npm run test:crash`: at full size, with every wait as long as it is. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'crash';
const SIZE = full ? { accounts: 200, kills: 66 } : { accounts: 16, kills: 5 };
const SEED = Number(process.env['CRASH_SEED'] ?? 1);

test('killed again and again while signals stream in, no change of health is lost and no card is doubled', {
  timeout: full ? 1_800_000 : 400_000,
}, async () => {
  const crash = await startCrash({
    seed: SEED,
    patient: full,
    allTogether: full ? 0.12 : 0.4,
    stage: { size: full ? 3 : 2 },
  });
  try {
    const { database, fleet, sandbox, notes } = crash;
    const { db } = database;
    const random = chance(SEED);
    const accounts = makeAccounts(SIZE.accounts);
    const steps = planSteps(accounts, MONDAY_10, random);
    const started = performance.now();
    await watchEvaluations(db);
    await enableAlerts(await crash.ctx());
    await askAtAnyTime(await crash.ctx());
    const secret = await newToken(crash);
    await makeAll(crash, accounts, secret);
    const sender = makeSender({ urls: fleet.urls, secret, random: chance(SEED + 1) });
    const claims = startClaims(sandbox, accounts, notes, chance(SEED + 2));

    await crash.whileKilling(SIZE.kills, async (share) => {
      for (const [index, { at, moves }] of steps.entries()) {
        // Kills fall into every step; the last two mornings are for what was held.
        while (share() < Math.min(1, index / (steps.length - 2))) await pause(50);
        if (index > 0) await crash.moveTo(at);
        await sender.send(moves);
        await evaluated(crash);
      }
    });
    const streamed = performance.now();
    await crash.settled();
    await claims.finish();
    await crash.settled();
    await db.accountHealth.updateMany({ data: { dueAt: await businessNow(db) } });
    await evaluated(crash);
    await crash.settled();

    const names = new Map((await db.account.findMany()).map(({ id, name }) => [id, name]));
    const nameOf = (id: string) => names.get(id) ?? id;
    const told = await whatWasTold(db, sandbox, accounts, await businessNow(db));
    const sent = steps.flatMap(({ moves }) => moves.flat());
    const outcomes = await db.healthChange.groupBy({ by: ['outcome'], _count: true });
    const report = {
      'processes killed': fleet.killed,
      'signals sent': sender.answers.length,
      'signals accepted': await db.signal.count(),
      requests: sender.notes.requests,
      'requests sent again': sender.notes.retries,
      'requests given up by the sender': sender.notes.givenUp,
      'answered as before': sender.notes.replayed,
      'ahead of a process’s clock': sender.notes.ahead,
      evaluations: (await seenEvaluations(db)).length,
      'changes of health': Object.fromEntries(outcomes.map(({ outcome, _count }) => [outcome, _count])),
      'claims clicked': claims.clicks,
      'messages said': told.said,
      'messages promised of risks': told.promised,
      missing: told.missing.length,
      doubled: told.doubled.length,
      'answers dropped by Slack': sandbox.posts.filter(({ dropped }) => dropped).length,
      'errors in the logs': Object.fromEntries(fleet.errors),
      'streamed for, s': Math.round((streamed - started) / 1000),
      'took, s': Math.round((performance.now() - started) / 1000),
    };
    console.info(JSON.stringify(report, null, 2));

    const wrong = {
      signals: await wrongSignals(db, sent, sender, nameOf),
      scores: await wrongScores(db, nameOf),
      transitions: await lostTransitions(db, nameOf),
      risks: await wrongRisks(db, accounts, nameOf),
      missing: told.missing,
      doubled: told.doubled,
      unpromised: told.unpromised,
      stale: told.stale,
    };
    const none = Object.fromEntries(Object.keys(wrong).map((what) => [what, []]));
    expect(wrong).toEqual(none);
    expect(fleet.killed).toBeGreaterThanOrEqual(SIZE.kills);
  } finally {
    await crash.close();
  }
});

/** Everybody is asked by a DM of its own, however many risks come on a day: the morning's list is no part of this. */
async function askAtAnyTime(ctx: Ctx): Promise<void> {
  const set = await setSetting(ctx, { key: 'interruptions.per_day', value: '50' });
  if (isRefusal(set)) throw new Error(set.message);
}

async function newToken(crash: Crash): Promise<string> {
  const made = await createToken(await crash.ctx(), 'sample sender');
  if (isRefusal(made)) throw new Error(made.message);
  return made.secret;
}

async function makeAll({ fleet, sandbox }: Crash, accounts: readonly Watched[], secret: string) {
  const response = await fetch(`${fleet.urls()[0]}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(
      accounts.map(({ name, domain, externalId, csm, rep }) => ({
        name,
        domain,
        external_id: externalId,
        cs_owner: sandbox.person(csm).id,
        sales_owner: sandbox.person(rep).id,
      })),
    ),
  });
  expect(await response.json()).toMatchObject({ created: accounts.length, rejected: 0 });
}

/** Until no account is due: what came of one day is known before the next begins. */
async function evaluated({ database: { db } }: Crash): Promise<void> {
  for (let looks = 0; looks < 1_200; looks++) {
    const due = await patiently(async () =>
      db.accountHealth.count({ where: { dueAt: { lte: await businessNow(db) } } }),
    );
    if (due === 0) return;
    await pause(100);
  }
  throw new Error('accounts stay due for evaluation');
}
