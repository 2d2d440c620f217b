import { ACCOUNT_ALIASES, ACCOUNT_COLUMNS } from '../../src/accounts/import/account-row.ts';
import { importAccounts } from '../../src/accounts/import/take-accounts.ts';
import { readCsv } from '../../src/platform/csv/csv.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';

export async function importText(ctx: Ctx, text: string, dryRun = false) {
  const csv = readCsv(Buffer.from(text), {
    known: ACCOUNT_COLUMNS,
    required: ['name'],
    aliases: ACCOUNT_ALIASES,
  });
  return importAccounts(ctx, done(csv), { dryRun });
}

export function done<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(result.message);
  return result;
}

/** All of a workspace, merged ones too, with ids and co-owners as plain lists. */
export async function accountsOf(ctx: Ctx) {
  const found = await ctx.db.account.findMany({
    where: { workspaceId: ctx.workspace.id },
    include: { externalIds: { orderBy: { externalId: 'asc' } }, coOwners: true },
    orderBy: { name: 'asc' },
  });
  return found.map((one) => ({
    ...one,
    externalIds: one.externalIds.map(({ externalId }) => externalId),
    coOwners: one.coOwners.map(({ lane, memberId }) => `${lane} ${memberId}`).sort(),
  }));
}

export async function accountNamed(ctx: Ctx, name: string) {
  const found = (await accountsOf(ctx)).find((one) => one.name === name);
  if (!found) throw new Error(`There is no account ${name}`);
  return found;
}

let numbers = 0;

export async function newHandoff(ctx: Ctx, accountId: string, over: object = {}): Promise<string> {
  numbers += 1;
  const id = newId(ctx.now);
  const [senderId, receiverId] = [newId(ctx.now), newId(ctx.now)];
  await ctx.db.handoff.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      accountId,
      number: numbers,
      state: 'submitted',
      template: 'sample@1',
      senderId,
      receiverId,
      brief: {},
      submittedAt: ctx.now,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      ...over,
    },
  });
  return id;
}

export async function newRisk(ctx: Ctx, accountId: string, over: object = {}): Promise<string> {
  numbers += 1;
  const id = newId(ctx.now);
  await ctx.db.risk.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      accountId,
      number: numbers,
      rule: 'flagged',
      severity: 'at_risk',
      reasons: [],
      openedAt: ctx.now,
      updatedAt: ctx.now,
      ...over,
    },
  });
  return id;
}

export async function newSignal(
  ctx: Ctx,
  accountId: string,
  over: { type: string; value: number; observedAt: Date; key?: string; voided?: boolean },
): Promise<string> {
  const id = newId(ctx.now);
  await ctx.db.signal.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      accountId,
      receivedAt: ctx.now,
      key: id,
      source: 'sample',
      actor: ctx.actor,
      ...over,
    },
  });
  return id;
}

/** How an account stands, as if evaluated, with nothing due. */
export async function newHealth(ctx: Ctx, accountId: string, over: object = {}): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.db.accountHealth.create({ data: { accountId, workspaceId, score: 50, ...over } });
  const day = { accountId, workspaceId, day: ctx.now, confidence: 1, configVersion: 0 };
  await ctx.db.healthDay.create({ data: day });
  await ctx.db.healthChange.create({
    data: {
      id: newId(ctx.now),
      workspaceId,
      accountId,
      at: ctx.now,
      rule: 'fell',
      reasons: [],
      configVersion: 0,
      outcome: 'quiet',
    },
  });
}
