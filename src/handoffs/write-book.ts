import { armTimers } from '../cases/clocks/arm-timer.ts';
import { writeOwed } from '../cases/owed.ts';
import { clockOf } from '../cases/set-clocks.ts';
import type { People } from '../people/person.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { Settings } from '../settings/catalogue.ts';
import { EMPTY_BRIEF } from './brief.ts';
import { completenessOf } from './completeness.ts';
import { HANDOFFS } from './handoff-case.ts';
import { KINDS } from './kinds.ts';
import { loadBookBriefs } from './prefill-book.ts';
import type { TakenBook } from './take-book.ts';

interface WriteBook {
  bookId: string;
  senderId: string;
  people: People;
  settings: Settings;
  taken: TakenBook;
}

export interface BookHandoff {
  id: string;
  toId: string;
}

/** A handoff of each account, submitted, with its clocks. A few statements, however many there are. */
export async function writeBook(ctx: TxCtx, book: WriteBook): Promise<BookHandoff[]> {
  const { bookId, senderId, taken } = book;
  const accounts = taken.shares.flatMap(({ toId, accounts }) =>
    accounts.map((account) => ({ ...account, toId, handoffId: newId(ctx.now) })),
  );
  const briefs = await loadBookBriefs(
    ctx,
    accounts.map(({ id }) => id),
  );
  const template = KINDS.cs_to_cs.template;
  await ctx.tx.handoff.createMany({
    data: accounts.map(({ id, slot, toId, handoffId }, index) => {
      const brief = briefs.get(id) ?? EMPTY_BRIEF;
      return {
        ...{ id: handoffId, workspaceId: ctx.workspace.id, kind: 'cs_to_cs', bookId, state: 'submitted' },
        ...{ number: taken.firstNumber + index, slot, template: template.id, accountId: id },
        ...{ senderId, receiverId: toId, brief, completeness: completenessOf(template, brief).percent },
        ...{ version: 1, submissions: 1, submittedAt: ctx.now, createdAt: ctx.now, updatedAt: ctx.now },
      } as const;
    }),
  });
  for (const { toId } of taken.shares) {
    const ids = accounts.filter((one) => one.toId === toId).map(({ handoffId }) => handoffId);
    await armClocks(ctx, book, ids);
  }
  return accounts.map(({ handoffId, toId }) => ({ id: handoffId, toId }));
}

/** Whoever answers for the receiver owes all of theirs from the same moment: working time is reckoned once. */
async function armClocks(ctx: TxCtx, { people, settings }: WriteBook, ids: readonly string[]) {
  const handoffs = await ctx.tx.handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
  });
  const [first] = handoffs;
  if (!first) return;
  for (const clock of HANDOFFS.running(first)) {
    const armed = clockOf(HANDOFFS, { handoff: first, people, settings }, clock, ctx.now);
    await armTimers(
      ctx,
      ids.map((id) => ({ ...armed, subject: { ...armed.subject, id } })),
    );
  }
  await writeOwed(
    ctx,
    HANDOFFS,
    handoffs.map((handoff) => ({ handoff, people, settings })),
  );
}
