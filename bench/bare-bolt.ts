import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import pg from 'pg';
import { systemClock } from '../src/platform/clock.ts';
import { createLogger } from '../src/platform/logger.ts';
import { boltLogger } from '../src/platform/slack/bolt-logger.ts';
import { CALLBACKS, decodeState } from '../views/handoffs/ids.ts';
import { doneView, loadingView } from '../views/handoffs/verbs/done-view.ts';
import { submitByHand } from './by-hand/submit.ts';
import { UTC } from './environment.ts';
import { BOT, TEAM } from './seed.ts';

// What Baton is measured against: Bolt with the same options, and nothing of ours but the views' JSON.

const {
  SLACK_BOT_TOKEN: botToken = '',
  SLACK_SIGNING_SECRET: signingSecret = '',
  SLACK_API_URL: slackApiUrl = '',
  DATABASE_URL,
} = process.env;
const log = createLogger('warn');
const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logger: boltLogger(log) });
const app = new App({
  receiver,
  logger: boltLogger(log),
  clientOptions: { slackApiUrl },
  authorize: async () => ({ botToken, teamId: TEAM, botUserId: BOT, botId: 'B0BENCH' }),
});

const LOADING = loadingView('Start a handoff');
app.command('/handoff', async ({ ack, command, client }) => {
  await ack();
  await client.views.open({ trigger_id: command.trigger_id, view: LOADING });
});

const pool = new pg.Pool({ connectionString: DATABASE_URL, options: UTC, max: 10 });
app.view(CALLBACKS.reviewDraft, async ({ ack, body, view }) => {
  const pressed = JSON.stringify([view.callback_id, view.private_metadata, view.state.values]);
  const submitted = await submitByHand(pool, {
    teamId: body.team?.id ?? '',
    userId: body.user.id,
    handoffId: decodeState(view.private_metadata).id ?? '',
    request: `${view.id}:${createHash('sha256').update(pressed).digest('base64url')}`,
    now: systemClock.now(),
  });
  const askedSlackUserId = submitted.receiverSlackUserId;
  await ack({
    response_action: 'update',
    view: doneView({ ...submitted, askedSlackUserId, resubmitted: false, mutesReceipts: false }),
  });
});

const server = await receiver.start({ port: 0, host: '127.0.0.1' });
process.send?.({ port: (server.address() as AddressInfo).port });
process.on('SIGTERM', () => process.exit(0));
