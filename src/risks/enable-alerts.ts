import { dm } from '../outbox/define-message.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/message.ts';
import { findAdmins } from '../people/load-people.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { readyAt, segmentName } from './alert-segment.ts';
import { findLow, type Low } from './find-low.ts';
import { ALERT_MESSAGES } from './messages.ts';
import { cardChannel } from './route.ts';
import { segmentFor, switchAlerts } from './switch-alerts.ts';

export interface Enabled {
  segment: string;
  atRisk: number;
  critical: number;
}

/** As many as a message holds, each with its own button. */
const LISTED = 15;

/**
 * Turns the alerts of a segment on: from now on, what happens opens risks. What has happened before is one summary,
 * from which anybody may open them one by one. For admins, once it was tried out for long enough.
 */
export function enableAlerts(ctx: Ctx, command: { segment: string }): Promise<Enabled | Refusal> {
  return transactOnce(ctx, 'enable_alerts', async (ctx) => {
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const row = await segmentFor(ctx, command.segment, settings);
    if (isRefusal(row)) return row;
    const { segment } = row;
    const name = segmentName(segment);
    if (row.enabledAt) return refuse('already_on', `Alerts are on already for ${name}.`);
    const from = readyAt(row, settings.values['alerts.preview_days']);
    if (from > ctx.now)
      return refuse(
        'too_early',
        `Alerts for ${name} are still being tried out. They can be turned on from ${dayIn(from)}.`,
      );
    await switchAlerts(ctx, row, ctx.now);
    const low = await findLow(ctx, segment, LISTED);
    await enqueue(ctx, await summaryMessages(ctx, settings, segment, low));
    return { segment, atRisk: low.atRisk, critical: low.critical };
  });
}

/** Where the segment's cards go; where that is nowhere, to the admins. */
async function summaryMessages(
  ctx: TxCtx,
  settings: Settings,
  segment: string,
  { atRisk, critical, worst }: Low,
): Promise<NewMessage[]> {
  const subject = { type: 'alerts', id: newId(ctx.now) };
  const teams = await ctx.tx.team.findMany({
    where: { workspaceId: ctx.workspace.id, lane: 'cs' },
    select: { channel: true },
    take: 2,
  });
  // Of several teams none is the segment's.
  const teamChannel = teams.length === 1 ? (teams[0]?.channel ?? null) : null;
  const channel = cardChannel({ accountChannel: null, segment, teamChannel }, settings);
  const readers = channel
    ? [{ destination: channel }]
    : (await findAdmins(ctx.tx, ctx.workspace.id, settings)).map(dm);
  return readers.map((reader) =>
    ALERT_MESSAGES.enabled.root({
      ...{ subject, ...reader, thread: `alerts_enabled:${subject.id}:${reader.destination}` },
      data: { segment, atRisk, critical, accounts: worst },
    }),
  );
}

/** As Slack shows instants. */
function dayIn(at: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at).replace('\u202f', ' ');
  return `${part({ dateStyle: 'medium' })} at ${part({ timeStyle: 'short' })} UTC`;
}
