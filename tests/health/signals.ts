import type { Prisma } from '../../prisma/generated/client.ts';
import { nameKey } from '../../src/accounts/account.ts';
import type { NewSignal } from '../../src/health/signal.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { NOW } from '../people/world.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** So long before NOW. */
export const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** Something seen of Acme, now. */
export function seen(type: string, value: number, over: Partial<NewSignal> = {}): NewSignal {
  return { account: { name: 'Acme' }, type, value, observedAt: NOW, source: 'sample', ...over };
}

type AccountColumns = Omit<Partial<Prisma.AccountUncheckedCreateInput>, 'id' | 'externalIds'>;

export async function newAccount(
  ctx: Ctx,
  name: string,
  { externalIds = [], ...over }: AccountColumns & { externalIds?: string[] } = {},
): Promise<string> {
  const { id: workspaceId } = ctx.workspace;
  const id = newId(ctx.now);
  const dates = { createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db.account.create({ data: { id, workspaceId, name, nameKey: nameKey(name), ...dates, ...over } });
  await ctx.db.accountExternalId.createMany({
    data: externalIds.map((externalId) => ({ workspaceId, externalId, accountId: id })),
  });
  return id;
}

/** By account and type: value, time and key. */
export async function latestOf(ctx: Ctx): Promise<Record<string, [number, Date, string]>> {
  const rows = await ctx.db.signalLatest.findMany({ where: { workspaceId: ctx.workspace.id } });
  const accounts = await ctx.db.account.findMany({ where: { workspaceId: ctx.workspace.id } });
  const nameOf = (id: string) => accounts.find((account) => account.id === id)?.name;
  return Object.fromEntries(
    rows.map(({ accountId, type, value, observedAt, key }) => [
      `${nameOf(accountId)} ${type}`,
      [value, observedAt, key],
    ]),
  );
}

export async function healthOf(ctx: Ctx, accountId: string) {
  return ctx.db.accountHealth.findUnique({ where: { accountId } });
}
