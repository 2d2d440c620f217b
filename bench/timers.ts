import pg from 'pg';
import { fireDueTimers } from '../src/cases/clocks/fire.ts';
import { rungsDue } from '../src/cases/clocks/ladder.ts';
import { TIMERS } from '../src/every-case.ts';
import { ladderFor } from '../src/handoffs/rules/ladders.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { settingsFrom } from '../src/settings/catalogue.ts';
import { BUSINESS_WEEK } from '../src/time/calendar.ts';
import { fireByHand } from './by-hand/fire.ts';
import { log, onDatabase, type Server, UTC } from './environment.ts';
import { fillOwed } from './fill-owed.ts';
import { compareRate, type Line } from './measure.ts';
import { findDifference } from './same-rows.ts';
import { SERVED, seed, WORKSPACE } from './seed.ts';

const SIZE = { rounds: 30, warmUp: 5, each: 500 };

/** Monday morning in Berlin: the sender of each is told once, by itself, as they have no other. */
const STARTED = new Date('2027-03-01T09:00:00Z');
const CALENDAR = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] };
const LADDER = ladderFor(
  'acknowledge',
  settingsFrom(new Map()),
  { goLiveOn: null, urgentRisk: false },
  STARTED,
  'UTC',
);
const DUE = rungsDue(LADDER, STARTED, CALENDAR);
/** The rung at 100%: the reminder before it was said. */
const RUNG = 1;

/** Timers fired per second, against the same SQL by hand. In both, one process with one batch after another. */
export async function benchTimers(server: Server, { rounds, warmUp, each } = SIZE): Promise<Line[]> {
  const seeded = await server.createDatabase('timers_seeded');
  const count = rounds * each;
  await onDatabase(seeded, async (client) => {
    await seed(client, { members: 2 * count, handoffs: count, submittedAt: STARTED });
    await client.query(
      `INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, started_at, ladder, rung)
       SELECT gen_random_uuid(), $1, 'handoff', id, 'acknowledge', $2, $3, $4 FROM handoffs`,
      [WORKSPACE, STARTED, { ...LADDER, due: DUE }, RUNG],
    );
    await fillOwed(client);
    await client.query('VACUUM ANALYZE');
  });
  const [url, urlByHand] = [
    await server.createDatabase('timers', 'timers_seeded'),
    await server.createDatabase('timers_by_hand', 'timers_seeded'),
  ];
  const database = openDatabase({ url, log });
  const pool = new pg.Pool({ connectionString: urlByHand, options: UTC, max: 10 });
  const at = DUE[RUNG] ?? STARTED;
  const clock = { now: () => at, wall: systemClock.wall };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await makeDue(database.pool, { round, each, at });
    await makeDue(pool, { round, each, at });
    const rate = await timed(each, () =>
      fireDueTimers({ db: database.db, clock, served: SERVED, handlers: TIMERS, log }),
    );
    const byHand = await timed(each, () => fireByHand(pool, at, systemClock.wall()));
    if (round < warmUp) continue;
    ours.push(rate);
    theirs.push(byHand);
  }
  await database.close();
  await pool.end();
  const difference = await findDifference(url, urlByHand, FIRED);
  if (difference) throw new Error(`the hand-written side leaves other rows: ${difference}`);
  return [compareRate('timers fired', ours, theirs, 0.65)];
}

function makeDue(pool: pg.Pool, { round, each, at }: { round: number; each: number; at: Date }) {
  const sql = `UPDATE timers SET due_at = $1 FROM handoffs h WHERE h.id = subject_id AND (h.number - 1) / $2 = $3`;
  return pool.query(sql, [at, each, round]);
}

/** Per second, until there is nothing more to do. */
async function timed(each: number, fire: () => Promise<number>): Promise<number> {
  const started = performance.now();
  let fired = 0;
  for (let more = await fire(); more > 0; more = await fire()) fired += more;
  if (fired !== each) throw new Error(`${fired} of ${each} timers fired`);
  return (fired * 1000) / (performance.now() - started);
}

const FIRED = {
  timers: `SELECT subject_id, clock, epoch, version, ladder, rung, repeats, due_at, fired_at, attempt FROM timers
            ORDER BY subject_id`,
  outbox_messages: `SELECT kind, subject_type, subject_id, member_id, data, lane, thread, seq, is_root, hold_until, dedupe_key,
                           created_at FROM outbox_messages ORDER BY dedupe_key`,
  outbox_threads: `SELECT key, lane, next_seq, kind, subject_type, subject_id, member_id, desired_version
                     FROM outbox_threads ORDER BY key`,
  outbox_lanes: 'SELECT key, blocked_at FROM outbox_lanes ORDER BY key',
  audit_entries:
    'SELECT subject_type, subject_id, action, actor, data, at FROM audit_entries ORDER BY subject_id',
  owed: 'SELECT * FROM owed ORDER BY subject_id',
};
