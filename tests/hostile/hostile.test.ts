import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  CLICKS,
  COMMANDS,
  MESSAGE_SHORTCUTS,
  SHORTCUTS,
  SUBMISSIONS,
  SUGGESTIONS,
} from '../../listeners/index.ts';
import { startWorld, type World } from '../support/baton.ts';
import { keptLog } from '../support/log.ts';
import { goesOn, keepCompany } from './afterwards.ts';
import { idsIn, type Mutant, mutate, randomFrom } from './mutate.ts';
import { type Recorded, record } from './record.ts';
import { anew, send } from './send.ts';
import { unreadable } from './stored.ts';

// Whatever comes signed is answered, and leaves nothing behind that a later view cannot read.
// SEED takes another seed; npm run test:hostile sends many.

const isFull = process.env['MODE'] === 'hostile';
const MUTANTS = Number(process.env['MUTANTS'] ?? (isFull ? 2_500 : 500));
const ROUNDS = isFull ? 8 : 1;
const SEED = Number(process.env['SEED'] ?? 20_270_331);
const AT_ONCE = 6;
/** Baton answers within two and a half seconds; a machine that does much else may take longer to hear of it. */
const ANSWERED_MS = 15_000;

vi.setConfig({ testTimeout: isFull ? 1_800_000 : 240_000, hookTimeout: 240_000 });

const kept = keptLog();
let world: World;
let recorded: Recorded[];
beforeAll(async () => {
  world = await startWorld({ log: kept.log, sandbox: { remember: 20_000 } });
  recorded = await record(world);
});
afterAll(() => world.close());

test('everything that is registered was recorded once, as a person does it', () => {
  expect(bugs()).toEqual([]);
  expect(world.sandbox.traffic.violations).toEqual([]);
  const missing = Object.entries({
    command: COMMANDS,
    shortcut: SHORTCUTS,
    'message shortcut': MESSAGE_SHORTCUTS,
    click: CLICKS,
    menu: SUGGESTIONS,
    window: SUBMISSIONS,
  }).flatMap(([kind, table]) =>
    Object.keys(table)
      .filter((id) => !recorded.some((one) => one.kind === kind && one.id === id))
      .map((id) => `${kind} ${id}`),
  );
  expect(missing).toEqual([]);
});

test.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))(
  'payloads that were changed anyhow, by seed %i: answered, no bug, and everything goes on',
  async (seed) => {
    const restore = await keepCompany(world);
    const random = randomFrom(seed);
    const ids = idsIn(recorded.map(({ payload }) => payload));
    const kinds = [...new Map(recorded.map((one) => [`${one.kind} ${one.id}`, one])).keys()];
    const of = (key: string) => recorded.filter((one) => `${one.kind} ${one.id}` === key);
    let next = 0;
    const worker = async () => {
      while (next < MUTANTS) {
        // Each in turn, so that all are tried however few there are.
        const some = of(kinds[next++ % kinds.length] ?? '');
        const one = some[Math.floor(random() * some.length)];
        if (one) await tryOut(one, mutate(anew(world, one), random, ids), seed);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(await unreadable(world.database.db)).toEqual([]);
    await restore();
    await goesOn(world);
    expect(bugs()).toEqual([]);
    expect(await unreadable(world.database.db)).toEqual([]);
  },
);

async function tryOut({ kind, id }: Recorded, { payload, done }: Mutant, seed: number): Promise<void> {
  const before = bugs().length;
  const { status, body, ms } = await send(world, kind, payload);
  const wrong = status !== 200 || ms > ANSWERED_MS || bugs().length > before;
  if (!wrong && !/reference [0-9A-F]{6}/.test(body)) return;
  const told = {
    seed,
    kind,
    id,
    done,
    status,
    ms: Math.round(ms),
    bugs: bugs().slice(before),
    body: body.slice(0, 300),
  };
  console.error(JSON.stringify(told), JSON.stringify(payload).slice(0, 4_000));
  expect([status, body.slice(0, 300)]).toEqual([200, expect.not.stringMatching(/reference [0-9A-F]{6}/)]);
  expect(ms).toBeLessThan(ANSWERED_MS);
}

const bugs = () => kept.lines.filter((line) => line.level >= 50 || line['reference'] !== undefined);
