import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { stored } from '../platform/stored.ts';
import type { CaseRow, StoppedClocks } from './case.ts';
import type { CaseKind, CaseShape } from './case-kind.ts';

// What the history keeps with a change that may be taken back.

const Column = z.union([z.object({ at: z.iso.datetime() }), z.string(), z.number(), z.boolean(), z.null()]);
const Position = z.object({ epoch: z.number(), rung: z.number(), repeats: z.number() });

const KeptSchema = z.object({
  /** Of the case once it was changed: under another one, something else has happened since. */
  version: z.number(),
  /** Columns as they were. */
  columns: z.record(z.string(), Column),
  /** Of clocks that stopped with it: when their next rung was due. */
  stopped: z.record(z.string(), z.iso.datetime().nullable()),
  /** Where those stood that run since: on another rung, they have told somebody. */
  running: z.record(z.string(), Position),
  /** As its kind reads it. */
  beside: z.record(z.string(), z.unknown()),
});
export type Kept = z.infer<typeof KeptSchema>;

export const KEPT = stored('what an undo needs', KeptSchema);

interface ClockPosition extends z.infer<typeof Position> {
  clock: string;
  dueAt: Date | null;
}

export function loadPositions<C extends CaseShape>(
  ctx: TxCtx,
  { type }: CaseKind<C>,
  id: string,
): Promise<ClockPosition[]> {
  return ctx.tx.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: type, subjectId: id },
    select: { clock: true, epoch: true, rung: true, repeats: true, dueAt: true },
  });
}

interface Changing<C extends CaseShape> {
  before: C['row'];
  row: C['row'];
  patch: object;
  /** Where its clocks stood. */
  stood: readonly ClockPosition[];
  beside: Prisma.InputJsonObject;
}

/** Returns what the entry of a change that was just made has to keep. */
export async function keepForUndo<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  { before, row, patch, stood, beside }: Changing<C>,
): Promise<Prisma.InputJsonObject> {
  const [ran, runs] = [kind.running(before), kind.running(row)];
  const stand = await loadPositions(ctx, kind, row.id);
  const positions = stand.filter(({ clock }) => runs.includes(clock));
  for (const { clock, epoch } of positions)
    if (ran.includes(clock) && stood.some((one) => one.clock === clock && one.epoch !== epoch))
      throw new Error(`what restarts a running clock cannot be undone: ${clock}`);
  const stopped = stood.filter(({ clock }) => ran.includes(clock) && !runs.includes(clock));
  const names = ['updatedAt', ...Object.keys(patch)];
  const kept = KEPT.write({
    version: row.version,
    columns: Object.fromEntries(names.map((name) => [name, columnOf(before, name)])),
    stopped: Object.fromEntries(stopped.map(({ clock, dueAt }) => [clock, dueAt?.toISOString() ?? null])),
    running: Object.fromEntries(
      positions.map(({ clock, epoch, rung, repeats }) => [clock, { epoch, rung, repeats }]),
    ),
    beside,
  });
  return kept as Prisma.InputJsonObject;
}

function columnOf(row: CaseRow, name: string): z.infer<typeof Column> {
  const value: unknown = Reflect.get(row, name);
  return Column.parse(value instanceof Date ? { at: value.toISOString() } : value);
}

/** The columns of a case as they were. */
export function columnsIn({ columns }: Kept): object {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' ? new Date(value.at) : value,
    ]),
  );
}

export function stoppedIn({ stopped }: Kept): StoppedClocks {
  return Object.fromEntries(
    Object.entries(stopped).map(([clock, dueAt]) => [clock, dueAt === null ? null : new Date(dueAt)]),
  );
}

/** Whether its clocks stand where they stood: none has come to a rung since. */
export function isStandingStill({ running }: Kept, clocks: readonly ClockPosition[]): boolean {
  return Object.entries(running).every(([clock, { epoch, rung, repeats }]) =>
    clocks.some(
      (one) => one.clock === clock && one.epoch === epoch && one.rung === rung && one.repeats === repeats,
    ),
  );
}
