import type { Person } from '../people/person.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type Composition, composeDigest } from './compose-digest.ts';
import type { DigestContent } from './content.ts';
import type { Reader } from './messages.ts';
import { calendarOfDigest, type DigestSubscription, scopeOf, type WantedScope } from './subscription.ts';

/** How long it may take is its pool's to say. */
export const COMPOSING = { isolationLevel: 'RepeatableRead' } as const;

/** Reads of one moment: what is told in one place agrees with what is told in another. */
export function inSnapshot<T>(ctx: Ctx, read: (ctx: TxCtx) => Promise<T>): Promise<T> {
  const { db, request: _, ...rest } = ctx;
  return db.$transaction((tx) => read({ ...rest, tx }), COMPOSING);
}

/** A subscription, or what was asked for without one. */
export type Source = WantedScope &
  Pick<DigestSubscription, 'cadence' | 'zone' | 'channel'> & { id: string | null };

/** The digest of a subscription as of `ctx.now`, compared with the latest that was made on its day. */
export async function composeFor(
  ctx: TxCtx,
  source: Source,
  { owner, settings, lateSince = null }: { owner: Person; settings: Settings; lateSince?: Date | null },
): Promise<DigestContent> {
  const { id, cadence, zone, channel } = source;
  const [previous = null] = await ctx.tx.$queryRaw<NonNullable<Composition['previous']>[]>`
    SELECT r.id, r.made_at AS "madeAt", r.content -> 'figures' ->> 'currency' AS currency FROM digest_runs r
     WHERE r.workspace_id = ${uuid(ctx.workspace.id)} AND r.subscription_id = ${uuid(id)} AND r.day IS NOT NULL
     ORDER BY r.day DESC LIMIT 1`;
  return composeDigest(ctx, {
    cadence,
    scope: scopeOf({ ...source, ownerId: owner.id }),
    scopeName: await nameOf(ctx, source, owner),
    settings,
    calendar: calendarOfDigest(zone, owner, settings),
    readerId: channel === null ? owner.id : null,
    previous,
    lateSince,
  });
}

/** Its channel, else the DM of whoever wants it. */
export function readerOf({ channel }: Pick<Source, 'channel'>, { id, slackUserId }: Person): Reader {
  return channel === null ? { memberId: id, slackUserId } : { channel };
}

async function nameOf(ctx: TxCtx, { scope, teamId, segment }: WantedScope, owner: Person): Promise<string> {
  if (scope === 'mine' || scope === 'reports') return owner.name;
  if (scope !== 'team') return segment ?? '';
  const team = await ctx.tx.team.findFirst({
    where: { id: teamId ?? '', workspaceId: ctx.workspace.id },
    select: { name: true },
  });
  return team?.name ?? '';
}
