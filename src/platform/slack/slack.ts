import {
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { SlackCall } from '../metrics.ts';
import { own } from '../text.ts';

export type Slack = WebClient;

/** Hears of every call that has ended. */
export type Heard = (call: SlackCall) => void;

/** What Slack's answer, or its silence, means for the call that was made. `code` is for logs and rows. */
export type SlackFailure = { code: string } & (
  | { kind: 'rateLimited'; retryAfterMs: number }
  | { kind: 'channelGone' }
  | { kind: 'notInChannel' }
  | { kind: 'tokenDead' }
  | { kind: 'missingScope'; scope: string }
  | { kind: 'messageNotFound' }
  | { kind: 'invalidPayload' }
  /** Slack may have done it. */
  | { kind: 'uncertain' }
  /** No connection came about: Slack has not done it. */
  | { kind: 'unreachable' }
  | { kind: 'other' }
);

/** Slack's own silence on how long to wait; it names a number of seconds in practice. */
const RETRY_AFTER_MS = 30_000;
/** The client's answer to a 429 that names no time. */
const NO_RETRY_AFTER = 'Retry header did not contain';

/**
 * The options every client of ours must have. No retries, because a retried post is a second post; a
 * finite timeout, because the default waits for ever; no `headers`, because the constructor writes the
 * token into that object and a shared one would carry it to another workspace. Each call makes a fresh
 * object, because Socket Mode writes into the one it is given.
 */
function slackClientOptions(options: { apiUrl?: string | undefined; timeoutMs: number }): WebClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    timeout: options.timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silent,
  };
}

/**
 * A client for one workspace's token. Make one for clicks and another for delivery: a client has one
 * queue, and what somebody waits for must not stand behind what nobody does.
 */
export function createSlack(options: {
  token: string;
  apiUrl?: string | undefined;
  timeoutMs: number;
  heard?: Heard | undefined;
}): Slack {
  return new CountedClient(options);
}

/** Every method of a client goes through `apiCall`. */
class CountedClient extends WebClient {
  readonly #heard: Heard | undefined;

  constructor(options: Parameters<typeof createSlack>[0]) {
    super(options.token, slackClientOptions(options));
    this.#heard = options.heard;
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>) {
    const [method] = call;
    const startedAt = performance.now();
    const ended = (result: string) =>
      this.#heard?.({ method, result, seconds: (performance.now() - startedAt) / 1_000 });
    try {
      const answer = await super.apiCall(...call);
      ended('ok');
      return answer;
    } catch (error) {
      ended(classifySlackError(error).kind);
      throw error;
    }
  }
}

/** Its failures are thrown, and we log those by code; its own lines may hold what people wrote. */
const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

const KINDS: Record<string, Exclude<SlackFailure['kind'], 'rateLimited' | 'missingScope'>> = {
  account_inactive: 'tokenDead',
  invalid_auth: 'tokenDead',
  not_authed: 'tokenDead',
  team_access_not_granted: 'tokenDead',
  token_expired: 'tokenDead',
  token_revoked: 'tokenDead',
  channel_not_found: 'channelGone',
  is_archived: 'channelGone',
  is_inactive: 'channelGone',
  messages_tab_disabled: 'channelGone',
  restricted_action: 'channelGone',
  restricted_action_non_threadable_channel: 'channelGone',
  restricted_action_read_only_channel: 'channelGone',
  restricted_action_thread_only_channel: 'channelGone',
  cannot_dm_bot: 'channelGone',
  user_disabled: 'channelGone',
  user_not_found: 'channelGone',
  not_in_channel: 'notInChannel',
  cant_update_message: 'messageNotFound',
  edit_window_closed: 'messageNotFound',
  message_not_found: 'messageNotFound',
  thread_not_found: 'messageNotFound',
  invalid_arguments: 'invalidPayload',
  invalid_attachments: 'invalidPayload',
  invalid_blocks: 'invalidPayload',
  invalid_blocks_format: 'invalidPayload',
  invalid_metadata_format: 'invalidPayload',
  invalid_metadata_schema: 'invalidPayload',
  metadata_too_large: 'invalidPayload',
  msg_blocks_too_long: 'invalidPayload',
  msg_too_long: 'invalidPayload',
  no_text: 'invalidPayload',
  fetch_members_failed: 'uncertain',
  internal_error: 'uncertain',
  fatal_error: 'uncertain',
  request_timeout: 'uncertain',
  service_unavailable: 'uncertain',
};

/** Failures in which no request can have left this machine. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sorts whatever a client threw. What is not plainly a "no" counts as uncertain: a body cut short, a
 * page of HTML and a timeout all may stand behind a message that was posted.
 */
export function classifySlackError(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rateLimited', code: 'ratelimited', retryAfterMs: error.retryAfter * 1000 };
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error);
  if (error instanceof WebAPIHTTPError) {
    return { kind: error.statusCode >= 500 ? 'uncertain' : 'other', code: `http_${error.statusCode}` };
  }
  if (error instanceof WebAPIRequestError) {
    const code = causeCode(error.cause);
    return code !== undefined && NEVER_LEFT.has(code)
      ? { kind: 'unreachable', code }
      : { kind: 'uncertain', code: code ?? 'request_failed' };
  }
  if (error instanceof Error && error.message.startsWith(NO_RETRY_AFTER)) {
    return { kind: 'rateLimited', code: 'ratelimited', retryAfterMs: RETRY_AFTER_MS };
  }
  return { kind: 'uncertain', code: 'unreadable_answer' };
}

function platformFailure(error: WebAPIPlatformError): SlackFailure {
  const code = String(error.data.error);
  if (code === 'ratelimited' || code === 'rate_limited') {
    const seconds = error.data.response_metadata?.retryAfter;
    return {
      kind: 'rateLimited',
      code,
      retryAfterMs: seconds === undefined ? RETRY_AFTER_MS : seconds * 1000,
    };
  }
  if (code === 'missing_scope') return { kind: 'missingScope', code, scope: scopeIn(error.data) };
  // A body that was not JSON arrives here whole, in place of a code.
  if (!/^[a-z0-9_.:-]{1,80}$/.test(code)) return { kind: 'uncertain', code: 'unreadable_answer' };
  return { kind: own(KINDS, code) ?? 'other', code };
}

/** Returns whether a client threw this: classifySlackError takes anything. */
export function isSlackError(error: unknown): boolean {
  return (
    error instanceof WebAPIPlatformError ||
    error instanceof WebAPIHTTPError ||
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIRateLimitedError ||
    (error instanceof Error && error.message.startsWith(NO_RETRY_AFTER))
  );
}

/** The scope that a call needs, where Slack names it. */
function scopeIn(data: object): string {
  const needed = 'needed' in data ? String(data.needed) : '';
  return /^[\w:.,-]{1,100}$/.test(needed) ? needed : 'unknown';
}

/** The same failure of a call that posts nothing: what is unknown about it does no harm. */
export function nothingDone(failure: SlackFailure): SlackFailure {
  return failure.kind === 'uncertain' ? { kind: 'unreachable', code: failure.code } : failure;
}

/** fetch wraps the socket's error in a TypeError, sometimes twice. */
function causeCode(error: unknown): string | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth += 1) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return undefined;
}
