import { sweep } from '../../src/cases/sweep.ts';
import { CHECKS } from '../../src/every-case.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { serving } from './served.ts';

/** Has a workspace whose cases were written row by row say what is owed of them, with the clocks that they lack. */
export async function sweepNow(ctx: Ctx): Promise<void> {
  const { db, log, now } = ctx;
  const clock = { now: () => now, wall: () => now };
  const served = serving([ctx.workspace]);
  for (let more = 1; more > 0; ) more = await sweep({ db, log, clock, served, checks: CHECKS });
}
