import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
import { idsIn, mutate, randomFrom } from './mutate.ts';
import { type Recorded, record } from './record.ts';
import { anew, send } from './send.ts';
import { unreadable } from './stored.ts';

// Whatever comes signed is answered, and leaves nothing behind that a later view cannot read.
// SEED takes another seed; npm run test:hostile sends many.

const isFull = process.env['MODE'] === 'hostile';
const MUTANTS = Number(process.env['MUTANTS'] ?? (isFull ? 2_500 : 300));
const ROUNDS = isFull ? 8 : 1;
const SEED = Number(process.env['SEED'] ?? 20_270_331);
const AT_ONCE = 6;
/** Baton answers within two and a half seconds; a machine that does much else may take longer to hear of it. */
const ANSWERED_MS = 15_000;

vi.setConfig({ testTimeout: isFull ? 1_800_000 : 240_000, hookTimeout: 240_000 });

describe.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))('with seed %i', (seed) => {
  const kept = keptLog();
  const bugs = () => kept.lines.filter((line) => line.level >= 50 || line['reference'] !== undefined);
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
    expect(missingIn(recorded)).toEqual([]);
  });

  test('what was changed anyhow is answered, is no bug, and everything goes on', async () => {
    const restore = await keepCompany(world);
    const random = randomFrom(seed);
    const ids = idsIn(recorded.map(({ payload }) => payload));
    const kinds = new Map<string, Recorded[]>();
    for (const one of recorded) kinds.set(nameOf(one), [...(kinds.get(nameOf(one)) ?? []), one]);
    const names = [...kinds.keys()];
    const underWay = new Set<string>();
    let next = 0;
    const worker = async () => {
      while (next < MUTANTS) {
        // Each in turn, so that all are tried however few there are.
        const some = kinds.get(names[next++ % names.length] ?? '') ?? [];
        const one = some[Math.floor(random() * some.length)];
        if (!one) continue;
        const mutant = mutate(anew(world, one), random, ids);
        const told = `${nameOf(one)} ${JSON.stringify(mutant)}`;
        underWay.add(told);
        const before = bugs().length;
        const { status, body, ms } = await send(world, one.kind, mutant.payload);
        // Whichever it was, it is among those that were under way.
        const wrong = { status, ms, bugs: bugs().slice(before), body: REFERENCE.test(body) ? body : '' };
        if (
          status !== stateFor(one, mutant.payload) ||
          ms > ANSWERED_MS ||
          wrong.bugs.length > 0 ||
          wrong.body
        )
          expect.fail(`seed ${seed}: ${JSON.stringify(wrong)}\n${[...underWay].map(clipped).join('\n')}`);
        underWay.delete(told);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(await unreadable(world.database.db)).toEqual([]);
    await restore();
    await goesOn(world);
    expect(bugs()).toEqual([]);
    expect(await unreadable(world.database.db)).toEqual([]);
  });
});

/** An event without one is nothing of Slack's, and refused at the door. */
function stateFor({ kind }: Recorded, { event }: Record<string, unknown>): number {
  const isNone = typeof event !== 'object' || event === null || Array.isArray(event);
  return kind === 'event' && event !== undefined && isNone ? 400 : 200;
}

const REFERENCE = /reference [0-9A-F]{6}/;
const nameOf = ({ kind, id }: Recorded): string => `${kind} ${id}`;
const clipped = (text: string): string => text.slice(0, 6_000);

function missingIn(recorded: readonly Recorded[]): string[] {
  const known = new Set(recorded.map(nameOf));
  return Object.entries({
    command: COMMANDS,
    shortcut: SHORTCUTS,
    'message shortcut': MESSAGE_SHORTCUTS,
    click: CLICKS,
    menu: SUGGESTIONS,
    window: SUBMISSIONS,
  }).flatMap(([kind, table]) =>
    Object.keys(table)
      .map((id) => `${kind} ${id}`)
      .filter((name) => !known.has(name)),
  );
}
