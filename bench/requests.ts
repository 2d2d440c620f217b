import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { sampleScreen } from '../sandbox/gallery/samples.ts';
import { systemClock } from '../src/platform/clock.ts';
import { reviewDraftView } from '../views/handoffs/brief/review-draft-view.ts';
import { encodeState } from '../views/handoffs/ids.ts';
import { SIGNING_SECRET } from './environment.ts';
import { idOf, slackUserId, TEAM } from './seed.ts';

const agent = new Agent({ keepAlive: true });

/** Sends what Slack would, signed; resolves when the ack is there, in milliseconds. Anything but a 200 throws. */
export async function send(
  port: number,
  fields: Record<string, string>,
): Promise<{ ms: number; ack: string }> {
  const body = new URLSearchParams(fields).toString();
  const seconds = Math.floor(systemClock.wall().getTime() / 1000);
  const hash = createHmac('sha256', SIGNING_SECRET).update(`v0:${seconds}:${body}`).digest('hex');
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': `${seconds}`,
      'x-slack-signature': `v0=${hash}`,
    };
    const path = '/slack/events';
    const req = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (res) => {
      let ack = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        ack += chunk;
      });
      res.on('end', () =>
        res.statusCode === 200
          ? resolve({ ms: performance.now() - started, ack })
          : reject(new Error(`the app answered ${res.statusCode}: ${ack}`)),
      );
    });
    req.on('error', reject).end(body);
  });
}

export function handoffCommand(userNumber: number, text: string): Record<string, string> {
  return {
    token: 'bench',
    team_id: TEAM,
    team_domain: 'sample-company',
    channel_id: 'C0BENCH',
    channel_name: 'sales',
    user_id: slackUserId(userNumber),
    user_name: `sample.${userNumber}`,
    command: '/handoff',
    text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/nowhere',
    trigger_id: `1.2.${userNumber}`,
  };
}

const REVIEW = reviewDraftView(sampleScreen());

/** *Hand over*, pressed by the sender of this draft on the last screen. */
export function lastSubmission(draft: number, sender: number): Record<string, string> {
  const user = { id: slackUserId(sender), username: `sample.${sender}`, team_id: TEAM };
  const view = {
    ...REVIEW,
    id: `V0BENCH${draft}`,
    team_id: TEAM,
    hash: `1.${draft}`,
    private_metadata: encodeState({ id: idOf('handoff', draft), v: 0, step: 'review' }),
    state: { values: {} },
    app_id: 'A0BENCH',
    root_view_id: `V0BENCH${draft}`,
    previous_view_id: null,
    external_id: '',
    bot_id: 'B0BENCH',
  };
  const payload = {
    type: 'view_submission',
    team: { id: TEAM, domain: 'sample-company' },
    user,
    api_app_id: 'A0BENCH',
    token: 'bench',
    trigger_id: `1.3.${draft}`,
    view,
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
  return { payload: JSON.stringify(payload) };
}
