import type { Account } from '../../../prisma/generated/client.ts';
import { createAccount } from '../../accounts/change/create-account.ts';
import { notNow } from '../../cases/case.ts';
import { apply } from '../../cases/change-case.ts';
import { isWorse } from '../../health/bands.ts';
import { recordSignalsIn } from '../../health/signals/record-signals.ts';
import { loadPeople } from '../../people/load-people.ts';
import { canAnswer } from '../../people/person.ts';
import { actingMember, type Ctx, type TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { uuid } from '../../platform/sql.ts';
import { LostRace, transactOnce } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { type Flag, isUrgent, OPEN_RISK_STATES, type Risk, type RiskDecision } from '../risk.ts';
import { RISKS } from '../risk-case.ts';
import { loadRiskScene } from '../scene.ts';
import { openRisk } from './open-risk.ts';
import { decideClaim } from './work.ts';

export interface Flagged {
  riskId: string;
  number: number;
  /** It was open already: the note is in its thread. */
  wasOpen: boolean;
}

/** What else a risk that was flagged as urgent means for its account. */
export type UrgentToo = (ctx: TxCtx, accountId: string) => Promise<void>;

const NOTE_MAX = 2_000;

/**
 * A person says that an account is slipping: what they saw becomes a signal where it is one, and opens a risk at once,
 * whether alerts are on or not. Where one is open already, the note goes into its thread.
 */
export async function flagRisk(
  ctx: Ctx,
  flag: Flag,
  urgentToo: UrgentToo = async () => {},
): Promise<Flagged | Refusal> {
  const note = flag.note.trim();
  if (note === '') return refuse('no_note', 'Add a few details.', 'note');
  if ([...note].length > NOTE_MAX)
    return refuse('too_long', `Keep it within ${NOTE_MAX} characters.`, 'note');
  if (flag.kind === 'sentiment' && flag.sentiment === null)
    return refuse('no_sentiment', 'Pick their mood, from 1 to 5.', 'sentiment');
  const memberId = actingMember(ctx);
  return transactOnce(ctx, 'flag_risk', async (ctx) => {
    const member = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
    if (!member || !canAnswer(member))
      return refuse('not_yours', 'Only full members of this workspace can flag a risk.');
    const account = await accountOf(ctx, flag.account);
    if (isRefusal(account)) return account;
    await recordSignal(ctx, account, flag, note);
    const open = await ctx.tx.risk.findFirst({
      where: { workspaceId: ctx.workspace.id, accountId: account.id, state: { in: [...OPEN_RISK_STATES] } },
      select: { id: true },
    });
    const flagged = open
      ? await addTo(ctx, { id: open.id, accountId: account.id }, flag, note)
      : await openFlagged(ctx, account, flag, note);
    // After the risk, as whoever accepts a handoff has them in that order.
    if (flag.urgent && !isRefusal(flagged)) await urgentToo(ctx, account.id);
    return flagged;
  });
}

async function openFlagged(ctx: TxCtx, account: Account, flag: Flag, note: string): Promise<Flagged> {
  const risk = await openRisk(ctx, await loadSettings(ctx.tx, ctx.workspace.id), {
    account,
    rule: 'flagged',
    severity: flag.urgent ? 'critical' : 'at_risk',
    fromBand: null,
    score: null,
    reasons: [],
    flagged: { byId: actingMember(ctx), note, evidence: flag.evidence },
  });
  // Opened by somebody else since we looked: from the start again, and it is there.
  if (!risk) throw new LostRace(`Account ${account.id}`);
  await wasTold(ctx, account.id, flag);
  return { riskId: risk.id, number: risk.number, wasOpen: false };
}

async function addTo(
  ctx: TxCtx,
  { id, accountId }: { id: string; accountId: string },
  flag: Flag,
  note: string,
): Promise<Flagged | Refusal> {
  const { evidence, urgent } = flag;
  const scene = await loadRiskScene(ctx, id);
  if (isRefusal(scene)) return scene;
  const decision = decideNote(scene.risk, urgent);
  // Resolved since we looked: from the start again, and this opens another.
  if (isRefusal(decision)) throw new LostRace(`Risk ${id}`);
  const { severity } = decision.patch;
  if (severity) await wasTold(ctx, accountId, flag);
  const { id: riskId } = await apply(ctx, RISKS, scene, decision, {
    note,
    ...(evidence ? { evidence } : {}),
    ...(severity ? { severity } : {}),
  });
  await claimOwn(ctx, riskId);
  return { riskId, number: scene.risk.number, wasOpen: true };
}

/** Whoever flags what is theirs has claimed it. */
async function claimOwn(ctx: TxCtx, riskId: string): Promise<void> {
  const scene = await loadRiskScene(ctx, riskId);
  if (isRefusal(scene) || scene.risk.ownerId !== scene.actor.id) return;
  const decision = decideClaim(scene.risk, scene.actor, ctx.now);
  if (!isRefusal(decision)) await apply(ctx, RISKS, scene, decision);
}

async function accountOf(ctx: TxCtx, account: Flag['account']): Promise<Account | Refusal> {
  if ('name' in account) {
    const made = await createAccount(ctx, { name: account.name });
    if (isRefusal(made)) return made;
    return made.account;
  }
  const found = await ctx.tx.account.findFirst({
    where: { id: account.id, workspaceId: ctx.workspace.id, mergedIntoId: null },
  });
  return found ?? refuse('unknown_account', 'This account no longer exists. Pick another one.', 'account');
}

async function recordSignal(ctx: TxCtx, account: Account, flag: Flag, note: string): Promise<void> {
  if (flag.kind === 'other') return;
  const value = flag.kind === 'sentiment' ? (flag.sentiment ?? 1) : 1;
  await recordSignalsIn(ctx, [
    {
      account: { id: account.id },
      type: flag.kind,
      value,
      source: 'slack',
      note,
      ...(flag.evidence ? { evidence: flag.evidence } : {}),
    },
  ]);
}

/** It is told by this very risk: as an exception of the score it would be told again. */
async function wasTold(ctx: TxCtx, accountId: string, flag: Flag): Promise<void> {
  await ctx.tx.$executeRaw`
    UPDATE account_health SET exceptions = array_append(exceptions, ${flag.kind})
     WHERE account_id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)}
       AND NOT ${flag.kind} = ANY (exceptions)`;
}

/**
 * Somebody saw more of it: it is for a person to close. Urgent makes it critical, for as long as it is open, and the
 * time to take it starts anew: it is short.
 */
function decideNote(risk: Risk, urgent: boolean): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('added to');
  const becomesUrgent = urgent && !isUrgent(risk);
  return {
    action: 'noted',
    patch: {
      flagged: true,
      ...(urgent && isWorse('critical', risk.severity) ? { severity: 'critical' as const } : {}),
    },
    ...(becomesUrgent && risk.state === 'open' && { restart: ['claim'] }),
  };
}
