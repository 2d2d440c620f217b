import { type Clock, movableClock } from './clock.ts';
import type { Db } from './ctx.ts';
import { listen } from './database/listen.ts';
import type { Logger } from './logger.ts';

const CHANNEL = 'baton_clock';

/** The clock of sandbox mode: every process on the database sees business time move together. */
export async function openSandboxClock(options: {
  db: Db;
  url: string;
  log: Logger;
}): Promise<{ clock: Clock; close(): Promise<void> }> {
  const { db, url, log } = options;
  const clock = movableClock();
  const refresh = async () => {
    clock.offsetMs = await readOffset(db);
  };
  const listening = await listen(
    { url, log },
    { [CHANNEL]: () => void refresh().catch(() => log.warn('sandbox clock could not be read')) },
  );
  await refresh(); // after listening, so that no move falls between
  return { clock, close: listening.close };
}

/** Sets how far business time runs ahead of real time, in milliseconds, for every process. */
export async function moveSandboxClock(db: Db, offsetMs: number): Promise<void> {
  await db.$executeRaw`
    WITH moved AS (
      INSERT INTO sandbox_clock (id, offset_ms) VALUES (1, ${BigInt(Math.round(offsetMs))})
      ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms RETURNING id
    )
    SELECT pg_notify(${CHANNEL}, '') FROM moved`;
}

/** Returns how far business time runs ahead of real time, in milliseconds. */
export async function readOffset(db: Db): Promise<number> {
  const row = await db.sandboxClock.findUnique({ where: { id: 1 } });
  return Number(row?.offsetMs ?? 0);
}
