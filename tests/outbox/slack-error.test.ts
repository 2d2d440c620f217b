import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classifySlackError, createSlack } from '../../src/platform/slack/slack.ts';

/** Answers as the path says. */
const server = createServer((req, res) => {
  const answer = decodeURIComponent((req.url ?? '').split('/')[1] ?? '');
  if (answer === 'silence') return;
  if (answer === 'hang up') return void req.socket.destroy();
  if (answer === 'cut short') {
    res.writeHead(200, { 'content-length': 1000 }).write('{"ok":');
    return void setTimeout(() => req.socket.destroy(), 20);
  }
  const [status, body, retryAfter] = answer.split('|');
  res.writeHead(Number(status), retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(body);
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function failureOf(answer: string, from = origin) {
  const slack = createSlack({
    token: 'xoxb-test',
    apiUrl: `${from}/${encodeURIComponent(answer)}/`,
    timeoutMs: 150,
  });
  try {
    await slack.chat.postMessage({ channel: 'C1', text: 'Hello' });
  } catch (error) {
    return classifySlackError(error);
  }
  return 'no failure';
}

test.each([
  ['200|{"ok":false,"error":"is_archived"}', { kind: 'channelGone', code: 'is_archived' }],
  ['200|{"ok":false,"error":"not_in_channel"}', { kind: 'notInChannel', code: 'not_in_channel' }],
  ['200|{"ok":false,"error":"token_revoked"}', { kind: 'tokenDead', code: 'token_revoked' }],
  [
    '200|{"ok":false,"error":"missing_scope"}',
    { kind: 'missingScope', code: 'missing_scope', scope: 'unknown' },
  ],
  [
    '200|{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"}',
    { kind: 'missingScope', code: 'missing_scope', scope: 'chat:write' },
  ],
  ['200|{"ok":false,"error":"message_not_found"}', { kind: 'messageNotFound', code: 'message_not_found' }],
  ['200|{"ok":false,"error":"invalid_blocks"}', { kind: 'invalidPayload', code: 'invalid_blocks' }],
  ['200|{"ok":false,"error":"internal_error"}', { kind: 'uncertain', code: 'internal_error' }],
  ['200|{"ok":false,"error":"brand_new_code"}', { kind: 'other', code: 'brand_new_code' }],
  [
    '200|{"ok":false,"error":"ratelimited"}',
    { kind: 'rateLimited', code: 'ratelimited', retryAfterMs: 30_000 },
  ],
  ['200|<html>Sorry</html>', { kind: 'uncertain', code: 'unreadable_answer' }],
  ['503|', { kind: 'uncertain', code: 'http_503' }],
  ['404|', { kind: 'other', code: 'http_404' }],
  ['429||7', { kind: 'rateLimited', code: 'ratelimited', retryAfterMs: 7_000 }],
  ['429|', { kind: 'rateLimited', code: 'ratelimited', retryAfterMs: 30_000 }],
])('%s is understood', async (answer, failure) => {
  expect(await failureOf(answer)).toEqual(failure);
});

test.each(['silence', 'hang up', 'cut short'])(
  '%s leaves it unknown whether Slack did it',
  async (answer) => {
    expect(await failureOf(answer)).toMatchObject({ kind: 'uncertain' });
  },
);

test('nobody listening means that nothing was sent', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await failureOf('any', `http://127.0.0.1:${port}`)).toMatchObject({ kind: 'unreachable' });
});
