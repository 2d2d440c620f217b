import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import {
  type App,
  HTTPModuleFunctions,
  HTTPResponseAck,
  isValidSlackRequest,
  type Receiver,
  type StringIndexed,
} from '@slack/bolt';
import { failureOf } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';
import { readBody } from '../src/platform/read-body.ts';
import { boltLogger } from '../src/platform/slack/bolt-logger.ts';

/** Enough for `ssl_check`, the one request that Slack does not sign. */
const MOST_UNSIGNED_BYTES = 4 * 1024;
const SAY_AGAIN_MS = 60_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Takes Slack's requests on a server of ours. Bolt's own receiver reads a body within a promise that nobody waits
 * for, so that `null` in it ends the process, and writes a line for every stranger.
 */
export function createReceiver({ signingSecret, log }: { signingSecret: string; log: Logger }): {
  receiver: Receiver;
  listener: RequestListener;
} {
  let app: App | undefined;
  const logger = boltLogger(log);
  const countUnsigned = tally((count) => log.warn({ count }, 'requests without a valid signature refused'));

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const signature = header(request, 'x-slack-signature');
    const bytes = await readBody(request, signature ? undefined : MOST_UNSIGNED_BYTES);
    if (bytes === null) {
      if (!signature) countUnsigned();
      return end(response, signature ? 413 : 401);
    }
    const text = bytes.toString();
    const isForm = request.headers['content-type'] === FORM;
    if (isForm && parse(text)['ssl_check'] === '1') return end(response, 200);
    const at = Number(header(request, 'x-slack-request-timestamp') || Number.NaN);
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': at };
    if (!isValidSlackRequest({ signingSecret, body: text, headers })) {
      countUnsigned();
      return end(response, 401);
    }
    const body = readPayload(text, isForm);
    if (!body) return end(response, 400);
    if (body['type'] === 'url_verification')
      return HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
    await process(request, response, bytes, body);
  }

  async function process(
    request: IncomingMessage,
    response: ServerResponse,
    rawBody: Buffer,
    body: StringIndexed,
  ): Promise<void> {
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      httpRequest: Object.assign(request, { rawBody }),
      httpRequestBody: body,
      httpResponse: response,
    });
    const { extractRetryNumFromHTTPRequest: retryNumOf, extractRetryReasonFromHTTPRequest: retryReasonOf } =
      HTTPModuleFunctions;
    const [retryNum, retryReason] = [retryNumOf(request), retryReasonOf(request)];
    try {
      await app?.processEvent({
        body,
        ack: ack.bind(),
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      });
      // Nobody took it. An error would only make Slack send it again.
      if (!response.headersSent) end(response, 200);
    } finally {
      ack.ack();
    }
  }

  return {
    receiver: {
      init: (bolt) => {
        app = bolt;
      },
      // The server is ours to start and to stop.
      start: async () => undefined,
      stop: async () => undefined,
    },
    listener: (request, response) => {
      take(request, response).catch((error: unknown) => {
        const hungUp = request.destroyed && !request.complete;
        if (!hungUp) log.error({ ...failureOf(error) }, 'a request of Slack failed');
        if (!response.headersSent) end(response, 500);
      });
    },
  };
}

/** Returns what Slack tells, an object in every case; null for what is none. */
function readPayload(text: string, isForm: boolean): StringIndexed | null {
  try {
    const form = isForm ? parse(text) : null;
    const payload: unknown =
      form && typeof form['payload'] !== 'string' ? form : JSON.parse(form ? String(form['payload']) : text);
    return isObject(payload) && (payload['event'] === undefined || isObject(payload['event']))
      ? payload
      : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is StringIndexed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function header({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function end(response: ServerResponse, state: number): void {
  response.writeHead(state).end();
}

/** Says a first one at once, and how many more there were once a minute. */
function tally(say: (count: number) => void): () => void {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    if (count === 0) return;
    say(count);
    count = 0;
    timer = setTimeout(tell, SAY_AGAIN_MS).unref();
  };
  return () => {
    count += 1;
    if (!timer) tell();
  };
}
