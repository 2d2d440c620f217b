import type { Core } from '../core.ts';
import { type ChannelType, METHODS, scopesNeeded } from '../rules/methods.ts';
import { type Answer, type Args, fail, type Handler, SlackError, text } from './call.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import { users } from './users.ts';
import { views } from './views.ts';

const test: Handler = (core) => ({
  url: `https://${core.world.team.domain}.slack.com/`,
  team: core.world.team.name,
  user: core.world.people.get(core.world.app.botUserId)?.name,
  team_id: core.world.team.id,
  user_id: core.world.app.botUserId,
  bot_id: core.world.app.botId,
  is_enterprise_install: false,
});

/** The one method of an app-level token here. */
const OPEN = 'apps.connections.open';

const HANDLERS: Record<string, Handler> = {
  'auth.test': test,
  [OPEN]: (core) => ({ url: core.sockets.issue(core.url) }),
  ...chat,
  ...conversations,
  ...files,
  ...users,
  ...views,
};

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Answer;
}

/** One call of the Web API, in the order Slack looks: token, scope, rate, arguments, then the thing itself. */
export function callApi(core: Core, method: string, args: Args, token: string | undefined): Reply {
  const { scopes } = core.world.app;
  const headers = { 'x-oauth-scopes': [...scopes].join(',') };
  try {
    checkToken(core, method, token);
    const rules = METHODS[method];
    const handler = HANDLERS[method];
    if (!rules || !handler)
      return { status: 200, headers, body: fail('unknown_method', { req_method: method }) };
    checkScopes(core, method, args);
    const wait = core.limiter.take(method, paceKey(core, text(args, 'channel')));
    if (wait > 0) return rateLimited(wait, headers);
    for (const name of rules.required) if (args[name] === undefined || args[name] === '') missing(name);
    for (const group of rules.oneOf)
      if (!group.some((name) => args[name] !== undefined)) missingOneOf(method, group);
    return { status: 200, headers, body: { ok: true, ...handler(core, args) } };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { status: 200, headers, body: { ok: false, error: error.code, ...error.extra } };
  }
}

/** A DM has one pace, whether it is named by its own id or by the person's. */
function paceKey(core: Core, id: string | undefined): string | undefined {
  const channel = core.world.channels.get(id ?? '');
  return channel?.kind === 'im' ? [...channel.members].find((each) => each !== core.world.app.botUserId) : id;
}

export const rateLimited = (seconds: number, headers: Record<string, string> = {}): Reply => ({
  status: 429,
  headers: { ...headers, 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});

function missing(name: string): never {
  return fail('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
  });
}

function missingOneOf(method: string, group: readonly string[]): never {
  if (group.includes('text') && method !== 'chat.delete') return fail('no_text');
  return missing(group.join(' or '));
}

function checkToken(core: Core, method: string, token: string | undefined): void {
  const { app } = core.world;
  if (!token) fail('not_authed');
  if (token === (method === OPEN ? app.token : app.appToken)) fail('not_allowed_token_type');
  if (token !== (method === OPEN ? app.appToken : app.token)) fail('invalid_auth');
  if (method === OPEN) return;
  if (app.tokenState === 'revoked') fail('token_revoked');
  if (app.tokenState === 'inactive') fail('account_inactive');
}

function checkScopes(core: Core, method: string, args: Args): void {
  const { app } = core.world;
  const scopes = method === OPEN ? app.appTokenScopes : app.scopes;
  const channel = core.world.channels.get(text(args, 'channel') ?? '');
  const needed = scopesNeeded(method, channel?.kind satisfies ChannelType | undefined);
  if (needed.length === 0 || needed.some((scope) => scopes.has(scope))) return;
  fail('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
}
