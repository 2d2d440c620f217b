import { findAccounts } from '../../accounts/find/find-accounts.ts';
import { holdAccounts } from '../../accounts/hold-accounts.ts';
import { isLow } from '../../health/bands.ts';
import { loadStandings } from '../../health/read/load-standings.ts';
import { refresh } from '../../outbox/refresh.ts';
import { loadPeople } from '../../people/load-people.ts';
import { canAnswer } from '../../people/person.ts';
import { actingMember, type Ctx, type TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { uuid } from '../../platform/sql.ts';
import { LostRace, transact, transactOnce } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { OPEN_RISK_STATES, riskName } from '../risk.ts';
import { openRisk } from './open-risk.ts';

export interface ListedRiskOpened {
  riskId: string;
  number: number;
  accountName: string;
}

/**
 * Opens the risk of an account that was low already when alerts were turned on, from the summary of that. For any
 * full member, as flagging is. The summary shows it from then on.
 */
export async function openListedRisk(
  ctx: Ctx,
  command: { summaryId: string; accountId: string },
): Promise<ListedRiskOpened | Refusal> {
  const answer = await transactOnce(ctx, 'open_listed_risk', (ctx) => openIn(ctx, command));
  // A button that is out of date does no harm, but should not stay.
  if (isRefusal(answer) && answer.refused !== 'not_found')
    await transact(ctx, (ctx) => refresh(ctx, { type: 'alerts', id: command.summaryId }, { urgent: true }));
  return answer;
}

async function openIn(
  ctx: TxCtx,
  { summaryId, accountId: listedId }: { summaryId: string; accountId: string },
): Promise<ListedRiskOpened | Refusal> {
  const workspaceId = ctx.workspace.id;
  const memberId = actingMember(ctx);
  const member = (await loadPeople(ctx.tx, workspaceId, [memberId])).get(memberId);
  if (!member || !canAnswer(member)) return NOT_FOUND;
  // In the order in which a merge takes them.
  await ctx.tx.$executeRaw`SELECT 1 FROM workspaces WHERE id = ${uuid(workspaceId)} FOR NO KEY UPDATE`;
  const [found] = await findAccounts(ctx.tx, workspaceId, [{ id: listedId }]);
  if (!found || found === 'ambiguous') return NOT_FOUND;
  const held = await holdAccounts(ctx, [found.id]);
  if (held.get(found.id) !== found.id) throw new LostRace(`Account ${found.id}`);
  const account = await ctx.tx.account.findFirstOrThrow({ where: { id: found.id, workspaceId } });
  const open = await ctx.tx.risk.findFirst({
    where: { workspaceId, accountId: account.id, state: { in: [...OPEN_RISK_STATES] } },
    select: { number: true },
  });
  if (open) return refuse('open_already', `${account.name} already has an open risk: ${riskName(open)}.`);
  const standing = (await loadStandings(ctx.tx, workspaceId, [account.id], ctx.now)).get(account.id);
  if (!standing || standing.band === 'unknown' || !isLow(standing.band))
    return refuse('not_low', `${account.name} is no longer at risk, so there’s nothing to flag.`);
  const { band, score, reasons } = standing;
  const risk = await openRisk(ctx, await loadSettings(ctx.tx, workspaceId), {
    account,
    rule: 'enabled',
    severity: band,
    fromBand: null,
    score,
    reasons: reasons,
  });
  if (!risk) throw new LostRace(`Account ${account.id}`);
  // Somebody was told: what comes next is measured against this.
  await ctx.tx.accountHealth.updateMany({
    where: { accountId: account.id, workspaceId },
    data: { alertedAt: ctx.now, alertedBand: band, alertedScore: score },
  });
  await refresh(ctx, { type: 'alerts', id: summaryId }, { urgent: true });
  return { riskId: risk.id, number: risk.number, accountName: account.name };
}

const NOT_FOUND = refuse('not_found', 'This account no longer exists, or you can’t see it.');
