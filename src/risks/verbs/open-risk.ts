import type { Prisma } from '../../../prisma/generated/client.ts';
import { holdAccounts } from '../../accounts/hold-accounts.ts';
import { armTimers } from '../../cases/clocks/arm-timer.ts';
import { writeOwed } from '../../cases/owed.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import type { Band } from '../../health/bands.ts';
import type { SlideFacts } from '../../health/slides/facts.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import { auditAll } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { uuid } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { OPEN_RISK_STATES, type Risk } from '../risk.ts';
import { RISKS } from '../risk-case.ts';
import { peopleOf, type RiskParties, whoAnswersRisk } from '../rules/parties.ts';
import { cardChannel, findTeams, type RiskTeam } from '../told/route.ts';
import { askToTake, cardMessage, roomToAsk, whenTheyWork } from '../told/tell.ts';

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
  /** Of the slide that opens it. */
  slide?: SlideFacts | null;
  flagged?: { byId: string; note: string; evidence: string | null };
}

/**
 * Opens a risk in the caller's transaction: with the CS owner, the sales owner as partner, the card in the right
 * channel, word to whoever is to take it, and its clock. Null when the account has an open one already.
 */
export async function openRisk(ctx: TxCtx, settings: Settings, facts: NewRisk): Promise<Risk | null> {
  const [risk] = await openRisks(ctx, settings, [facts]);
  return risk ?? null;
}

/** The same for several accounts, in a few statements: what each became, in order. */
export async function openRisks(
  ctx: TxCtx,
  settings: Settings,
  all: readonly NewRisk[],
): Promise<(Risk | null)[]> {
  if (all.length === 0) return [];
  const teams = await findTeams(
    ctx,
    all.map(({ account }) => account.csOwnerId),
  );
  const risks = await insertRisks(ctx, all, teams);
  const opened = all.flatMap((facts, n) => {
    const risk = risks[n];
    return risk ? [{ risk, facts, team: teams.get(facts.account.csOwnerId) ?? null }] : [];
  });
  if (opened.length === 0) return risks;
  const people = await loadPeople(
    ctx.tx,
    ctx.workspace.id,
    opened.flatMap(({ risk, team }) => peopleOf(risk, team?.leadId ?? null)),
  );
  const whole = opened.map((one) => ({
    ...one,
    parties: { risk: one.risk, people, settings, leadId: one.team?.leadId ?? null },
  }));
  const entries = await auditAll(
    ctx,
    whole.map(({ risk, facts }) => ({
      subject: { type: 'risk', id: risk.id },
      action: 'risk.opened',
      data: entryOf(facts),
    })),
  );
  await auditAll(
    ctx,
    whole
      .filter(({ risk }) => isClaimed(risk))
      .map(({ risk }) => ({ subject: { type: 'risk', id: risk.id }, action: 'risk.claimed' })),
  );
  const clocks = await armTimers(
    ctx,
    whole.map(({ risk, parties }) => clockOf(RISKS, parties, isClaimed(risk) ? 'plan' : 'claim', ctx.now)),
  );
  await writeOwed(
    ctx,
    RISKS,
    whole.map(({ parties }) => parties),
  );
  await tell(
    ctx,
    settings,
    whole.map((one, n) => ({ ...one, entryId: entries[n] ?? '', epoch: clocks[n]?.epoch ?? 0 })),
  );
  return risks;
}

interface Opened {
  facts: NewRisk;
  team: RiskTeam | null;
  parties: RiskParties;
  entryId: string;
  /** Of its first clock. */
  epoch: number;
}

/** Whoever flags what is theirs has claimed it: the plan is next. */
const isClaimed = ({ state }: Pick<Risk, 'state'>): boolean => state === 'claimed';

async function tell(ctx: TxCtx, settings: Settings, opened: readonly Opened[]): Promise<void> {
  const room = await roomToAsk(
    ctx,
    settings,
    opened.map(({ parties }) => parties),
  );
  const messages: NewMessage[] = [];
  for (const { facts, team, parties, entryId, epoch } of opened) {
    const { account, flagged } = facts;
    const { id } = parties.risk;
    const channel = cardChannel(
      { accountChannel: account.channel, segment: account.segment, teamChannel: team?.channel ?? null },
      settings,
    );
    const asked = whoAnswersRisk(parties, ctx.now);
    const isTheirs = isClaimed(parties.risk) || (flagged !== undefined && asked?.id === flagged.byId);
    // What somebody has just done shows at once; an alert waits for working hours.
    const byHand = flagged !== undefined || ctx.actor.type === 'member';
    const somewhere = channel || asked ? [] : await lastResort(ctx, settings);
    messages.push(
      ...somewhere.map((lane) => cardMessage(id, lane, null)),
      ...(channel ? [cardMessage(id, channel, byHand ? null : whenTheyWork(parties, ctx.now))] : []),
      ...(isTheirs ? [] : await askToTake(ctx, parties, entryId, epoch, room)),
    );
  }
  await enqueue(ctx, messages);
}

