import type { ReadCtx } from '../platform/ctx.ts';
import type { DigestCadence, DigestScope } from './subscription.ts';

/** A subscription as it is shown. */
export type SubscriptionPicture = {
  id: string;
  cadence: DigestCadence;
  /** `name` is of the person, team or segment; '' for everything. */
  scope: { kind: DigestScope; name: string };
  teamId: string | null;
  segment: string | null;
  channel: string | null;
  weekday: number;
  minute: number;
  /** Null: the owner's own, which is `ownerZone` now. */
  zone: string | null;
  ownerZone: string;
  /** Null once it is stopped. */
  dueAt: Date | null;
};

const MOST = 50;

/** A member's digests that are not stopped, the oldest first. */
export function listSubscriptions(ctx: ReadCtx, memberId: string): Promise<SubscriptionPicture[]> {
  return load(ctx, { ownerId: memberId, stoppedAt: null });
}

/** One, even when it is stopped; null when there is none in this workspace. */
export async function loadSubscription(ctx: ReadCtx, id: string): Promise<SubscriptionPicture | null> {
  const [one] = await load(ctx, { id });
  return one ?? null;
}

async function load(
  { db, workspace }: ReadCtx,
  which: { id: string } | { ownerId: string; stoppedAt: null },
): Promise<SubscriptionPicture[]> {
  const rows = await db.digestSubscription.findMany({
    where: { workspaceId: workspace.id, ...which },
    include: { owner: { select: { name: true, zone: true } }, team: { select: { name: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST,
  });
  return rows.map(({ id, cadence, teamId, segment, channel, weekday, minute, zone, dueAt, ...row }) => ({
    id,
    cadence,
    scope: { kind: row.scope, name: scopeName(row, segment) },
    teamId,
    segment,
    channel,
    weekday,
    minute,
    zone,
    ownerZone: row.owner.zone,
    dueAt,
  }));
}

function scopeName(
  { scope, owner, team }: { scope: DigestScope; owner: { name: string }; team: { name: string } | null },
  segment: string | null,
): string {
  if (scope === 'mine' || scope === 'reports') return owner.name;
  return scope === 'team' ? (team?.name ?? '') : (segment ?? '');
}
