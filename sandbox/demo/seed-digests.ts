import { subscribe } from '../../src/digests/subscribe.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Since last week two people have wanted a digest each Monday at eight: the CS lead of the team, the director of everything. */
export async function seedDigests(ctx: Ctx): Promise<void> {
  const lead = await asMember(ctx, 'cs.lead@sample.example');
  const { id: teamId } = await ctx.db.team.findFirstOrThrow({
    where: { workspaceId: ctx.workspace.id, name: 'CS Global' },
  });
  const mondays = { cadence: 'weekly', weekday: 0, minute: 8 * 60, channel: null, zone: null } as const;
  expectDone(await subscribe(lead, { ...mondays, scope: 'team', teamId, segment: null }));
  const director = await asMember(ctx, 'director@sample.example');
  expectDone(await subscribe(director, { ...mondays, scope: 'everything', teamId: null, segment: null }));
}

async function asMember(ctx: Ctx, email: string): Promise<Ctx> {
  const { id } = await ctx.db.member.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id, email } });
  const lastWeek = new Date(ctx.now.getTime() - WEEK_MS);
  return { ...ctx, actor: { type: 'member', memberId: id }, now: lastWeek };
}

function expectDone(result: unknown): void {
  if (isRefusal(result)) throw new Error(result.message);
}
