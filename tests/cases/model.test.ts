import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import type { TimerHandler } from '../../src/cases/clocks/timer.ts';
import { timersOf } from '../../src/cases/escalate.ts';
import { type SweepCheck, sweep, sweepCheck } from '../../src/cases/sweep.ts';
import { CASES, CHECKS, TIMERS } from '../../src/every-case.ts';
import { KINDS as HANDOFF_KINDS, KIND_NAMES } from '../../src/handoffs/kinds.ts';
import type { HandoffVerb } from '../../src/handoffs/rules/rights.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import type { RiskVerb } from '../../src/risks/rules/rights.ts';
import * as deals from '../deals/house.ts';
import * as followUps from '../follow-ups/house.ts';
import * as handoffs from '../handoffs/house.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import * as risks from '../risks/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { ERRAND_MESSAGES, ERRANDS } from './errand.ts';
import * as errands from './errand-house.ts';

// Whatever is done with a case of any kind, in any order and at any time: what must be true of the rows afterwards. The
// models of handoffs and risks know more of theirs, and what is said to whom.

const full = process.env['MODE'] === 'model';
const RUNS = full ? 400 : 50;
const SEED = Number(process.env['MODEL_SEED'] ?? 20261130);
const HOUR_MS = 3_600_000;
const MONDAY = Date.UTC(2027, 2, 1, 8);

interface Row {
  state: string;
  version: number;
  snoozed_until: string | null;
  check_in_on: string | null;
  kickoff_from: string | null;
  kickoff_by: string | null;
}

interface Kind {
  type: string;
  table: string;
  begin(): Promise<string>;
  run: Record<string, (ctx: Ctx, id: string) => Promise<unknown>>;
  /** The clocks that must run while it stands like this, that of the step first; null: it is over, and nothing is owed. */
  clocks(row: Row): readonly string[] | null;
  /** Those that no snooze mutes. */
  backstop?: string;
  /** What whoever does it may take back; empty: nothing. */
  undoable: readonly string[];
  check: SweepCheck;
  handlers: Readonly<Record<string, TimerHandler>>;
}

const database = ownDatabase();
const house = ownHouse(database);
beforeAll(async () => {
  await database.pool.query(errands.CREATE_ERRANDS);
});

const HANDOFF_CLOCKS: Record<string, readonly string[] | null> = {
  submitted: ['acknowledge', 'hard_stop'],
  acknowledged: ['decide', 'hard_stop'],
  returned: ['resubmit', 'hard_stop'],
  finished: null,
  cancelled: null,
};
const ERRAND_CLOCKS: Record<string, readonly string[] | null> = {
  asked: ['take'],
  taken: ['finish'],
  done: null,
};

const checkOf = (type: string): SweepCheck => {
  const check = CHECKS.find(({ subjectType }) => subjectType === type);
  if (!check) throw new Error(`nothing sweeps ${type}`);
  return check;
};

const { read: _, ...handoffVerbs } = handoffs.run;
// Flagged once it is over, it is another.
const { read: __, flag: ___, ...riskVerbs } = risks.run;
const { read: ____, ...dealVerbs } = deals.run;
const { read: _____, ...followUpVerbs } = followUps.run;

