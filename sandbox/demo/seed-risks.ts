import { flagAccount } from '../../src/handoffs/verbs/become-urgent.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import { addDays, localDate } from '../../src/time/local-date.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What the teams were busy with before the demo began: one risk that was resolved, and one with a plan. Who flagged them
 * owns the accounts, and has taken them with that.
 */
export async function seedRisks(ctx: Ctx): Promise<void> {
  const singapore = await asMember(ctx, 'csm.singapore@sample.example');
  const lotus = await flagged(singapore(-40), 'S-013', 'Night shifts lose the scanners, and they blame us.');
  done(
    await resolveRisk(singapore(-17), {
      riskId: lotus,
      outcome: 'saved',
      verdict: null,
      reason: 'The fix is live, and the night shift is quiet.',
    }),
  );

  const newYork = await asMember(ctx, 'csm.newyork@sample.example');
  const harbor = await flagged(newYork(-3), 'S-009', 'Since the merger nobody there defends us.');
  const toDo = 'Find a new sponsor: ask their finance director for half an hour';
  done(await planRisk(newYork(-3), plan(ctx, harbor, -3, toDo, 6, 27)));
}

/** This person, so many days from the start. */
async function asMember(ctx: Ctx, email: string): Promise<(days: number) => Ctx> {
  const { id } = await ctx.db.member.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id, email } });
  return (days) => ({ ...ctx, actor: { type: 'member', memberId: id }, now: shifted(ctx, days) });
}

async function flagged(ctx: Ctx, externalId: string, note: string): Promise<string> {
  const { accountId } = await ctx.db.accountExternalId.findFirstOrThrow({
    where: { workspaceId: ctx.workspace.id, externalId },
  });
  const facts = { account: { id: accountId }, kind: 'other', sentiment: null, evidence: null } as const;
  return done(await flagAccount(ctx, { ...facts, note, urgent: externalId === 'S-009' })).riskId;
}

function plan(ctx: Ctx, riskId: string, day: number, firstAction: string, due: number, checkIn: number) {
  const on = (days: number) => addDays(localDate(shifted(ctx, day), 'UTC'), days);
  return { riskId, firstAction, dueOn: on(due), checkInOn: on(checkIn) };
}

function shifted({ now }: Ctx, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}

function done<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(result.message);
  return result;
}
