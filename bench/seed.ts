import type pg from 'pg';
import { BriefSchema } from '../src/handoffs/brief/brief.ts';
import { completenessOf } from '../src/handoffs/brief/template.ts';
import { SALES_TO_CS } from '../src/handoffs/brief/templates.ts';
import { Served } from '../src/workspaces/served.ts';

export const TEAM = 'T0BENCH';
export const BOT = 'U0BENCHBOT';
export const WORKSPACE = '00000000-0000-7000-8000-000000000001';
/** As a process that serves it, where nothing calls Slack. */
export const SERVED = new Served([
  { workspace: { id: WORKSPACE, slackTeamId: TEAM, botUserId: BOT }, token: '', botId: '' },
]);

/** Slack's and our ids of the member, account or handoff with this number, counted from 1. */
export const slackUserId = (n: number): string => `U0M${String(n).padStart(6, '0')}`;
export const idOf = (what: Kind, n: number): string =>
  `00000000-0000-7000-8${DIGIT[what]}00-${String(n).padStart(12, '0')}`;

const DIGIT = { member: 1, account: 2, handoff: 3, timer: 4, message: 5 } as const;
type Kind = keyof typeof DIGIT;
const id = (what: Kind, n: string) =>
  `('00000000-0000-7000-8${DIGIT[what]}00-' || lpad((${n})::text, 12, '0'))::uuid`;

export const BRIEF = {
  contact: 'Sample Contact, head of operations',
  why: 'Sample reason: answers took two days, and customers left.',
  outcomes: [
    { id: 'o1', text: 'Sample outcome: answers within four hours', measure: 'median', by: '2030-06-30' },
  ],
  promises: 'None',
  people: [{ id: 'p1', name: 'Sample Champion', role: 'champion', note: 'Sample note' }],
  commitments: [{ id: 'c1', text: 'Sample commitment: a training day', inContract: false }],
  technical: 'Sample need: single sign-on',
  answers: { not_sold: 'none' },
};

/** As a draft is saved with it. */
export const COMPLETENESS = completenessOf(SALES_TO_CS, BriefSchema.parse(BRIEF)).percent;

export interface Sample {
  members: number;
  /** Each for an account of its own. The first half of the members are the senders, the others the receivers. */
  handoffs: number;
  /** Drafts, unless they were submitted at this instant. */
  submittedAt?: Date;
}

/** A workspace of sample people and accounts, with drafts that are ready to be handed over. */
export async function seed(client: pg.Client, sample: Sample): Promise<void> {
  const { members, handoffs, submittedAt = null } = sample;
  const run = (sql: string, values: unknown[]) => client.query(sql, values);
  await run(
    `INSERT INTO workspaces (id, slack_team_id, name, bot_user_id, created_at, people_synced_at, next_handoff_number)
     VALUES ($1, $2, 'Sample Company', $3, now(), now(), $4)`,
    [WORKSPACE, TEAM, BOT, submittedAt ? handoffs + 1 : 1],
  );
  await run(
    `INSERT INTO members (id, workspace_id, slack_user_id, name, zone, updated_at)
     SELECT ${id('member', 'n')}, $1, 'U0M' || lpad(n::text, 6, '0'), 'Sample Person ' || n, 'Europe/Berlin', now()
       FROM generate_series(1, $2::int) n`,
    [WORKSPACE, members],
  );
  await run(
    `INSERT INTO accounts (id, workspace_id, name, name_key, segment, arr, currency, renewal_on, created_at, updated_at)
     SELECT ${id('account', 'n')}, $1, 'Sample Account ' || n, 'sample account ' || n, 'Mid-market', 48000, 'EUR',
            '2030-01-01', now(), now() FROM generate_series(1, $2::int) n`,
    [WORKSPACE, handoffs],
  );
  await run(
    `INSERT INTO handoffs (id, workspace_id, template, sender_id, receiver_id, account_id, brief, completeness, state,
                           submissions, number, submitted_at, version, created_at, updated_at)
     SELECT ${id('handoff', 'n')}, $1, $3, ${id('member', '(n - 1) % ($4::int / 2) + 1')}, ${id('member', '(n - 1) % ($4::int / 2) + 1 + $4::int / 2')},
            ${id('account', 'n')}, $5::jsonb, $7, CASE WHEN $6::timestamptz IS NULL THEN 'draft' ELSE 'submitted' END::handoff_state,
            CASE WHEN $6::timestamptz IS NULL THEN 0 ELSE 1 END, CASE WHEN $6::timestamptz IS NULL THEN NULL ELSE n END,
            $6, 0, now(), now() FROM generate_series(1, $2::int) n`,
    [WORKSPACE, handoffs, SALES_TO_CS.id, members, JSON.stringify(BRIEF), submittedAt, COMPLETENESS],
  );
  await client.query('ANALYZE');
}
