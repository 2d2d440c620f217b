import { type AlertSegment, Prisma } from '../../../prisma/generated/client.ts';
import type { ListedSlides } from '../../health/slides/listed.ts';
import { dm } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import { canAnswer, isAdmin } from '../../people/person.ts';
import { audit } from '../../platform/audit.ts';
import { actingMember, type Ctx, type Tx, type TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { LostRace, transactOnce } from '../../platform/transact.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { ALERT_MESSAGES } from '../messages.ts';
import { loadSlidingIn } from '../read/load-listed.ts';
import { rankOf, setAsideSql } from '../read/ranking.ts';
import { cardChannel } from '../told/route.ts';
import { pickSegment, readyAt, segmentName } from './alerts.ts';

export interface Enabled {
  segment: string;
  atRisk: number;
  critical: number;
}

/** As many as a message holds, each with its own button. */
const LISTED = 15;
/** Beside those, as many as its text has room for. */
const SLIDING_LISTED = 5;

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
    if (row.enabledAt) return refuse('already_on', `Alerts for ${name} are already on.`);
    const from = readyAt(row, settings.values['alerts.preview_days']);
    if (from > ctx.now)
      return refuse(
        'too_early',
        `Alerts for ${name} are still being tried out. You can turn them on from ${dayIn(from)}.`,
      );
    await switchAlerts(ctx, row, ctx.now);
    const low = await findLow(ctx, segment, LISTED);
    const sliding = await loadSlidingIn(ctx, segment, SLIDING_LISTED);
    await enqueue(ctx, await summaryMessages(ctx, settings, segment, low, sliding));
    return { segment, atRisk: low.atRisk, critical: low.critical };
  });
}

/** Where the segment's cards go; where that is nowhere, to the admins. */
async function summaryMessages(
  ctx: TxCtx,
  settings: Settings,
  segment: string,
  { atRisk, critical, worst }: Low,
  { total, some }: ListedSlides,
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
      subject,
      ...reader,
      thread: `alerts_enabled:${subject.id}:${reader.destination}`,
      data: {
        segment,
        atRisk,
        critical,
        accounts: worst,
        sliding: { total, accounts: some.map(({ accountId }) => accountId) },
      },
    }),
  );
}

/** As Slack shows instants. */
function dayIn(at: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at).replace('\u202f', ' ');
  return `${part({ dateStyle: 'medium' })} at ${part({ timeStyle: 'short' })} UTC`;
}

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
      return refuse('already_off', `Alerts for ${segmentName(row.segment)} are already off.`);
    await switchAlerts(ctx, row, null);
    return { segment: row.segment };
  });
}

const SEGMENTS = 1_000;

/** The segment that is meant, for somebody who may turn its alerts on and off. */
async function segmentFor(ctx: TxCtx, typed: string, settings: Settings): Promise<AlertSegment | Refusal> {
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
  if (!row) throw new Error('picked segment has no row');
  return row;
}

async function whyNotAdmin(ctx: TxCtx, settings: Settings): Promise<Refusal | null> {
  if (ctx.actor.type === 'cli') return null;
  const memberId = actingMember(ctx);
  const member = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
  if (member && canAnswer(member) && isAdmin(member, settings.values.admins)) return null;
  return refuse('not_admin', 'Only admins can turn alerts on and off.');
}

/** On at an instant, or off with null. */
async function switchAlerts(ctx: TxCtx, row: AlertSegment, enabledAt: Date | null): Promise<void> {
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

/** How many accounts of a segment are low now, and the worst of them. What a person has set aside is neither. */
interface Low {
  atRisk: number;
  critical: number;
  /** Ids, the worst first. */
  worst: string[];
}

async function findLow(
  ctx: { tx: Tx; workspace: { id: string }; now: Date },
  segment: string,
  most: number,
): Promise<Low> {
  const band = Prisma.sql`(CASE WHEN h.override_until > ${instant(ctx.now)} THEN h.override_band
                                WHEN h.known THEN h.band END)`;
  const rows = await ctx.tx.$queryRaw<{ id: string; atRisk: number; critical: number }[]>`
    SELECT a.id, (count(*) FILTER (WHERE ${band} = 'at_risk') OVER ())::int AS "atRisk",
           (count(*) FILTER (WHERE ${band} = 'critical') OVER ())::int AS critical
      FROM account_health h JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${uuid(ctx.workspace.id)} AND a.merged_into_id IS NULL
       AND coalesce(a.segment, '') = ${segment} AND ${band} IN ('at_risk', 'critical')
       AND ${setAsideSql(Prisma.sql`a.id`, ctx.workspace.id)} IS NULL
     ORDER BY ${rankOf(band, ctx.now)} DESC, a.name_key, a.id
     LIMIT ${most}::int`;
  const { atRisk = 0, critical = 0 } = rows[0] ?? {};
  return { atRisk, critical, worst: rows.map(({ id }) => id) };
}
