import type pg from 'pg';
import { handOver } from '../src/deals/verbs/hand-over.ts';
import { memberBySlackId } from '../src/people/load-people.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { findWorkspace } from '../src/workspaces/workspace.ts';
import { submitByHand } from './by-hand/submit.ts';
import { counted } from './counted.ts';
import { log } from './environment.ts';
import { idOf, slackUserId, TEAM } from './seed.ts';

/** Hands over one more draft on each side, in this process, and answers how many statements that was: Baton's, then by hand. */
export async function countStatements(
  url: string,
  urlByHand: string,
  draft: number,
): Promise<[number, number]> {
  const given = { handoffId: idOf('handoff', draft), request: 'counted', now: systemClock.now() };
  const userId = slackUserId(draft);
  const ours = await counting(url, async (_, db) => {
    const workspace = await findWorkspace(db, TEAM);
    const me = workspace && (await memberBySlackId(db, workspace.id, userId));
    if (!me) throw new Error('the sample person is missing');
    const actor = { type: 'member', memberId: me.id } as const;
    await handOver({ workspace, actor, db, log, ...given }, { handoffId: given.handoffId });
  });
  const byHand = await counting(urlByHand, (pool) => submitByHand(pool, { teamId: TEAM, userId, ...given }));
  return [ours, byHand];
}

type Database = ReturnType<typeof openDatabase>;

async function counting(url: string, work: (pool: pg.Pool, db: Database['db']) => Promise<unknown>) {
  const { db, pool, close } = openDatabase({ url, log });
  const statements = counted(pool);
  await work(pool, db);
  await close();
  return statements();
}