function entryOf({ flagged, rule, severity, fromBand, score, reasons }: NewRisk): Prisma.InputJsonObject {
  return flagged
    ? { rule, severity, note: flagged.note }
    : { rule, severity, from: fromBand, to: severity, score, reasons };
}

/** Where neither a channel nor a person is found: the last rung's channel, else the admins. */
async function lastResort(ctx: TxCtx, settings: Settings): Promise<string[]> {
  const channel = settings.values['escalation.channel'];
  if (channel) return [channel];
  return (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(({ slackUserId }) => slackUserId);
}

/**
 * Which of these accounts have an open risk. Whoever opens one, or one again, holds the workspace's row until the end, so
 * that none slips in after the look. Returns the next number too, and the account each goes to: merged into another
 * since it was read, the risk goes with it.
 */
export async function lookForOpen(
  ctx: TxCtx,
  ids: readonly string[],
): Promise<{ number: number; into: Map<string, string>; open: Set<string> }> {
  const workspaceId = ctx.workspace.id;
  const [numbers] = await ctx.tx.$queryRaw<{ next: number }[]>`
    SELECT next_risk_number AS next FROM workspaces WHERE id = ${uuid(workspaceId)} FOR NO KEY UPDATE`;
  if (!numbers) throw new Error('workspace row missing after lock');
  const into = await holdAccounts(ctx, ids);
  const accountIds = ids.map((id) => into.get(id) ?? id);
  const open = await ctx.tx.risk.findMany({
    where: { workspaceId, accountId: { in: accountIds }, state: { in: [...OPEN_RISK_STATES] } },
    select: { accountId: true },
  });
  return { number: numbers.next, into, open: new Set(open.map(({ accountId }) => accountId)) };
}

/** With numbers one after the other, taken at once. Null where the account has an open one. */
async function insertRisks(
  ctx: TxCtx,
  all: readonly NewRisk[],
  teams: ReadonlyMap<string | null, RiskTeam>,
): Promise<(Risk | null)[]> {
  const workspaceId = ctx.workspace.id;
  const { number, into, open } = await lookForOpen(
    ctx,
    all.map(({ account }) => account.id),
  );
  const rows: Prisma.RiskCreateManyInput[] = [];
  const ids = all.map((facts) => {
    const { account, flagged } = facts;
    const isOwn = flagged !== undefined && flagged.byId === account.csOwnerId;
    const accountId = into.get(account.id) ?? account.id;
    if (open.has(accountId)) return null;
    open.add(accountId);
    const id = newId(ctx.now);
    rows.push({
      id,
      workspaceId,
      number: number + rows.length,
      accountId,
      rule: facts.rule,
      severity: facts.severity,
      fromBand: facts.fromBand,
      score: facts.score,
      reasons: facts.reasons,
      ...(facts.slide && { slide: facts.slide }),
      note: flagged?.note ?? null,
      evidence: flagged?.evidence ?? null,
      openedById: flagged?.byId ?? null,
      flagged: flagged !== undefined,
      ...(isOwn && { state: 'claimed', claimedAt: ctx.now, claimedById: flagged.byId }),
      ownerId: account.csOwnerId,
      partnerId: account.salesOwnerId,
      teamId: teams.get(account.csOwnerId)?.id ?? null,
      openedAt: ctx.now,
      updatedAt: ctx.now,
    });
    return id;
  });
  if (rows.length === 0) return all.map(() => null);
  await ctx.tx.$executeRaw`
    UPDATE workspaces SET next_risk_number = next_risk_number + ${rows.length}::int WHERE id = ${uuid(workspaceId)}`;
  const made = await ctx.tx.risk.createManyAndReturn({ data: rows });
  return ids.map((id) => made.find((risk) => risk.id === id) ?? null);
}
