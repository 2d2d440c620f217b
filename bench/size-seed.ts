import type pg from 'pg';
import { rungsDue } from '../src/cases/clocks/ladder.ts';
import { ladderFor } from '../src/handoffs/rules/ladders.ts';
import { settingsFrom } from '../src/settings/catalogue.ts';
import { BUSINESS_WEEK } from '../src/time/calendar.ts';
import { seedBook } from './digest.ts';
import { fillOwed } from './fill-owed.ts';
import { BRIEF, COMPLETENESS, idOf, WORKSPACE } from './seed.ts';

export interface Size {
  accounts: number;
  /** Handoffs that wait for somebody. */
  open: number;
  /** Handoffs that ended, each with the three clocks that the version before left behind. */
  ended: number;
}

export const MEMBERS = 40;
const CALENDAR = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] };
const DAYS = 600;

/** A workspace as large as it says, as of `now`: what is open began in the last days, what ended over two years. */
export async function seedSize(client: pg.Client, size: Size, now: Date): Promise<void> {
  await seedBook(client, size.accounts);
  await client.query(
    `INSERT INTO members (id, workspace_id, slack_user_id, name, zone, updated_at)
     SELECT overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, $1, 'U0M' || lpad(n::text, 6, '0'), 'Sample Person ' || n,
            'Europe/Berlin', $3 FROM generate_series(1, $4::int) n ON CONFLICT DO NOTHING`,
    [WORKSPACE, idOf('member', 0), now, MEMBERS],
  );
  await addOpen(client, size, now);
  await addEnded(client, { from: 0, to: size.ended, accounts: size.accounts }, now);
}

/** Every other one has a clock that is due; the busiest receiver has a quarter of all. */
async function addOpen(client: pg.Client, { accounts, open }: Size, now: Date): Promise<void> {
  const settings = settingsFrom(new Map());
  const ladder = ladderFor(
    'acknowledge',
    settings,
    { goLiveOn: null, urgentRisk: false },
    now,
    CALENDAR.zone,
  );
  const snapshot = JSON.stringify({ ...ladder, due: rungsDue(ladder, now, CALENDAR) });
  await client.query(
    `INSERT INTO handoffs (id, workspace_id, template, sender_id, receiver_id, account_id, brief, completeness, state,
                           submissions, number, submitted_at, version, created_at, updated_at)
     SELECT overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, $1, 'sales_to_cs@1',
            overlay($3 PLACING lpad((1 + n % ($7::int / 2))::text, 12, '0') FROM 25)::uuid,
            overlay($3 PLACING lpad((CASE WHEN n % 4 = 0 THEN $7::int ELSE $7::int / 2 + 1 + n % ($7::int / 2 - 1) END)::text, 12, '0') FROM 25)::uuid,
            a.id, $8::jsonb, $9,
            (ARRAY['submitted', 'acknowledged', 'submitted', 'returned', 'accepted'])[1 + n % 5]::handoff_state, 1, n, $6, 1, $6, $6
       FROM generate_series(1, $4::int) n
       JOIN accounts a ON a.name = 'Sample Account ' || (1 + n % $5::int)`,
    [
      WORKSPACE,
      idOf('handoff', 0),
      idOf('member', 0),
      open,
      accounts,
      now,
      MEMBERS,
      JSON.stringify(BRIEF),
      COMPLETENESS,
    ],
  );
  await client.query(
    `INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, started_at, ladder, due_at)
     SELECT gen_random_uuid(), $1, 'handoff', h.id, c.clock, $2, $3::jsonb,
            $2::timestamptz + (h.number % 96 - 48) * interval '1 hour'
       FROM handoffs h
      CROSS JOIN LATERAL (VALUES ('hard_stop'), (CASE h.state WHEN 'submitted' THEN 'acknowledge' WHEN 'acknowledged' THEN 'decide'
                                                 ELSE 'resubmit' END)) AS c (clock)
      WHERE h.state IN ('submitted', 'acknowledged', 'returned')`,
    [WORKSPACE, now, snapshot],
  );
  await client.query(
    `INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, started_at, ladder, due_at)
     SELECT gen_random_uuid(), $1, 'risk', id, 'claim', $2, $3::jsonb, $2::timestamptz + interval '1 day'
       FROM risks WHERE state = 'open'`,
    [WORKSPACE, now, snapshot],
  );
  await fillOwed(client);
}

/** Those from the one number to the other, evenly over the days before `now`, and a tenth as many risks that ended. */
export async function addEnded(
  client: pg.Client,
  { from, to, accounts }: { from: number; to: number; accounts: number },
  now: Date,
): Promise<void> {
  const first = 1_000_000;
  await client.query(
    `INSERT INTO handoffs (id, workspace_id, template, sender_id, receiver_id, account_id, brief, completeness, state,
                           submissions, number, submitted_at, accepted_at, closed_at, kickoff_on, version, created_at, updated_at)
     SELECT overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, $1, 'sales_to_cs@1',
            overlay($3 PLACING lpad((1 + n % ($8::int / 2))::text, 12, '0') FROM 25)::uuid,
            overlay($3 PLACING lpad(($8::int / 2 + 1 + n % ($8::int / 2))::text, 12, '0') FROM 25)::uuid,
            overlay($4 PLACING lpad((1 + n % $7::int)::text, 12, '0') FROM 25)::uuid, '{}', 0,
            CASE WHEN n % 10 = 0 THEN 'cancelled' ELSE 'finished' END::handoff_state, 1, n, at, at, at, at::date, 3, at, at
       FROM (SELECT n, $9::timestamptz - (n::bigint * 7919 % ${DAYS * 1440}) * interval '1 minute' AS at
               FROM generate_series($5::int, $6::int) n) AS given`,
    [
      WORKSPACE,
      idOf('handoff', 0),
      idOf('member', 0),
      idOf('account', 0),
      first + from + 1,
      first + to,
      accounts,
      MEMBERS,
      now,
    ],
  );
  await client.query(
    `INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, started_at, ladder, rung)
     SELECT gen_random_uuid(), $1, 'handoff', overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, clock, $5,
            '{"limit":"PT4H","rungs":[{"at":1,"kind":"reminder","tell":["owner"]}],"due":["2026-01-01T00:00:00Z"]}', 0
       FROM generate_series($3::int, $4::int) n, unnest(ARRAY['acknowledge', 'decide', 'hard_stop']) AS clock`,
    [WORKSPACE, idOf('handoff', 0), first + from + 1, first + to, now],
  );
  await client.query(
    `INSERT INTO risks (id, workspace_id, number, account_id, rule, severity, state, outcome, reasons, opened_at, resolved_at, updated_at)
     SELECT gen_random_uuid(), $1, n, overlay($2 PLACING lpad((1 + n * 3 % $5::int)::text, 12, '0') FROM 25)::uuid, 'worsened',
            'at_risk', 'resolved', CASE WHEN n % 7 = 0 THEN 'lost' ELSE 'saved' END::risk_outcome, '[]', at - interval '20 days', at, at
       FROM (SELECT n, $6::timestamptz - (n::bigint * 7919 % ${DAYS}) * interval '1 day' AS at
               FROM generate_series($3::int, $4::int) n) AS given`,
    [
      WORKSPACE,
      idOf('account', 0),
      first + Math.ceil(from / 10) + 1,
      first + Math.ceil(to / 10),
      accounts,
      now,
    ],
  );
  await client.query('VACUUM ANALYZE');
}
