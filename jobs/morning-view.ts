import type { KnownBlock } from '@slack/types';
import { loadViewAsked } from '../src/home/load-view-asked.ts';
import type { DeliveryCtx } from '../src/outbox/delivery.ts';
import { loadZones } from '../src/people/load-people.ts';
import { startOfLocalDay } from '../src/time/local-date.ts';
import { viewOfMorning } from '../views/health/csm-view.ts';

/** Asks a CSM for their view of one account, in a DM of the morning that goes out anyway. Once it stands there, also what they said. */
export async function viewBlocks(
  ctx: DeliveryCtx,
  { memberId, day, posted }: { memberId: string; day: string; posted: boolean },
): Promise<KnownBlock[]> {
  const [zone] = await loadZones(ctx, [memberId]);
  if (!zone) return [];
  const asked = await loadViewAsked(ctx, memberId, { from: startOfLocalDay(day, zone) });
  return asked && (posted || asked.said === null) ? viewOfMorning(asked) : [];
}
