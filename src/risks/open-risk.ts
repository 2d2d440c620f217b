import type { Prisma, Risk } from '../../prisma/generated/client.ts';
import { holdAccounts } from '../accounts/hold-accounts.ts';
import { armTimer } from '../escalation/arm-timer.ts';
import type { Band } from '../health/bands.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { findAdmins } from '../people/find-admins.ts';
import { loadPeople } from '../people/load-people.ts';
import { audit } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { Settings } from '../settings/catalogue.ts';
import { askToTake } from './ask-to-take.ts';
import { findTeam } from './find-team.ts';
import { peopleOf, type RiskParties, whoAnswersRisk } from './parties.ts';
import { OPEN_RISK_STATES } from './risk.ts';
import { cardChannel } from './route.ts';
import { clockFor } from './set-clock.ts';
import { cardMessage, restingUntil } from './tell.ts';

export interface NewRisk {
  account: {
    id: string;
    segment: string | null;
    channel: string | null;
    salesOwnerId: string | null;
    csOwnerId: string | null;
  };
  rule: string;
  severity: Band;
  fromBand: Band | null;
  score: number | null;
  reasons: Prisma.InputJsonArray;
  flagged?: { byId: string; note: string; evidence: string | null };
}

/**
 * Opens a risk in the caller's transaction: with the CS owner, the sales owner as partner, the card in the right
 * channel, word to whoever is to take it, and its clock. Null when the account has an open one already.
 */
export async function openRisk(ctx: TxCtx, settings: Settings, facts: NewRisk): Promise<Risk | null> {
  const { account, flagged } = facts;
  const team = await findTeam(ctx, account.csOwnerId);
  const risk = await insertRisk(ctx, facts, team?.id ?? null);
  if (risk === null) return null;
  const people = await loadPeople(ctx.tx, ctx.workspace.id, peopleOf(risk, team?.leadId ?? null));
  const parties: RiskParties = { risk, people, settings, leadId: team?.leadId ?? null };
  const subject = { type: 'risk', id: risk.id };
  const entryId = await audit(ctx, {
    subject,
    action: 'risk.opened',
    data: {
      rule: facts.rule,
      severity: facts.severity,
      ...(flagged
        ? { note: flagged.note }
        : { from: facts.fromBand, to: facts.severity, score: facts.score, reasons: facts.reasons }),
    },
  });
  // Whoever flags what is theirs has claimed it: the plan is next.
  const isOwn = risk.state === 'claimed';
  if (isOwn) await audit(ctx, { subject, action: 'risk.claimed' });
  const { epoch } = await armTimer(ctx, clockFor(parties, isOwn ? 'plan' : 'claim', ctx.now));

  const channel = cardChannel(
    { accountChannel: account.channel, segment: account.segment, teamChannel: team?.channel ?? null },
    settings,
  );
  const asked = whoAnswersRisk(parties, ctx.now);
  const isTheirs = isOwn || (flagged !== undefined && asked?.id === flagged.byId);
  // What somebody has just done shows at once; an alert waits for working hours.
  const byHand = flagged !== undefined || ctx.actor.type === 'member';
  const somewhere = channel || asked ? [] : await lastResort(ctx, settings);
  await enqueue(ctx, [
    ...somewhere.map((lane) => cardMessage(risk.id, lane, null)),
    ...(channel ? [cardMessage(risk.id, channel, byHand ? null : restingUntil(parties, ctx.now))] : []),
    ...(isTheirs ? [] : await askToTake(ctx, parties, entryId, epoch)),
  ]);
  return risk;
}

/** Where neither a channel nor a person is found: the last rung's channel, else the admins. */
async function lastResort(ctx: TxCtx, settings: Settings): Promise<string[]> {
  const channel = settings.values['escalation.channel'];
  if (channel) return [channel];
  return (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ slackUserId }) => slackUserId);
}

/**
 * Whether the account has an open risk. Whoever opens one, or one again, holds the workspace's row until the end, so
 * that none slips in after the look. Answers the next number too, and the account it goes to: merged into another
 * since it was read, the risk goes with it.
 */
export async function lookForOpen(
  ctx: TxCtx,
  id: string,
): Promise<{ number: number; accountId: string; isOpen: boolean }> {
  const workspaceId = ctx.workspace.id;
  const [numbers] = await ctx.tx.$queryRaw<{ next: number }[]>`
    SELECT next_risk_number AS next FROM workspaces WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  if (!numbers) throw new Error('the workspace is gone');
  const accountId = (await holdAccounts(ctx, [id])).get(id) ?? id;
  const open = await ctx.tx.risk.findFirst({
    where: { workspaceId, accountId, state: { in: [...OPEN_RISK_STATES] } },
    select: { id: true },
  });
  return { number: numbers.next, accountId, isOpen: open !== null };
}

async function insertRisk(ctx: TxCtx, facts: NewRisk, teamId: string | null): Promise<Risk | null> {
  const { account, flagged } = facts;
  const workspaceId = ctx.workspace.id;
  const { number, accountId, isOpen } = await lookForOpen(ctx, account.id);
  if (isOpen) return null;
  const isOwn = flagged !== undefined && flagged.byId === account.csOwnerId;
  await ctx.tx.$executeRaw`
    UPDATE workspaces SET next_risk_number = next_risk_number + 1 WHERE id = ${workspaceId}::uuid`;
  return ctx.tx.risk.create({
    data: {
      id: newId(ctx.now),
      workspaceId,
      number,
      accountId,
      rule: facts.rule,
      severity: facts.severity,
      fromBand: facts.fromBand,
      score: facts.score,
      reasons: facts.reasons,
      note: flagged?.note ?? null,
      evidence: flagged?.evidence ?? null,
      openedById: flagged?.byId ?? null,
      flagged: flagged !== undefined,
      ...(isOwn && { state: 'claimed', claimedAt: ctx.now, claimedById: flagged.byId }),
      ownerId: account.csOwnerId,
      partnerId: account.salesOwnerId,
      teamId,
      openedAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
}
