import type { Db } from '../platform/ctx.ts';
import type { DeliveryCtx } from './delivery.ts';
import { inGroups } from './send/in-groups.ts';

/** Answers for each of what is asked, in order. */
type LoadEach<A, R> = (ctx: DeliveryCtx, asked: readonly A[]) => Promise<readonly R[]>;
type Load = (one: { ctx: DeliveryCtx; asked: unknown }) => Promise<unknown>;

/** By database, loader and workspace. */
const loads = new WeakMap<Db, Map<unknown, Map<string, Load>>>();

/**
 * Returns what this loader finds, loaded in one go with what other messages that are being made ask of it meanwhile:
 * of statements that differ by an id, a busy database answers one for all in the time of one.
 */
export function together<A, R>(load: LoadEach<A, R>, ctx: DeliveryCtx, asked: A): Promise<R> {
  const byLoader = loads.get(ctx.db) ?? new Map<unknown, Map<string, Load>>();
  loads.set(ctx.db, byLoader);
  const byWorkspace = byLoader.get(load) ?? new Map<string, Load>();
  byLoader.set(load, byWorkspace);
  const { id } = ctx.workspace;
  const group =
    byWorkspace.get(id) ??
    inGroups((all: readonly { ctx: DeliveryCtx; asked: unknown }[]) =>
      load(
        all.at(-1)?.ctx ?? ctx,
        all.map((one) => one.asked as A),
      ),
    );
  byWorkspace.set(id, group);
  return group({ ctx, asked }) as Promise<R>;
}
