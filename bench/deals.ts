import pg from 'pg';
import { rungsDue } from '../src/cases/clocks/ladder.ts';
import { chosenMorning } from '../src/cases/told/remind.ts';
import { DEALS } from '../src/deals/deal-case.ts';
import { DEAL_COLUMNS } from '../src/deals/take/deal-row.ts';
import { importDeals } from '../src/deals/take/import-deals.ts';
import { calendarOf } from '../src/people/calendar-of.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { readCsv } from '../src/platform/csv/csv.ts';
import type { Db } from '../src/platform/ctx.ts';
import { JOB_BOUNDS, openDatabase } from '../src/platform/database/database.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { type FileRow, importByHand, type Reckoned } from './by-hand/import-deals.ts';
import { log, onDatabase, type Server, UTC } from './environment.ts';
import { compareRate, type Line } from './measure.ts';
import { findDifference } from './same-rows.ts';
import { BOT, idOf, seed, slackUserId, TEAM, WORKSPACE } from './seed.ts';

const SIZE = { rows: 50_000, bad: 300, reps: 200, rounds: 5 };
/** Monday morning in Berlin. */
const NOW = new Date('2027-03-01T09:00:00Z');

/** Rows of a file that tells of deals per second, from its bytes on, against the same rows by hand. */
export async function benchDeals(server: Server, { rows, bad, reps, rounds } = SIZE): Promise<Line[]> {
  const seeded = await server.createDatabase('deals_seeded');
  await onDatabase(seeded, (client) => seedSales(client, reps, rows));
  const url = await server.createDatabase('deals', 'deals_seeded');
  const urlByHand = await server.createDatabase('deals_by_hand', 'deals_seeded');
  const { db, close } = openDatabase({ url, bounds: JOB_BOUNDS, log });
  const pool = new pg.Pool({ connectionString: urlByHand, options: UTC });
  const workspace = { id: WORKSPACE, slackTeamId: TEAM, botUserId: BOT };
  const ctx = { workspace, actor: { type: 'cli' } as const, now: NOW, db, log };
  const reckoned = await reckon(db);
  const each = Math.ceil(rows / rounds);
  const ours: number[] = [];
  const theirs: number[] = [];
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    const { file, good } = sampleFile({ from: round * each, rows: each, bad: Math.ceil(bad / rounds), reps });
    ours.push(
      await timed(each, async () => {
        const table = readCsv(file, { known: DEAL_COLUMNS, required: ['deal_id'] });
        if (isRefusal(table)) throw new Error(table.message);
        const { created, rejected } = await importDeals(ctx, table, {
          dryRun: false,
          onProgress: () => {
            peak = Math.max(peak, process.memoryUsage.rss());
          },
        });
        if (created !== good.length || rejected.length !== each - good.length)
          throw new Error(`${created} deals of ${good.length} were taken`);
      }),
    );
    theirs.push(await timed(each, () => importByHand(pool, good, reckoned)));
  }
  await close();
  await pool.end();
  const difference = await findDifference(url, urlByHand, IMPORTED);
  if (difference) throw new Error(`the hand-written side leaves other rows: ${difference}`);
  return [
    compareRate(`rows of a file of ${each.toLocaleString('en-US')} deals`, ours, theirs, 0.4),
    {
      ...{ what: 'memory of the process that imports, most', baton: `${Math.round(peak / 2 ** 20)} MB` },
      ...{ beside: '', ratio: '', aim: '', met: null },
    },
  ];
}

async function timed(rows: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (rows * 1000) / (performance.now() - started);
}

/** Reps of one team, and accounts for the first half of the deals. */
async function seedSales(client: pg.Client, reps: number, rows: number): Promise<void> {
  await seed(client, { members: reps + 1, handoffs: Math.ceil(rows / 2) });
  await client.query('DELETE FROM handoffs');
  await client.query(`UPDATE members SET email = lower(slack_user_id) || '@example.com'`);
  const team = idOf('timer', 1);
  await client.query(
    `INSERT INTO teams (id, workspace_id, name, lane, lead_id, created_at)
     VALUES ($1, $2, 'Sample Sales', 'sales', $3, now())`,
    [team, WORKSPACE, idOf('member', reps + 1)],
  );
  await client.query('INSERT INTO team_members (team_id, member_id) SELECT $1, id FROM members', [team]);
  await client.query('VACUUM ANALYZE');
}

