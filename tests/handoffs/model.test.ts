import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSetting } from '../../src/settings/set-setting.ts';
import type { Model } from './model/model.ts';
import { CAST, HOLIDAYS, NAMES } from './model/people.ts';
import { deliver, note, probeAll, type Run } from './model/run.ts';
import { clearStage, ctxOf, openStage, type Stage, slackOf } from './model/stage.ts';
import { setPolicy, steps, take } from './model/steps.ts';
import { EXPECTED, tableOf } from './model/table.ts';

// `npm run test:model`: as many runs as meet every row of the table. Otherwise fewer, which leave out a rare one.
const full = process.env['MODE'] === 'model';
const RUNS_EACH = Number(process.env['MODEL_RUNS'] ?? (full ? 200 : 18));
/** Share of the rows that runs may leave out. */
const RARE = full ? 0 : 0.1;
const LEAST_STEPS = 30;
/** Always the same runs, so that a row of the table that is rare does not fail by chance. MODEL_SEED takes others. */
const SEED = Number(process.env['MODEL_SEED'] ?? 20261121);
/** So long a failure is made smaller. */
const SHRINK_MS = Number(process.env['MODEL_SHRINK_MS'] ?? 20_000);
const MINUTE = 60_000;

const counts = new Map<string, number>();
const stages: Stage[] = [];
beforeAll(async () => {
  stages.push(await openStage(), await openStage());
});
afterAll(async () => {
  for (const { database } of stages) await database.drop();
});

test('in every state, whatever happens, the clocks and the messages are what the model says', {
  timeout: full ? 1_800_000 : 300_000,
}, async () => {
  const [first, second] = stages;
  if (!first || !second) throw new Error('no stage');
  await Promise.all([runMany(first, true), runMany(second, false)]);
  console.log(tableOf(counts));
  const missing = EXPECTED.filter((what) => !counts.has(what));
  expect(missing.length, missing.join('\n')).toBeLessThanOrEqual(RARE * EXPECTED.length);
});

/** Half of the runs on a calendar without nights, half in offices of four places. */
async function runMany(stage: Stage, always: boolean): Promise<void> {
  let shrinkUntil: number | null = null;
  const start = fc.integer({ min: 0, max: 40 * 1440 });
  const policies = fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { maxLength: 6 });
  const property = fc.asyncProperty(start, policies, steps, async (minute, policies, steps) => {
    fc.pre(shrinkUntil !== null || steps.length >= LEAST_STEPS);
    if (shrinkUntil !== null && performance.now() > shrinkUntil) return;
    try {
      const run = await begin(stage, always, Date.UTC(2026, 9, 19) + minute * MINUTE);
      for (const [which, value] of policies) await setPolicy(run, which, value);
      for (const step of steps) await take(run, step);
      await deliver(run);
      await probeAll(run, run.posts);
      note(run, always ? 'runs | always' : 'runs | business');
    } catch (error) {
      shrinkUntil ??= performance.now() + SHRINK_MS;
      throw error;
    }
  });
  await fc.assert(property, { numRuns: RUNS_EACH, seed: SEED + Number(always) });
}

async function begin(stage: Stage, always: boolean, now: number): Promise<Run> {
  await clearStage(stage, always);
  const ctx = ctxOf(stage, now, null);
  await setSetting(ctx, { key: 'calendar', value: always ? 'always' : 'business' });
  // A day that is soon full.
  if (always) await setSetting(ctx, { key: 'interruptions.per_day', value: '1' });
  if (!always) await setSetting(ctx, { key: 'calendar.holidays', value: HOLIDAYS.join(', ') });
  const members = NAMES.map((name) => {
    const {
      team = null,
      manager = null,
      cover = null,
      kind = 'full',
      admin = false,
      zone,
    } = CAST[name] ?? { zone: 'UTC' };
    const id = stage.ids.get(name) ?? '';
    return {
      name,
      id,
      slack: slackOf(name),
      zone,
      team,
      manager,
      kind,
      admin,
      awayUntil: 0,
      cover,
      left: false,
    };
  });
  const model: Model = {
    always,
    now,
    members: Object.fromEntries(members.map((member) => [member.name, member])),
    policy: {
      acknowledge: 'P1D',
      urgent: 'PT2H',
      urgentDays: 5,
      decide: 'P2D',
      resubmit: 'P2D',
      hardStop: 'P3D',
      bookKickoff: 'P2D',
      holdKickoff: 'P2D',
      waitingTotal: 'P10D',
      cardChannel: null,
      snoozeTotal: 'P1D',
      nudgePause: 'PT4H',
      escalationChannel: null,
      perDay: always ? 1 : 3,
      anytime: false,
    },
    owners: stage.accounts.map(() => null),
    handoffs: {},
    items: [],
    mornings: [],
    interrupted: [],
    toldOn: [],
    heard: [],
    said: [],
    wants: [],
    counts: [],
  };
  return { stage, model, seen: new Set(), posts: [], trace: [], counts, requests: 0 };
}
