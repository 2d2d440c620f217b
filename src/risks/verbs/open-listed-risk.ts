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
import { loadListing } from '../read/load-listed.ts';
import { OPEN_RISK_STATES, riskName } from '../risk.ts';
import { openRisk } from './open-risk.ts';

export interface ListedRiskOpened {
  riskId: string;
  number: number;
  accountName: string;
}

/**
 * Opens the risk of an account in a list: one that is low, also since before alerts were turned on, or that slides or
 * has been low for long. For any full member, as flagging is. The summary of alerts and the morning DM that tell of it
 * show it from then on.
 */
export async function openListedRisk(ctx: Ctx, command: ListedCommand): Promise<ListedRiskOpened | Refusal> {
  const answer = await transactOnce(ctx, 'open_listed_risk', (ctx) => openIn(ctx, command));
  // A button that is out of date does no harm, but should not stay.
  if (isRefusal(answer) && answer.refused !== 'not_found')
    await transact(ctx, (ctx) => refreshSummary(ctx, command));
  return answer;
}

interface ListedCommand {
  /** Of the alerts that list it; null: another list does. */
  summaryId: string | null;
  accountId: string;
}

async function refreshSummary(ctx: TxCtx, { summaryId }: ListedCommand): Promise<void> {
  if (summaryId !== null) await refresh(ctx, { type: 'alerts', id: summaryId }, { urgent: true });
}

async function openIn(ctx: TxCtx, command: ListedCommand): Promise<ListedRiskOpened | Refusal> {
  const workspaceId = ctx.workspace.id;
  const memberId = actingMember(ctx);
  const member = (await loadPeople(ctx.tx, workspaceId, [memberId])).get(memberId);
  if (!member || !canAnswer(member)) return NOT_FOUND;
  // In the order in which a merge takes them.
  await ctx.tx.$executeRaw`SELECT 1 FROM workspaces WHERE id = ${uuid(workspaceId)} FOR NO KEY UPDATE`;
  const [found] = await findAccounts(ctx.tx, workspaceId, [{ id: command.accountId }]);
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
  if (!standing) throw new Error('account without a standing');
  const { score, reasons } = standing;
  const listing = await loadListing(ctx, account.id);
  const known = standing.band === 'unknown' ? null : standing.band;
  if (listing === null && (known === null || !isLow(known)))
    return refuse('not_low', `${account.name} is no longer at risk or sliding, so there’s nothing to flag.`);
  const band = known ?? 'watch';
  const risk = await openRisk(ctx, await loadSettings(ctx.tx, workspaceId), {
    account,
    rule: 'enabled',
    severity: band,
    fromBand: null,
    score,
    reasons,
    slide: listing?.slide ?? null,
  });
  if (!risk) throw new LostRace(`Account ${account.id}`);
  // Somebody was told: what comes next is measured against this.
  if (known)
    await ctx.tx.accountHealth.updateMany({
      where: { accountId: account.id, workspaceId },
      data: { alertedAt: ctx.now, alertedBand: known, alertedScore: score },
    });
  await refreshSummary(ctx, command);
  if (account.csOwnerId) await refresh(ctx, { type: 'slides', id: account.csOwnerId }, { urgent: true });
  return { riskId: risk.id, number: risk.number, accountName: account.name };
}

const NOT_FOUND = refuse('not_found', 'This account no longer exists, or you can’t see it.');
