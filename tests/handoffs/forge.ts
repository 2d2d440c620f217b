import { createHmac } from 'node:crypto';
import { realSeconds } from '../../sandbox/clock.ts';
import { SIGNING_SECRET, type World } from '../support/baton.ts';

/** Sends Baton an interaction, signed as Slack signs it. */
export async function post(world: World, payload: object): Promise<{ status: number; body: string }> {
  return postSigned(world, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

/** Sends Baton this body, whatever it is. */
export async function postSigned(
  world: World,
  body: string,
  type = 'application/x-www-form-urlencoded',
): Promise<{ status: number; body: string }> {
  const timestamp = String(realSeconds());
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${world.baton.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  return { status: answer.status, body: await answer.text() };
}
