import type { AlertSegment } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import { canAnswer } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { pickSegment } from './alert-segment.ts';

const SEGMENTS = 1_000;

/** The segment that is meant, for somebody who may turn its alerts on and off. */
export async function segmentFor(
  ctx: TxCtx,
  typed: string,
  settings: Settings,
): Promise<AlertSegment | Refusal> {
  const refusal = await whyNotAdmin(ctx, settings);
  if (refusal) return refusal;
  const rows = await ctx.tx.alertSegment.findMany({
    where: { workspaceId: ctx.workspace.id },
    orderBy: { segment: 'asc' },
    take: SEGMENTS,
  });
  const picked = pickSegment(
    typed,
    rows.map(({ segment }) => segment),
  );
  if (isRefusal(picked)) return picked;
  const row = rows.find(({ segment }) => segment === picked);
  if (!row) throw new Error('a segment that was picked is among them');
  return row;
}

async function whyNotAdmin(ctx: TxCtx, settings: Settings): Promise<Refusal | null> {
  if (ctx.actor.type === 'cli') return null;
  if (ctx.actor.type !== 'member') throw new Error('Alerts are switched by a member or at the command line');
  const { memberId } = ctx.actor;
  const member = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
  const isAdmin = member && (member.isAdmin || settings.values.admins.includes(member.slackUserId));
  if (member && isAdmin && canAnswer(member)) return null;
  return refuse('not_admin', 'Only admins can turn alerts on and off.');
}

/** On at an instant, or off with null. */
export async function switchAlerts(ctx: TxCtx, row: AlertSegment, enabledAt: Date | null): Promise<void> {
  const { segment } = row;
  const { count } = await ctx.tx.alertSegment.updateMany({
    where: { workspaceId: ctx.workspace.id, segment, enabledAt: row.enabledAt },
    data: { enabledAt, actor: ctx.actor },
  });
  if (count === 0) throw new LostRace(`Segment ${segment}`);
  await audit(ctx, {
    subject: { type: 'workspace', id: ctx.workspace.id },
    action: enabledAt ? 'alerts.enabled' : 'alerts.disabled',
    data: { segment },
  });
}
