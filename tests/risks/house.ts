import type { Visit } from '../../listeners/edge.ts';
import { readRisk } from '../../listeners/risks/show.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { undoCase } from '../../src/cases/undo.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import type { RiskRole, RiskVerb } from '../../src/risks/rules/rights.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { reassignRisk } from '../../src/risks/verbs/reassign.ts';
import { checkInRisk, claimRisk, planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import { acting, expectDone, type House, undoableVersion } from '../handoffs/house.ts';
import { newAccount as accountOf } from '../health/signals.ts';

/** Who is what towards a risk of an account whose CS owner is the receiver and whose sales owner is the sender. */
export const CAST: readonly { name: string; role: RiskRole }[] = [
  { name: 'receiver', role: 'owner' },
  { name: 'cover', role: 'owner_cover' },
  { name: 'receiver lead', role: 'owner_lead' },
  { name: 'receiver manager', role: 'owner_manager' },
  { name: 'sender', role: 'partner' },
  { name: 'admin', role: 'admin' },
  { name: 'onlooker', role: 'member' },
  { name: 'guest', role: 'outsider' },
  { name: 'stranger', role: 'outsider' },
  { name: 'bot', role: 'outsider' },
  { name: 'left', role: 'outsider' },
];

let accounts = 0;

export async function newAccount({ ctx, ids }: House): Promise<string> {
  accounts += 1;
  const owners = { csOwnerId: ids['receiver'] ?? null, salesOwnerId: ids['sender'] ?? null };
  return accountOf(ctx, `Sample Customer ${accounts}`, owners);
}

/** A risk of an account of its own, in the state in which the time for `verb` has come. */
export async function riskFor(house: House, verb: RiskVerb, role: RiskRole = 'owner'): Promise<string> {
  const id = await newAccount(house);
  const { riskId } = expectDone(await flag(acting(house, 'present'), { id }));
  if (verb === 'plan' || verb === 'check_in' || verb === 'resolve')
    expectDone(await claimRisk(acting(house, 'receiver'), { riskId }));
  if (verb === 'undo') {
    const { name } = CAST.find((one) => one.role === role) ?? { name: '' };
    expectDone(await claimRisk(acting(house, name), { riskId }));
  }
  return riskId;
}

function flag(ctx: Ctx, account: { id: string }) {
  return flagRisk(ctx, {
    account,
    kind: 'other',
    sentiment: null,
    note: 'Sample note',
    evidence: null,
    urgent: false,
  });
}

const day = (ctx: Ctx, days: number) =>
  new Date(ctx.now.getTime() + days * 24 * 3_600_000).toISOString().slice(0, 10);

/** Each verb as a click would run it, by whoever acts in the context. To flag one that is open adds to it. */
export const run: Record<RiskVerb, (ctx: Ctx, riskId: string) => Promise<unknown>> = {
  read: (ctx, riskId) => readRisk(ctx as Visit, riskId),
  async flag(ctx, riskId) {
    const { accountId } = await ctx.db.risk.findUniqueOrThrow({ where: { id: riskId } });
    return flag(ctx, { id: accountId });
  },
  claim: (ctx, riskId) => claimRisk(ctx, { riskId }),
  async undo(ctx, riskId) {
    return undoCase(ctx, RISKS, { id: riskId, version: await undoableVersion(ctx, riskId) });
  },
  plan: (ctx, riskId) =>
    planRisk(ctx, { riskId, firstAction: 'Sample step', dueOn: day(ctx, 1), checkInOn: day(ctx, 7) }),
  check_in: (ctx, riskId) => checkInRisk(ctx, { riskId, note: 'Sample note', checkInOn: day(ctx, 7) }),
  snooze: (ctx, riskId) => snoozeCase(ctx, RISKS, { id: riskId, snooze: 'one_hour' }),
  nudge: (ctx, riskId) => nudgeCase(ctx, RISKS, riskId),
  async reassign(ctx, riskId) {
    const other = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: 'UPRESENT' } });
    return reassignRisk(ctx, { riskId, ownerId: other.id, reason: 'Sample reason' });
  },
  resolve: (ctx, riskId) =>
    resolveRisk(ctx, { riskId, outcome: 'not_a_risk', verdict: 'too_early', reason: 'Sample reason' }),
};

/** All that a verb would leave behind. */
export async function traceOf({ ctx: { db } }: House, riskId: string) {
  const subjectId = riskId;
  return {
    risk: await db.risk.findUniqueOrThrow({ where: { id: riskId } }),
    history: await db.auditEntry.count({ where: { subjectId } }),
    messages: await db.outboxMessage.count({ where: { subjectId } }),
    timers: await db.timer.findMany({
      where: { subjectId },
      select: { clock: true, version: true },
      orderBy: { clock: 'asc' },
    }),
  };
}