const KINDS: Kind[] = [
  {
    type: 'handoff',
    table: 'handoffs',
    begin: beginHandoff,
    run: handoffVerbs,
    clocks({ state, kickoff_from, kickoff_by }) {
      if (state === 'accepted') return kickoff_from ? [kickoff_by ? 'hold_kickoff' : 'book_kickoff'] : [];
      return HANDOFF_CLOCKS[state] ?? null;
    },
    backstop: 'hard_stop',
    undoable: ['acknowledge', 'accept'],
    check: checkOf('handoff'),
    handlers: TIMERS,
  },
  {
    type: 'risk',
    table: 'risks',
    begin: () => risks.riskFor(house, 'claim' satisfies RiskVerb),
    run: riskVerbs,
    clocks: ({ state, check_in_on }) =>
      state === 'resolved' ? null : [state === 'open' ? 'claim' : check_in_on ? 'check_in' : 'plan'],
    undoable: ['claim'],
    check: checkOf('risk'),
    handlers: TIMERS,
  },
  {
    type: 'deal',
    table: 'deals',
    begin: () => deals.dealFor(house),
    run: dealVerbs,
    clocks: ({ state }) => (state === 'won' ? ['hand_over'] : null),
    undoable: [],
    check: checkOf('deal'),
    handlers: TIMERS,
  },
  {
    type: 'follow_up',
    table: 'handoff_follow_ups',
    begin: () => followUps.confirmationFor(house),
    run: followUpVerbs,
    clocks: ({ state }) => (state === 'open' ? ['confirm'] : null),
    undoable: [],
    check: checkOf('follow_up'),
    handlers: TIMERS,
  },
  {
    type: 'errand',
    table: 'errands',
    begin: () => errands.errandFor(house, 'take'),
    run: errands.run,
    clocks: ({ state }) => ERRAND_CLOCKS[state] ?? null,
    undoable: ['take'],
    check: sweepCheck(ERRANDS),
    handlers: timersOf(ERRANDS, ERRAND_MESSAGES),
  },
];

/** Each kind of handoff that is begun by hand. */
const SENT = KIND_NAMES.filter((kind) => !HANDOFF_KINDS[kind].isOfBook);
let sent = 0;

/** One kind after another: whose teams they are in decides it. */
async function beginHandoff(): Promise<string> {
  const kind = SENT[sent++ % SENT.length] ?? 'sales_to_cs';
  const { from, to } = HANDOFF_KINDS[kind].lanes;
  for (const [name, lane] of [
    ['Sample Sales', from],
    ['Sample CS', to],
  ] as const)
    await database.db.team.updateMany({
      where: { workspaceId: house.ctx.workspace.id, name },
      data: { lane },
    });
  return handoffs.handedOver(house, 'acknowledge' satisfies HandoffVerb, { isPrivate: false });
}

const STEPS = ['press', 'press', 'press', 'twice', 'wait', 'wait', 'lose', 'undo', 'undo', 'people'] as const;
const NAMES = handoffs.CAST.map(({ name }) => name);
const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...STEPS),
    who: fc.nat(NAMES.length - 1),
    verb: fc.nat(99),
    hours: fc.integer({ min: 0, max: 40 }),
  }),
  { minLength: 6, maxLength: 16 },
);

/** How often each thing was met: what never was has not been tried. */
const met = new Map<string, number>();
const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);

const meetAccepted = ({ kind, state }: { kind?: string; state: string }) => {
  if (state === 'accepted') meet(`${kind}: accepted`);
};

test.each(KINDS)(
  'a $type keeps its promises, whatever is done with it',
  async (kind) => {
    met.clear();
    let day = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        // Each run is later than the one before: nobody's day is filled by another's escalations.
        day += 14;
        const run = await begin(kind, new Date(MONDAY + day * 24 * HOUR_MS));
        for (const step of steps) {
          run.now = new Date(run.now.getTime() + step.hours * HOUR_MS);
          if (step.what === 'lose') await lose(run);
          else if (step.what === 'wait') await fire(run);
          else if (step.what === 'people') await changePeople(run, step);
          else if (step.what === 'undo' && kind.undoable.length > 0) await takeBack(run, step);
          else await press(run, step);
          await promises(run);
        }
        await database.pool.query(
          `DELETE FROM timers; DELETE FROM owed; DELETE FROM morning_items; DELETE FROM ${kind.table}`,
        );
        for (const name of WHO_GO) await stand(name, null, null);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    const undone = kind.undoable.length > 0 ? TAKEN_BACK : [];
    for (const what of ['done', 'refused', 'fired', 'restored', 'ended', 'snoozed', ...GO, ...undone])
      expect([...met.keys()]).toContain(what);
    if (kind.type === 'handoff')
      for (const one of SENT) expect([...met.keys()]).toContain(`${one}: accepted`);
  },
  full ? 900_000 : 300_000,
);

interface Run {
  kind: Kind;
  id: string;
  now: Date;
}

