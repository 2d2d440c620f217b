import { own } from '../text.ts';
import { classifySlackError, createSlack } from './slack.ts';

/** Why there is no connection. */
export interface SocketTrouble {
  code: string;
  /** What to do about it, where it does not pass by itself. */
  words?: string;
  /** It is the token's fault: a process that starts has nothing to wait for. */
  isToken?: boolean;
  /** As Slack asks. */
  waitMs?: number;
}

const TIMEOUT_MS = 5_000;
const UNDER = 'under Basic Information, App-Level Tokens';
const WRONG_TOKEN: Readonly<Record<string, string>> = {
  missing_scope: `SLACK_APP_TOKEN lacks the scope connections:write: make a token that has it, ${UNDER}`,
  not_allowed_token_type: `SLACK_APP_TOKEN is no app-level token: those begin with xapp-, and are ${UNDER}`,
};
const REFUSED = `SLACK_APP_TOKEN is refused by Slack: take a new one, ${UNDER}`;

/** Returns what asks Slack for an address: each is for one connection, and for half a minute. */
export function socketAddresses(options: { appToken: string; apiUrl: string | undefined }) {
  const { appToken: token, apiUrl } = options;
  const slack = createSlack({ token, apiUrl, timeoutMs: TIMEOUT_MS });
  return async (): Promise<{ url: string } | SocketTrouble> => {
    try {
      const { url } = await slack.apps.connections.open();
      return url ? { url } : { code: 'unreadable_answer' };
    } catch (error) {
      return troubleOf(error);
    }
  };
}

function troubleOf(error: unknown): SocketTrouble {
  const failure = classifySlackError(error);
  const words = failure.kind === 'tokenDead' ? REFUSED : own(WRONG_TOKEN, failure.code);
  if (words) return { code: failure.code, words, isToken: true };
  const waitMs = failure.kind === 'rateLimited' ? { waitMs: failure.retryAfterMs } : {};
  return { code: failure.code, ...waitMs };
}
