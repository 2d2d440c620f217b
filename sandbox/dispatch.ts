// Requests to the app, signed as Slack signs them, or the same by a socket.
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { realSeconds, sleep } from './clock.ts';
import type { Core } from './core.ts';
import type { Ack, Dispatch } from './traffic.ts';

interface Envelope {
  what: string;
  payload: unknown;
  body: string;
  contentType: string;
  attempt: number;
  reason?: string;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** A slash command: its fields are the form. */
export function sendCommand(core: Core, fields: Record<string, string>): Promise<Ack> {
  const body = new URLSearchParams(fields).toString();
  return send(core, {
    what: fields['command'] ?? 'command',
    payload: fields,
    body,
    contentType: FORM,
    attempt: 0,
  });
}

/** Anything interactive: JSON in the form's `payload`. */
export function sendInteraction(
  core: Core,
  payload: { type: string } & Record<string, unknown>,
): Promise<Ack> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return send(core, { what: payload.type, payload, body, contentType: FORM, attempt: 0 });
}

/**
 * An event, delivered in the background: without a 2xx within 3 seconds again after each of `eventRetryMs`
 * (at once, a minute, five minutes). Only events the app subscribed to and whose scope it has.
 */
export function sendEvent(
  core: Core,
  event: { type: string } & Record<string, unknown>,
  scopes: string[] = [],
  subscription: string = event.type,
  /** The workspace that the envelope names: in a channel of several companies that of whoever acted. */
  from: string = core.world.team.id,
): void {
  const { app, team, clock } = core.world;
  if (core.closed || !app.events.has(subscription) || !scopes.every((scope) => app.scopes.has(scope))) return;
  const eventTime = Math.floor(clock.now() / 1000);
  const payload = {
    token: 'sandbox',
    team_id: from,
    context_team_id: team.id,
    api_app_id: app.id,
    event: { event_ts: core.world.nextTs(), ...event },
    type: 'event_callback',
    event_id: core.world.nextId('Ev'),
    event_time: eventTime,
    authorizations: [
      {
        enterprise_id: core.world.enterprise?.id ?? null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: from !== team.id,
  };
  void deliverEvent(core, payload);
}

/** Sends what was sent before once more: the same body, for an event as a retry. */
export function resend(core: Core, sent: Dispatch): Promise<Ack> {
  const { what, payload, body } = sent;
  if (what.startsWith('event '))
    return send(core, { what, payload, body, contentType: JSON_TYPE, attempt: 1, reason: 'http_timeout' });
  return send(core, { what, payload, body, contentType: FORM, attempt: 0 });
}

const eventEnvelope = (payload: { event: { type: string } }, attempt: number, reason?: string): Envelope => ({
  what: `event ${payload.event.type}`,
  payload,
  body: JSON.stringify(payload),
  contentType: JSON_TYPE,
  attempt,
  ...(reason ? { reason } : {}),
});

const REASONS = { timeout: 'http_timeout', refused: 'connection_failed', dropped: 'connection_failed' };

async function deliverEvent(core: Core, payload: { event: { type: string } }): Promise<void> {
  let reason: string | undefined;
  for (const [attempt, wait] of [0, ...core.eventRetryMs].entries()) {
    if (wait > 0) await sleep(wait);
    if (core.closed) return;
    const ack = await send(core, eventEnvelope(payload, attempt, reason));
    if ((ack.problem === null && ack.status >= 200 && ack.status < 300) || ack.noRetry) return;
    reason = ack.problem === null ? 'http_error' : REASONS[ack.problem];
  }
}

async function send(core: Core, envelope: Envelope): Promise<Ack> {
  const started = performance.now();
  const { what, payload, body, attempt } = envelope;
  const at = core.world.clock.now();
  const sent: Dispatch = {
    what,
    to: '',
    payload,
    body,
    attempt,
    status: 0,
    problem: null,
    ack: '',
    ms: 0,
    at,
  };
  core.traffic.addDispatch(sent);
  const ack = core.isSocketMode
    ? await sendBySocket(core, envelope, sent)
    : await sendByHttp(core, envelope, sent);
  Object.assign(sent, {
    status: ack.status,
    problem: ack.problem,
    ack: ack.body,
    ms: performance.now() - started,
  });
  core.traffic.touch();
  return ack;
}

/** Tries one address after the other while connections are refused, beginning with the next in turn. */
async function sendByHttp(core: Core, envelope: Envelope, sent: Dispatch): Promise<Ack> {
  const urls = core.appUrls();
  let ack: Ack = { status: 0, body: '', problem: 'refused', noRetry: false };
  const first = core.turn++;
  for (let tried = 0; tried < urls.length && ack.problem === 'refused'; tried++) {
    sent.to = urls[(first + tried) % urls.length] ?? '';
    ack = await post(core, sent.to, envelope);
  }
  return ack;
}

/** Whose acks may say more than that it came. */
const ANSWERED = new Set(['view_submission', 'block_suggestion']);

function sendBySocket(core: Core, { payload, attempt, reason }: Envelope, sent: Dispatch): Promise<Ack> {
  const { type = '' } = payload as { type?: string };
  const kind = type === 'event_callback' ? 'events_api' : type === '' ? 'slash_commands' : 'interactive';
  const acceptsAnswer = kind === 'slash_commands' || ANSWERED.has(type);
  const why = reason?.replace(/^http_/, '');
  return core.sockets.send({ type: kind, acceptsAnswer, payload, attempt, reason: why }, (to) => {
    sent.to = to;
  });
}

function post(core: Core, to: string, envelope: Envelope): Promise<Ack> {
  const timestamp = String(realSeconds());
  const signature = createHmac('sha256', core.signingSecret)
    .update(`v0:${timestamp}:${envelope.body}`)
    .digest('hex');
  const headers: Record<string, string> = {
    'content-type': envelope.contentType,
    'content-length': String(Buffer.byteLength(envelope.body)),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
  };
  if (envelope.attempt > 0) headers['x-slack-retry-num'] = String(envelope.attempt);
  if (envelope.reason) headers['x-slack-retry-reason'] = envelope.reason;
  return new Promise((resolve) => {
    let connected = false;
    const failed = (problem: Ack['problem']) => resolve({ status: 0, body: '', problem, noRetry: false });
    const req = request(new URL('/slack/events', to), { method: 'POST', headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', () => failed('dropped'));
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          problem: null,
          noRetry: res.headers['x-slack-no-retry'] === '1',
        }),
      );
    });
    const timer = setTimeout(() => {
      failed('timeout');
      req.destroy();
    }, core.ackTimeoutMs);
    req.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    req.on('error', () => failed(connected ? 'dropped' : 'refused'));
    req.on('close', () => clearTimeout(timer));
    req.end(envelope.body);
  });
}
