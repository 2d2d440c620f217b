import type { Handoff, Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { LostRace } from '../platform/transact.ts';
import type { Brief } from './brief.ts';
import type { Decision } from './handoff.ts';

type Columns = Decision['patch'] & { brief?: Brief; version?: never };

/** Writes where nobody was faster, and raises the version. Throws LostRace otherwise. */
export async function writeHandoff(ctx: TxCtx, handoff: Handoff, columns: Columns): Promise<Handoff> {
  const [written] = await ctx.tx.handoff.updateManyAndReturn({
    where: { id: handoff.id, workspaceId: ctx.workspace.id, version: handoff.version },
    data: {
      updatedAt: ctx.now,
      ...(columns as Prisma.HandoffUncheckedUpdateManyInput),
      version: handoff.version + 1,
    },
  });
  if (!written) throw new LostRace(`Handoff ${handoff.id}`);
  return written;
}