async function begin(kind: Kind, now: Date): Promise<Run> {
  house.ctx = { ...house.ctx, now };
  return { kind, id: await kind.begin(), now };
}

const rowOf = async ({ kind, id }: Run): Promise<Row> => {
  const { rows } = await database.pool.query<Row>(
    `SELECT to_jsonb(c) ->> 'state' AS state, (to_jsonb(c) ->> 'version')::int AS version,
            to_jsonb(c) ->> 'snoozed_until' AS snoozed_until, to_jsonb(c) ->> 'check_in_on' AS check_in_on,
            to_jsonb(c) ->> 'kickoff_from' AS kickoff_from, to_jsonb(c) ->> 'kickoff_by' AS kickoff_by
       FROM ${kind.table} c WHERE id = $1`,
    [id],
  );
  if (!rows[0]) throw new Error('the case is gone');
  return rows[0];
};

/** All that a change would leave behind. */
const traceOf = async ({ kind, id }: Run) =>
  (
    await database.pool.query(
      `SELECT (SELECT to_jsonb(c) FROM ${kind.table} c WHERE id = $1) AS row,
              (SELECT count(*) FROM audit_entries WHERE subject_id = $1) AS entries,
              (SELECT count(*) FROM outbox_messages WHERE subject_id = $1) AS messages,
              (SELECT jsonb_agg(o) FROM owed o WHERE subject_id = $1) AS owed,
              (SELECT jsonb_agg(t ORDER BY t.clock) FROM timers t WHERE subject_id = $1) AS timers`,
      [id],
    )
  ).rows[0];

/** What is refused changes nothing; what is done is in the history, and has another version. */
async function press(run: Run, { what, who, verb }: { what: string; who: number; verb: number }) {
  const verbs = Object.keys(run.kind.run);
  const attempt = run.kind.run[verbs[verb % verbs.length] ?? ''];
  const ctx = { ...acting(house, NAMES[who] ?? ''), now: run.now };
  const before = await traceOf(run);
  const press = async () => (await attempt?.(ctx, run.id)) as { refused?: string };
  const answers = await Promise.all(what === 'twice' ? [press(), press()] : [press()]).catch(
    (error: Error) => {
      // The house refuses by throwing where somebody has it already.
      if (!/reassigned already/.test(error.message)) throw error;
      return [refuse('already', 'They have it already.')];
    },
  );
  const after = await traceOf(run);
  if (answers.every((answer) => isRefusal(answer))) {
    meet('refused');
    if (!isDeepStrictEqual(before, after))
      throw new Error(`refused, and yet changed: ${JSON.stringify(answers)}`);
    return;
  }
  meet('done');
  meetAccepted(after.row);
  if (after.row.snoozed_until && !before.row.snoozed_until) meet('snoozed');
  // Two that found one thing done have one answer.
  const done = new Set(answers.filter((answer) => !isRefusal(answer)).map((one) => JSON.stringify(one))).size;
  if (Number(after.entries) < Number(before.entries) + done)
    throw new Error(
      `done without an entry in the history: ${verbs[verb % verbs.length]} by ${NAMES[who]}, ${JSON.stringify(answers)}`,
    );
  if (after.row.version < before.row.version + 1) throw new Error('done under the same version');
}

/** Only a clock that runs says something, and what is snoozed is silent but for its backstop. */
async function fire(run: Run): Promise<void> {
  const { kind, now } = run;
  const row = await rowOf(run);
  const clocks = kind.clocks(row) ?? [];
  const said = async () =>
    (
      await database.pool.query<{ id: string; clock: string | null }>(
        `SELECT id, data ->> 'clock' AS clock FROM outbox_messages
          WHERE subject_id = $1 AND kind IN ($2 || '_reminder', $2 || '_escalation')`,
        [run.id, kind.type],
      )
    ).rows;
  const before = await said();
  const clock = { now: () => now, wall: () => now };
  const deps = { db: database.db, clock, served: serving([house.ctx.workspace]), log: house.ctx.log };
  while ((await fireDueTimers({ ...deps, handlers: kind.handlers })) > 0) meet('fired');
  const isSnoozed = row.snoozed_until !== null && Date.parse(row.snoozed_until) > now.getTime();
  for (const { id, clock } of await said()) {
    if (before.some((one) => one.id === id)) continue;
    if (!clock || !clocks.includes(clock)) throw new Error(`${clock} was chased, though it is ${row.state}`);
    if (isSnoozed && clock !== kind.backstop) throw new Error(`${clock} was chased, though it is snoozed`);
  }
}

