import type { AccountRole } from '../../src/accounts/rights.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import type { House } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';

/** What each is towards an account of `receiver`, with `sender cover` as a co-owner of another lane. */
export const CAST: readonly { name: string; role: AccountRole; also?: AccountRole }[] = [
  { name: 'receiver', role: 'owner', also: 'csm' },
  { name: 'sender cover', role: 'owner' },
  { name: 'cover', role: 'csm' },
  { name: 'receiver lead', role: 'owner_lead', also: 'csm' },
  { name: 'receiver manager', role: 'owner_manager' },
  { name: 'admin', role: 'admin' },
  { name: 'onlooker', role: 'member' },
  { name: 'guest', role: 'outsider' },
  { name: 'stranger', role: 'outsider' },
  { name: 'bot', role: 'outsider' },
  { name: 'left', role: 'outsider' },
];

let accounts = 0;

export async function ownedAccount({ ctx, ids }: House, over: object = {}): Promise<string> {
  accounts += 1;
  const id = await newAccount(ctx, `Sample Account ${accounts} of ${ctx.workspace.slackTeamId}`, {
    segment: 'sample',
  });
  await ctx.db.account.update({
    where: { id },
    data: { csOwnerId: ids['receiver'] ?? '', verified: false, ...over },
  });
  await ctx.db.accountCoOwner.create({
    data: { accountId: id, lane: 'service', memberId: ids['sender cover'] ?? '' },
  });
  return id;
}

/** As if its score had been evaluated, with fresh signals that agree. */
export async function standsAt(
  ctx: Ctx,
  accountId: string,
  band: 'healthy' | 'watch' | 'at_risk' | 'critical',
  score: number,
): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const basis = { score, values: {} };
  const health = { score, confidence: 1, known: true, band, bandSince: ctx.now, basis };
  await ctx.db.accountHealth.upsert({
    where: { accountId },
    create: { accountId, workspaceId, ...health },
    update: health,
  });
  // Two dimensions, so that enough is known.
  for (const [type, value] of [
    ['usage_depth', score],
    ['feature_adoption', score],
    ['csat', score],
  ] as const)
    await ctx.db.signalLatest.upsert({
      where: { accountId_type: { accountId, type } },
      create: {
        ...{ accountId, type, workspaceId, signalId: newId(ctx.now), value, observedAt: ctx.now, key: type },
      },
      update: { value, observedAt: ctx.now },
    });
}

export async function segmentIs(
  ctx: Ctx,
  segment: string,
  days: number,
  enabledAt: Date | null = null,
): Promise<void> {
  const previewSince = new Date(ctx.now.getTime() - days * 86_400_000);
  const workspaceId = ctx.workspace.id;
  await ctx.db.alertSegment.upsert({
    where: { workspaceId_segment: { workspaceId, segment } },
    create: { workspaceId, segment, previewSince, enabledAt },
    update: { previewSince, enabledAt },
  });
}