/** What the product reckons for each deal, once. */
async function reckon(db: Db): Promise<Reckoned> {
  const id = idOf('member', 1);
  const people = await loadPeople(db, WORKSPACE, [id]);
  const settings = await loadSettings(db, WORKSPACE);
  const person = people.get(id);
  if (!person) throw new Error('the sample person is missing');
  const deal = { ownerId: id, teamId: null };
  const ladder = DEALS.clocks.hand_over.ladder(
    { deal, people, settings, leadId: null, segment: null } as never,
    NOW,
  );
  const due = rungsDue(ladder, NOW, calendarOf(person, settings));
  const limitAt = due[ladder.rungs.findIndex(({ at }) => at === 1)] ?? null;
  return { now: NOW, ladder: { ...ladder, due }, limitAt, morning: chosenMorning(person, settings, NOW) };
}

/** Eight of ten are won. */
function sampleFile({ from, rows, bad, reps }: { from: number; rows: number; bad: number; reps: number }) {
  const every = Math.max(1, Math.floor(rows / bad));
  const all = Array.from({ length: rows }, (_, i): FileRow & { isBad: boolean } => {
    const n = from + i;
    const state = n % 10 === 8 ? 'expected' : n % 10 === 9 ? 'lost' : 'won';
    return {
      ...{ dealId: `D-${n}`, state, account: `Sample Account ${n + 1}`, closesOn: '2027-02-20' },
      ...{ owner: `${slackUserId((n % reps) + 1).toLowerCase()}@example.com`, amount: `${1000 + n}` },
      isBad: i % every === 0 && i / every < bad,
    };
  });
  const lines = all.map(({ dealId, state, account, owner, amount, closesOn, isBad }) =>
    [dealId, state, account, owner, isBad ? 'a lot' : amount, 'EUR', closesOn, REST].join(','),
  );
  const head = 'deal_id,state,account_name,owner,amount,currency,closes_on,contact,why,promises';
  return { file: Buffer.from([head, ...lines].join('\n')), good: all.filter(({ isBad }) => !isBad) };
}

const REST = '"Sample Contact, COO",Sample reason,None';

/** Ids of deals are of the run: each is told by the CRM's. */
const IMPORTED = {
  deals: `SELECT to_jsonb(d) - '{id,print}'::text[] AS deal, d.print IS NOT NULL AS printed FROM deals d
           ORDER BY external_id`,
  audit_entries: `SELECT d.external_id, to_jsonb(e) - '{id,subject_id}'::text[] AS entry
                    FROM audit_entries e JOIN deals d ON d.id = e.subject_id ORDER BY 1`,
  timers: `SELECT d.external_id, to_jsonb(t) - '{id,subject_id}'::text[] AS timer
             FROM timers t JOIN deals d ON d.id = t.subject_id ORDER BY 1`,
  owed: `SELECT d.external_id, to_jsonb(o) - '{subject_id}'::text[] AS owed
           FROM owed o JOIN deals d ON d.id = o.subject_id ORDER BY 1`,
  outbox_messages: `SELECT d.external_id, m.kind, m.subject_type, m.member_id, m.data - 'entryId' AS data,
                           m.data ? 'entryId' AS entry, m.lane, m.seq, m.is_root, m.hold_until
                      FROM outbox_messages m LEFT JOIN deals d ON d.id = m.subject_id ORDER BY d.external_id, m.member_id`,
  outbox_threads: `SELECT d.external_id, t.lane, t.next_seq, t.kind, t.subject_type, t.member_id, t.desired_version
                     FROM outbox_threads t LEFT JOIN deals d ON d.id = t.subject_id ORDER BY d.external_id, t.member_id`,
  outbox_lanes: 'SELECT key, blocked_at FROM outbox_lanes ORDER BY key',
  morning_items: `SELECT d.external_id, to_jsonb(i) - '{id,subject_id}'::text[] AS item
                    FROM morning_items i JOIN deals d ON d.id = i.subject_id ORDER BY 1`,
};