/** Those whose absence decides who is told, and who may. */
const WHO_GO = [
  'sender',
  'sender cover',
  'receiver',
  'cover',
  'receiver lead',
  'receiver manager',
  'sender lead',
];
const GO = ['away', 'back', 'left'] as const;

async function stand(name: string, awayUntil: Date | null, leftAt: Date | null): Promise<void> {
  await database.pool.query('UPDATE members SET away_until = $2, deactivated_at = $3 WHERE id = $1', [
    house.ids[name],
    awayUntil,
    leftAt,
  ]);
}

/** Somebody goes away, comes back or leaves for good: what they owe is owed all the same. */
async function changePeople({ now }: Run, { who, verb }: { who: number; verb: number }): Promise<void> {
  const goes = GO[verb % GO.length] ?? 'back';
  const until = new Date(now.getTime() + 3 * 24 * HOUR_MS);
  await stand(
    WHO_GO[who % WHO_GO.length] ?? '',
    goes === 'away' ? until : null,
    goes === 'left' ? now : null,
  );
  meet(goes);
}

const TAKEN_BACK = [
  'undone',
  'undone: a snooze came back',
  'not undone: somebody was faster',
  'not undone: too late',
];
const MINUTE_MS = 60_000;

/** All that can be told of how it stands, but for how often it was changed: with its account, and the clocks that run. */
const standOf = async ({ kind, id }: Run) =>
  (
    await database.pool.query(
      `SELECT to_jsonb(c) - 'version' AS row, a.account, a.stages,
              (SELECT to_jsonb(o) - 'version' - 'redraw_at' FROM owed o WHERE subject_id = $1) AS owed,
              (SELECT jsonb_agg(to_jsonb(t) - 'version' - 'attempt' - 'retry_at' ORDER BY t.clock) FROM timers t
                WHERE subject_id = $1 AND due_at IS NOT NULL) AS clocks
         FROM ${kind.table} c
         LEFT JOIN LATERAL (
              SELECT to_jsonb(a) - 'updated_at' AS account,
                     (SELECT jsonb_agg(s ORDER BY s.entered_at) FROM account_stages s WHERE s.account_id = a.id) AS stages
                FROM accounts a WHERE a.id::text = to_jsonb(c) ->> 'account_id') AS a ON true
        WHERE c.id = $1`,
      [id],
    )
  ).rows[0];

/**
 * Somebody does something, and takes it back: it stands as it stood, clocks included, and the history has both. Not once
 * anybody else did something meanwhile, a clock came to a rung, or two minutes are over: then nothing changes.
 */
