import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { segmentName } from './alert-segment.ts';
import { segmentFor, switchAlerts } from './switch-alerts.ts';

/** Back to trying them out. Risks that are open stay open. */
export function disableAlerts(
  ctx: Ctx,
  command: { segment: string },
): Promise<{ segment: string } | Refusal> {
  return transactOnce(ctx, 'disable_alerts', async (ctx) => {
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const row = await segmentFor(ctx, command.segment, settings);
    if (isRefusal(row)) return row;
    if (!row.enabledAt)
      return refuse('already_off', `Alerts are off already for ${segmentName(row.segment)}.`);
    await switchAlerts(ctx, row, null);
    return { segment: row.segment };
  });
}
