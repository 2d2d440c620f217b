import type { TxCtx } from '../platform/ctx.ts';
import type { AroundShape, CaseKind, CaseShape } from './case-kind.ts';
import { type AfterFiring, type DueTimer, dueIn, type TimerHandler } from './clocks/timer.ts';
import { calendarOfCase } from './set-clocks.ts';
import { type Case, chase } from './told/chase.ts';
import { sayTogether } from './told/gather.ts';
import type { CaseMessages } from './told/messages.ts';

/** Timer kind → what fires it, for every clock of a kind. */
export function timersOf<C extends CaseShape>(
  kind: CaseKind<C>,
  says: CaseMessages,
): Record<string, TimerHandler> {
  const handler = escalate(kind, says);
  return Object.fromEntries(Object.keys(kind.clocks).map((clock) => [`${kind.type}.${clock}`, handler]));
}

/**
 * The clocks of a kind, as timers fire them: each due rung says what it has to say, to whom it concerns now. A batch is
 * read and written at once, whatever its size.
 */
function escalate<C extends CaseShape>(kind: CaseKind<C>, says: CaseMessages): TimerHandler {
  const { around } = kind;
  return async (ctx, due) => {
    const ids = [...new Set(due.map(({ subject }) => subject.id))];
    const { people, settings, parties: byId } = await around.loadBatch(ctx, ids);
    const rows = [...byId.values()].map(around.row);
    const isBackstop = ({ clock }: DueTimer) => kind.clocks[clock as C['clock']].isBackstop === true;
    const said = due.some(isBackstop) ? await atTopOfLadder(ctx, kind, rows) : new Set<string>();

    const answers = new Map<string, AfterFiring>();
    const cases: Case[] = [];
    for (const timer of due) {
      const parties = byId.get(timer.subject.id);
      if (!parties || !around.running(around.row(parties)).includes(timer.clock)) {
        answers.set(timer.id, 'stop');
        continue;
      }
      const { id, snoozedUntil } = around.row(parties);
      if (snoozedUntil && snoozedUntil > ctx.now && !isBackstop(timer)) {
        answers.set(timer.id, { wait: snoozedUntil });
        continue;
      }
      answers.set(timer.id, { next: calendarOfCase(around, parties, ctx.now) });
      if (isBackstop(timer) && said.has(id)) continue;
      cases.push({ timer, sides: around.sides(parties, ctx.now) });
    }
    const messages = await chase(ctx, cases, {
      subjectType: kind.type,
      says,
      people,
      settings,
      lastResort: async () => (await around.lastResort?.(ctx, settings)) ?? [],
    });
    const gathered = kind.gather?.(messages, due, [...byId.values()]) ?? messages;
    await sayTogether(ctx, gathered, says);
    return answers;
  };
}

/**
 * Those whose clock has reached the last rung of its ladder, or reaches it in this moment, whichever rung it still stands
 * on: whoever a backstop would tell hears of them already. A snooze mutes it, and then the backstop speaks.
 */
async function atTopOfLadder<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  rows: readonly AroundShape['row'][],
): Promise<Set<string>> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const timers = await ctx.tx.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: kind.type, subjectId: { in: [...byId.keys()] } },
    select: { subjectId: true, clock: true, ladder: true, rung: true, repeats: true, dueAt: true },
  });
  const top = timers.filter(({ subjectId, clock, ladder, rung, repeats, dueAt }) => {
    const row = byId.get(subjectId);
    if (!row || kind.clocks[clock as C['clock']]?.isBackstop || !kind.around.running(row).includes(clock))
      return false;
    const due = dueIn({ subjectId, clock, ladder });
    if (due === null) return false;
    const last = due.length - 1;
    if (rung > last || (rung === last && repeats > 0)) return true;
    const isMuted = row.snoozedUntil !== null && row.snoozedUntil > ctx.now;
    const fires = dueAt !== null && dueAt <= ctx.now && !isMuted;
    return fires && due.slice(rung).every((at) => at <= ctx.now);
  });
  return new Set(top.map(({ subjectId }) => subjectId));
}