async function takeBack(run: Run, { who, verb }: { who: number; verb: number }): Promise<void> {
  const { kind } = run;
  const name = ['receiver', 'cover', 'receiver lead', NAMES[who] ?? ''][who % 4] ?? '';
  const acts = (as: string, what: string) =>
    kind.run[what]?.({ ...acting(house, as), now: run.now }, run.id) as Promise<unknown>;
  if (verb % 3 === 0 && !isRefusal(await acts(name, 'snooze'))) meet('snoozed');
  const before = await standOf(run);
  if (isRefusal(await acts(name, kind.undoable[verb % kind.undoable.length] ?? ''))) {
    meet('refused');
    return;
  }
  const entries = Number((await traceOf(run)).entries);
  const done = await traceOf(run);
  meetAccepted(done.row);
  if (verb % 5 === 0) {
    const verbs = Object.keys(kind.run).filter((one) => one !== 'undo');
    const any = [NAMES[who] ?? '', verbs[who % verbs.length] ?? ''] as const;
    for (const [as, what] of [any, ['sender', 'nudge'], ['receiver', 'snooze']] as const)
      if (!isRefusal(await acts(as, what).catch(() => refuse('already', '')))) break;
  }
  const isLate = verb % 5 === 1;
  run.now = new Date(run.now.getTime() + (isLate ? 2 * MINUTE_MS : MINUTE_MS));
  if (verb % 5 === 2) await fire(run);
  const then = await traceOf(run);
  const isUntouched = isDeepStrictEqual(done, then);
  for (const other of ['receiver', 'cover', 'admin'].filter((one) => one !== name))
    if (!isRefusal(await acts(other, 'undo'))) throw new Error(`undone by ${other}, who had not done it`);
  const undone = await acts(name, 'undo');
  const after = await traceOf(run);
  if (!isUntouched || isLate) {
    if (!isRefusal(undone))
      throw new Error(`undone ${isLate ? 'too late' : 'although something else happened'}`);
    if (!isDeepStrictEqual(then, after)) throw new Error('refused, and yet changed');
    meet(`not undone: ${isLate ? 'too late' : 'somebody was faster'}`);
    return;
  }
  if (isRefusal(undone)) throw new Error(`not undone: ${undone.message}`);
  meet('undone');
  const stands = await standOf(run);
  if (!isDeepStrictEqual(before, stands))
    throw new Error(`undone, and yet not as before: ${JSON.stringify([before, stands])}`);
  if (before.row.snoozed_until) meet('undone: a snooze came back');
  if (Number(after.entries) !== entries + 1) throw new Error('the history does not have both');
  if (!isRefusal(await acts(name, 'undo'))) throw new Error('undone a second time');
}

/** A clock that is lost comes back, once; where none was, nothing is repaired. */
async function lose(run: Run): Promise<void> {
  const { kind, now } = run;
  const [clock] = kind.clocks(await rowOf(run)) ?? [];
  await database.pool.query('DELETE FROM timers WHERE subject_id = $1 AND clock = $2', [run.id, clock ?? '']);
  const look = () =>
    sweep({
      db: database.db,
      clock: { now: () => now, wall: () => now },
      served: serving([house.ctx.workspace]),
      log: house.ctx.log,
      checks: [kind.check],
    });
  const repaired = [await look(), await look()];
  if (clock) meet('restored');
  if (!isDeepStrictEqual(repaired, [clock ? 1 : 0, 0])) throw new Error(`the sweep repaired ${repaired}`);
}

/** Nothing waits in silence: each clock of its state is live, and no other; and what is owed says how it stands. */
async function promises(run: Run): Promise<void> {
  const row = await rowOf(run);
  const clocks = run.kind.clocks(row);
  if (clocks === null) meet('ended');
  const { rows: timers } = await database.pool.query<{ clock: string; live: boolean; runs: boolean }>(
    `SELECT clock, due_at IS NOT NULL AS runs,
            due_at IS NOT NULL OR rung >= jsonb_array_length(ladder -> 'rungs') AS live FROM timers WHERE subject_id = $1`,
    [run.id],
  );
  for (const clock of clocks ?? [])
    if (!timers.some((timer) => timer.clock === clock && timer.live))
      throw new Error(`it waits in silence as ${row.state}: no live ${clock}`);
  const astray = timers.find((timer) => timer.runs && !clocks?.includes(timer.clock));
  if (astray) throw new Error(`${astray.clock} still runs, though it is ${row.state}`);
  const { rows: owed } = await database.pool.query(
    'SELECT version, clocks, step FROM owed WHERE subject_type = $1 AND subject_id = $2',
    [run.kind.type, run.id],
  );
  const expected = clocks === null ? [] : [{ version: row.version, clocks, step: clocks[0] ?? 'finish' }];
  const { home } = [...CASES, ERRANDS].find(({ type }) => type === run.kind.type) ?? {};
  for (const { step } of owed)
    if (!home?.[step]) throw new Error(`it is owed as ${step}, which stands nowhere on Home`);
  if (!isDeepStrictEqual(owed, expected))
    throw new Error(`owed: ${JSON.stringify(owed)} in place of ${JSON.stringify(expected)}`);
}
