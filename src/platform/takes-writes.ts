import type { Db } from './ctx.ts';

/** Throws where nothing can be written. That a server answers says little: it may be read-only, its disk full. */
export async function checkTakesWrites(db: Db): Promise<void> {
  await db.$executeRaw`
    INSERT INTO readiness (id, written_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET written_at = now()`;
}
