import pg from 'pg';
import { MESSAGES } from '../jobs/messages.ts';
import { loadOneShown } from '../src/handoffs/read/load-details.ts';
import { type RunningDelivery, startDelivery } from '../src/outbox/loop.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { Served } from '../src/workspaces/served.ts';
import { requestMessage } from '../views/handoffs/told/asking-messages.ts';
import { validateMessage } from '../views/kit/validate.ts';
import { startOtherApp } from './apps.ts';
import { deliverByHand } from './by-hand/deliver.ts';
import { BOT_TOKEN, log, onDatabase, type Server, UTC } from './environment.ts';
import { compareRate, type Line } from './measure.ts';
import { findDifference } from './same-rows.ts';
import { BOT, idOf, seed, TEAM, WORKSPACE } from './seed.ts';

const SIZE = { rounds: 6, each: 400, lanes: 100 };
const NOTE = { text: 'Sample words that need nothing read.', blocks: [] };

/**
 * Outbox rows delivered per second to a Slack in a process of its own, against the same claim, post and record by
 * hand: once with fixed words, once with the handoff read and drawn for each.
 */
export async function benchDelivery(
  server: Server,
  built: (file: string) => string,
  { rounds, each, lanes } = SIZE,
): Promise<Line[]> {
  const slack = await startOtherApp({ file: built('bench/fake-slack.js'), apiUrl: '', environment: {} });
  const apiUrl = `http://127.0.0.1:${slack.port}/api/`;
  const seeded = await server.createDatabase('delivery_seeded');
  await onDatabase(seeded, (client) =>
    seed(client, { members: lanes * 2, handoffs: each, submittedAt: systemClock.now() }),
  );
  const [url, urlByHand] = [
    await server.createDatabase('delivery', 'delivery_seeded'),
    await server.createDatabase('delivery_by_hand', 'delivery_seeded'),
  ];
  const { db, pool, close } = openDatabase({ url, log });
  const poolByHand = new pg.Pool({ connectionString: urlByHand, options: UTC, max: 10 });
  const workspace = { id: WORKSPACE, slackTeamId: TEAM, botUserId: BOT };
  const delivery = startDelivery({
    db,
    clock: systemClock,
    served: new Served([{ workspace, token: BOT_TOKEN, botId: '' }], { apiUrl }),
    kinds: { ...MESSAGES, note: { about: 'internal', whenUnknown: 'resend', render: async () => NOTE } },
    validate: validateMessage,
    hasOutsiders: async () => true,
    onLaneBlocked: async () => {},
    log,
    paceMs: 0,
  });
  const handoff = await loadOneShown(
    { workspace, db, now: systemClock.now() },
    idOf('handoff', 1),
    'everyone',
  );
  if (!handoff) throw new Error('the sample handoff is missing');
  const said = { note: NOTE, handoff_request: requestMessage(handoff, idOf('member', lanes + 1)) };

  const lines: Line[] = [];
  for (const kind of ['note', 'handoff_request'] as const) {
    const { text, blocks } = said[kind];
    const form = { text, blocks: JSON.stringify(blocks), unfurl_links: 'false', unfurl_media: 'false' };
    const byHand = { pool: poolByHand, apiUrl, token: BOT_TOKEN, form, reads: kind === 'handoff_request' };
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await fill(pool, kind, round);
      await fill(poolByHand, kind, round);
      const rate = await timed(each, () => runUntilDone(delivery));
      const hand = await timed(each, () => deliverByHand({ ...byHand, now: systemClock.now() }));
      // The first round is the warm-up.
      if (round === 0) continue;
      ours.push(rate);
      theirs.push(hand);
    }
    const what =
      kind === 'note'
        ? 'outbox rows delivered, fixed words'
        : 'outbox rows delivered, handoff read and drawn';
    lines.push(compareRate(what, ours, theirs, kind === 'note' ? 0.65 : 0.5));
  }
  await delivery.stop();
  await Promise.all([close(), poolByHand.end(), slack.stop()]);
  const difference = await findDifference(url, urlByHand, DELIVERED);
  if (difference) throw new Error(`the hand-written side leaves other rows: ${difference}`);
  return lines;
}

/** One message about each handoff, in as many lanes as there are receivers. */
async function fill(pool: pg.Pool, kind: string, round: number): Promise<void> {
  await pool.query(
    `WITH given AS (
       SELECT h.id, m.id AS member, m.slack_user_id AS lane, $1 || ':' || $2 || ':' || h.number AS thread
         FROM handoffs h JOIN members m ON m.id = h.receiver_id
     ), lanes AS (
       INSERT INTO outbox_lanes (workspace_id, key, next_send_at) SELECT DISTINCT $3::uuid, lane, now() FROM given
       ON CONFLICT DO NOTHING
     ), threads AS (
       INSERT INTO outbox_threads (workspace_id, key, lane, next_seq, kind, subject_type, subject_id, member_id, not_before)
       SELECT $3, thread, lane, 2, $1, 'handoff', id, member, now() FROM given
     )
     INSERT INTO outbox_messages (id, workspace_id, dedupe_key, kind, subject_type, subject_id, member_id, data, lane,
                                  thread, seq, is_root, not_before, created_at)
     SELECT gen_random_uuid(), $3, thread, $1, 'handoff', id, member, '{}', lane, thread, 1, true, now(), now() FROM given`,
    [kind, String(round), WORKSPACE],
  );
}

async function runUntilDone(delivery: RunningDelivery): Promise<number> {
  let done = 0;
  for (let more = await delivery.runOnce(); more > 0; more = await delivery.runOnce()) done += more;
  return done;
}

async function timed(each: number, deliver: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const delivered = await deliver();
  if (delivered !== each) throw new Error(`${delivered} of ${each} messages delivered`);
  return (delivered * 1000) / (performance.now() - started);
}

const DELIVERED = {
  outbox_messages: `SELECT dedupe_key, state, attempt, slack_channel, error, lease_token FROM outbox_messages
                     ORDER BY dedupe_key`,
  outbox_threads: `SELECT key, slack_channel, applied_version, desired_version, attempt, slack_ts IS NULL AS unposted
                     FROM outbox_threads ORDER BY key`,
  outbox_lanes: 'SELECT key, blocked_at FROM outbox_lanes ORDER BY key',
};
