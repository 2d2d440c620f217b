import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSetting } from '../../src/settings/set-setting.ts';
import { CAST, HOLIDAYS, NAMES } from '../handoffs/model/people.ts';
import type { Model } from './model/model.ts';
import { note, type Run } from './model/run.ts';
import { ACCOUNTS, clearStage, ctxOf, openStage, type Stage, slackOf } from './model/stage.ts';
import { desert, setPolicy, steps, take } from './model/steps.ts';
import { EXPECTED, tableOf } from './model/table.ts';

// `npm run test:model`: as many runs as meet every row of the table. Otherwise fewer, which leave out a rare one.
const full = process.env['MODE'] === 'model';
const RUNS_EACH = Number(process.env['RISK_MODEL_RUNS'] ?? (full ? 100 : 18));
/** Share of the rows that runs may leave out. */
const RARE = full ? 0 : 0.1;
const LEAST_STEPS = 22;
/** Always the same runs, so that a row of the table that is rare does not fail by chance. RISK_MODEL_SEED takes others. */
const SEED = Number(process.env['RISK_MODEL_SEED'] ?? 20261122);
/** So long a failure is made smaller. */
const SHRINK_MS = Number(process.env['RISK_MODEL_SHRINK_MS'] ?? 20_000);
const MINUTE = 60_000;
/** When each zone sets its clocks back, and forward again. */
const CHANGES = {
  'Europe/Berlin': [Date.UTC(2026, 9, 25, 1), Date.UTC(2027, 2, 28, 1)],
  'America/New_York': [Date.UTC(2026, 10, 1, 6), Date.UTC(2027, 2, 14, 7)],
};

/** Which of the teams are CS teams. */
const CS_TEAMS: readonly (readonly string[])[] = [[], ['csA'], ['csB'], ['csA', 'csB'], ['csA', 'csB']];

const counts = new Map<string, number>();
const stages: Stage[] = [];
beforeAll(async () => {
  stages.push(await openStage(), await openStage());
});
afterAll(async () => {
  for (const { database } of stages) await database.drop();
});

test('whatever happens to a risk, its clocks and its messages are what the model says', {
  timeout: full ? 1_800_000 : 300_000,
}, async () => {
  const [first, second] = stages;
  if (!first || !second) throw new Error('no stage');
  await Promise.all([runMany(first, true), runMany(second, false)]);
  console.log(tableOf(counts));
  const missing = EXPECTED.filter((what) => !counts.has(what));
  expect(missing.length, missing.join('\n')).toBeLessThanOrEqual(RARE * EXPECTED.length);
});

/** Half of the runs on a calendar without nights, half in offices of three places. */
async function runMany(stage: Stage, always: boolean): Promise<void> {
  let shrinkUntil: number | null = null;
  const start = fc.integer({ min: 0, max: 12 * 1440 });
  const policies = fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { maxLength: 6 });
  const csTeams = fc.constantFrom(...CS_TEAMS);
  const property = fc.asyncProperty(
    start,
    csTeams,
    policies,
    steps,
    async (minute, csTeams, policies, steps) => {
      fc.pre(shrinkUntil !== null || steps.length >= LEAST_STEPS);
      if (shrinkUntil !== null && performance.now() > shrinkUntil) return;
      try {
        const began = Date.UTC(2026, 9, 19) + minute * MINUTE;
        const run = await begin(stage, always, csTeams, began);
        for (const [which, value] of policies) await setPolicy(run, which, value);
        for (const step of steps) await take(run, step);
        note(run, always ? 'runs | always' : 'runs | business');
        if (!always) noteChanges(run, began);
      } catch (error) {
        shrinkUntil ??= performance.now() + SHRINK_MS;
        throw error;
      }
    },
  );
  await fc.assert(property, { numRuns: RUNS_EACH, seed: SEED + Number(always) });
}

function noteChanges(run: Run, began: number): void {
  for (const [zone, changes] of Object.entries(CHANGES))
    for (const at of changes) if (began < at && at < run.model.now) note(run, `clocks changed | ${zone}`);
}

async function begin(stage: Stage, always: boolean, csTeams: readonly string[], now: number): Promise<Run> {
  await clearStage(stage, always, csTeams);
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
    } = CAST[name] ?? {
      zone: 'UTC',
    };
    const id = stage.ids.get(name) ?? '';
    const slack = slackOf(name);
    return { ...{ name, id, slack, zone, team, manager, kind, admin, cover }, awayUntil: 0, left: false };
  });
  const model: Model = {
    always,
    csTeams,
    now,
    members: Object.fromEntries(members.map((member) => [member.name, member])),
    policy: {
      claim: 'P1D',
      plan: 'PT4H',
      check_in: 'P1D',
      snoozeTotal: 'P3D',
      nudgePause: 'PT4H',
      cardChannel: null,
      segmentChannel: null,
      escalationChannel: null,
      perDay: always ? 1 : 3,
      anytime: false,
    },
    accounts: structuredClone([...ACCOUNTS]),
    risks: {},
    signals: [],
    items: [],
    mornings: [],
    interrupted: [],
    toldOn: [],
    said: [],
    wants: [],
    counts: [],
  };
  const run = { stage, model, seen: new Set<string>(), trace: [], counts, requests: 0 };
  const house = now / MINUTE;
  if (csTeams.length !== 1 && house % 2 === 0) await desert(run, house);
  return run;
}
