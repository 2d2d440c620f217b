import { randomUUID } from 'node:crypto';
import { apply, changeCase } from '../../src/cases/change-case.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { undoCase } from '../../src/cases/undo.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { transact } from '../../src/platform/transact.ts';
import { acting, type House, undoableVersion } from '../handoffs/house.ts';
import { ERRANDS, type ErrandShape } from './errand.ts';

export const CREATE_ERRANDS = `
  CREATE TABLE errands (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, number int NOT NULL, state text NOT NULL,
    version int NOT NULL, updated_at timestamptz(3) NOT NULL, snoozed_until timestamptz(3), nudged_at timestamptz(3),
    snoozed_minutes int NOT NULL DEFAULT 0, asker_id uuid NOT NULL, owner_id uuid NOT NULL)`;

/** An errand that the sender asks of the receiver, for which the time for `verb` has come. */
export async function errandFor(house: House, verb: string): Promise<string> {
  const { ctx, ids } = house;
  const id = randomUUID();
  await ctx.db.$executeRaw`
    INSERT INTO errands (id, workspace_id, number, state, version, updated_at, asker_id, owner_id)
    VALUES (${id}::uuid, ${ctx.workspace.id}::uuid, 1, 'done', 1, ${ctx.now}, ${ids['sender']}::uuid, ${ids['receiver']}::uuid)`;
  await transact(acting(house, 'sender'), async (tx) => {
    const parties = (await ERRANDS.loadBatch(tx, [id])).parties.get(id);
    if (!parties) throw new Error('the errand is there');
    const state = verb === 'finish' ? 'taken' : 'asked';
    return apply(tx, ERRANDS, parties, { action: 'asked', patch: { state } });
  });
  if (verb === 'undo') await run.take(acting(house, 'receiver'), id);
  return id;
}

/** Each verb as a click would run it, by whoever acts in the context. */
export const run: Record<ErrandShape['verb'], (ctx: Ctx, id: string) => Promise<unknown>> = {
  take: (ctx, id) => change(ctx, id, 'take', { state: 'taken' }),
  undo: async (ctx, id) => undoCase(ctx, ERRANDS, { id, version: await undoableVersion(ctx, id) }),
  finish: (ctx, id) => change(ctx, id, 'finish', { state: 'done' }),
  async reassign(ctx, id) {
    const other = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: 'UPRESENT' } });
    return change(ctx, id, 'reassign', { ownerId: other.id });
  },
  snooze: (ctx, id) => snoozeCase(ctx, ERRANDS, { id, snooze: 'one_hour' }),
  nudge: (ctx, id) => nudgeCase(ctx, ERRANDS, id),
};

const change = (
  ctx: Ctx,
  id: string,
  verb: ErrandShape['verb'],
  patch: ErrandShape['decision']['patch'],
): Promise<unknown> =>
  changeCase(ctx, ERRANDS, id, {
    verb,
    decide: () => ({ action: `${verb}_done`, patch, ...(verb === 'take' && { undoable: true }) }),
  });
