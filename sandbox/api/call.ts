import type { Core } from '../core.ts';
import type { Violation } from '../rules/message.ts';
import type { Channel } from '../state.ts';

export type Args = Record<string, unknown>;
export type Answer = Record<string, unknown>;
export type Handler = (core: Core, args: Args) => Answer;

/** An `ok: false` of Slack. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Answer;
  constructor(code: string, extra: Answer = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export const fail = (code: string, extra: Answer = {}): never => {
  throw new SlackError(code, extra);
};

/** Throws the first violation as Slack words it: `[ERROR] what is wrong [json-pointer:/where]`. */
export function refuseViolations(violations: Violation[]): void {
  const first = violations[0];
  if (!first) return;
  fail(first.rule, {
    response_metadata: {
      messages: violations.map((each) => `[ERROR] ${each.message} [json-pointer:${each.path}]`),
    },
  });
}

export const text = (args: Args, name: string): string | undefined => {
  const value = args[name];
  return value === undefined || value === '' ? undefined : String(value);
};

export const flag = (args: Args, name: string): boolean => ['true', '1'].includes(String(args[name] ?? ''));

/** A whole number from 1 to `max`, or `otherwise`. */
function count(args: Args, name: string, otherwise: number, max: number): number {
  const given = text(args, name);
  if (given === undefined) return otherwise;
  const value = Number(given);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, max) : fail('invalid_limit');
}

/** One page of a list, with Slack's cursor. */
export function page<T>(
  items: T[],
  args: Args,
  otherwise: number,
  max: number,
): { items: T[]; nextCursor: string } {
  const limit = count(args, 'limit', otherwise, max);
  const cursor = text(args, 'cursor');
  const from =
    cursor === undefined
      ? 0
      : Number(
          Buffer.from(cursor, 'base64')
            .toString()
            .replace(/^next:/, ''),
        );
  if (!Number.isInteger(from) || from < 0) fail('invalid_cursor');
  const end = from + limit;
  return {
    items: items.slice(from, end),
    nextCursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}

export const isMember = (core: Core, channel: Channel): boolean =>
  channel.members.has(core.world.app.botUserId);

/** The channel, if the app may know of it: private ones and DMs only as a member. */
export function visibleChannel(core: Core, id: string | undefined): Channel {
  const channel = id === undefined ? undefined : core.world.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !isMember(core, channel))) return fail('channel_not_found');
  return channel;
}
