import { recordSignals } from '../../src/health/signals/record-signals.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import type { World } from '../support/baton.ts';

const WELL = {
  usage_depth: 96,
  seats_used: 96,
  feature_adoption: 95,
  sentiment: 5,
  support_tickets_open: 0,
};
/** 57 of 100: at risk. What fell most: usage, then features, then seats. */
const SLIPPING = { usage_depth: 20, seats_used: 41, feature_adoption: 30 };

export const SLIP_REASONS = [
  /Usage depth: 20% \([^)]+\), was 96%/,
  /Key features used: 30% \([^)]+\), was 95%/,
  /Seats used: 41% \([^)]+\), was 96%/,
];

/** Alerts are on for these segments, without the days of trying them out, and a worse band opens risks. */
export const enableAlerts = (ctx: Ctx, segments?: readonly string[]): Promise<void> =>
  makeSegments(ctx, ctx.now, segments);

/** Alerts are tried out for these segments, in which a worse band opens risks. */
export const tryOutAlerts = (ctx: Ctx, segments?: readonly string[]): Promise<void> =>
  makeSegments(ctx, null, segments);

async function makeSegments(ctx: Ctx, enabledAt: Date | null, segments = SEGMENTS): Promise<void> {
  await ctx.db.alertSegment.createMany({
    data: segments.map((segment) => ({
      workspaceId: ctx.workspace.id,
      segment,
      previewSince: ctx.now,
      enabledAt,
      slidesFrom: FAR_AHEAD,
    })),
  });
}

const FAR_AHEAD = new Date('2100-01-01T00:00:00Z');
const SEGMENTS: readonly string[] = ['enterprise', 'mid-market', 'small', ''];

/** Tells Baton what was observed of an account just now. */
export async function observe(world: World, name: string, values: Record<string, number>): Promise<void> {
  const ctx = await world.ctx();
  const results = await recordSignals(
    ctx,
    Object.entries(values).map(([type, value]) => ({ account: { name }, type, value, source: 'sample' })),
  );
  const refused = results.find(({ state }) => state === 'rejected');
  if (refused) throw new Error(JSON.stringify(refused));
  await settled(world);
}

/** Until no account is due for evaluation. */
async function settled(world: World): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const due = await world.database.db.accountHealth.count({ where: { dueAt: { lte: await world.now() } } });
    if (due === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('accounts were not evaluated');
}

export const doesWell = (world: World, name: string) => observe(world, name, WELL);
export const slips = (world: World, name: string, more: Record<string, number> = {}) =>
  observe(world, name, { ...SLIPPING, ...more });

export async function days(world: World, count: number): Promise<void> {
  await world.moveTo(new Date((await world.now()).getTime() + count * 24 * 3_600_000));
}

/** From well to at risk, and the days that it must last; today, the account has an alert. */
export async function slide(world: World, name: string): Promise<void> {
  await doesWell(world, name);
  await days(world, 0.1);
  await slips(world, name);
  await days(world, 3.01);
}
