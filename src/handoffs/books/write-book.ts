import { holdAccounts } from '../../accounts/hold-accounts.ts';
import { armTimers } from '../../cases/clocks/arm-timer.ts';
import { writeOwed } from '../../cases/owed.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import type { People } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { BRIEF_LIMITS, type Brief, BriefSchema, EMPTY_BRIEF, readBrief } from '../brief/brief.ts';
import { completenessOf } from '../brief/template.ts';
import { freeSlot, isWaiting, OPEN_STATES, WITHOUT_BRIEF } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import { kindsWith } from '../kinds.ts';
import { loadCurrentTemplates } from '../questions/load-templates.ts';
import type { Left } from './book.ts';

interface TakenAccount {
  id: string;
  segment: string | null;
  /** The lowest that none of its open handoffs to a CSM has. */
  slot: number;
}

/** What there is to move, as this transaction sees it. */
interface TakenBook {
  shares: { toId: string; accounts: TakenAccount[] }[];
  left: Left[];
  /** The first number of as many as there are accounts. */
  firstNumber: number;
}

/** Of what was asked for, what can be moved; its numbers are taken. Moves of one workspace take turns from here. */
export async function takeBook(
  ctx: TxCtx,
  { fromId, shares }: { fromId: string; shares: readonly { toId: string; accountIds: string[] }[] },
): Promise<TakenBook | Refusal> {
  const workspaceId = ctx.workspace.id;
  const [workspace] = await ctx.tx.$queryRaw<{ number: number }[]>`
    SELECT next_handoff_number AS number FROM workspaces WHERE id = ${uuid(workspaceId)} FOR NO KEY UPDATE`;
  if (!workspace) throw new Error('workspace row missing after lock');
  const asked = shares.flatMap(({ accountIds }) => accountIds);
  await holdAccounts(ctx, asked);
  const accounts = await ctx.tx.account.findMany({
    where: { id: { in: asked }, workspaceId },
    select: { id: true, name: true, segment: true, csOwnerId: true, mergedIntoId: true },
    take: asked.length,
  });
  const open = await ctx.tx.handoff.findMany({
    where: {
      workspaceId,
      accountId: { in: asked },
      kind: 'cs_to_cs',
      dealType: 'new',
      state: { in: [...OPEN_STATES] },
    },
    select: { accountId: true, slot: true, state: true },
    take: asked.length * 10,
  });
  const whyLeft = ({ id, csOwnerId, mergedIntoId }: (typeof accounts)[number]): Left['why'] | null => {
    if (csOwnerId !== fromId || mergedIntoId !== null) return 'gone';
    return open.some(({ accountId, state }) => accountId === id && isWaiting(state)) ? 'waits' : null;
  };
  const moved = new Set(accounts.filter((one) => whyLeft(one) === null).map(({ id }) => id));
  const left = accounts.flatMap((one): Left[] => {
    const why = whyLeft(one);
    return why ? [{ name: one.name, why }] : [];
  });
  if (moved.size === 0) return refuse('nothing_left', 'These accounts were already moved by someone else.');
  await ctx.tx.workspace.update({
    where: { id: workspaceId },
    data: { nextHandoffNumber: { increment: moved.size } },
    select: { id: true },
  });
  const segments = new Map(accounts.map(({ id, segment }) => [id, segment]));
  const taken = shares.map(({ toId, accountIds }) => ({
    toId,
    accounts: accountIds
      .filter((id) => moved.has(id))
      .map((id) => ({
        id,
        segment: segments.get(id) ?? null,
        slot: freeSlot(open.filter(({ accountId }) => accountId === id)),
      })),
  }));
  return {
    shares: taken.filter((share) => share.accounts.length > 0),
    left,
    firstNumber: workspace.number,
  };
}

interface WriteBook {
  bookId: string;
  senderId: string;
  people: People;
  settings: Settings;
  taken: TakenBook;
}

interface BookHandoff {
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
  const template = (await loadCurrentTemplates(ctx.tx, ctx.workspace.id))('cs_to_cs');
  await ctx.tx.handoff.createMany({
    data: accounts.map(({ id, slot, toId, handoffId }, index) => {
      const brief = briefs.get(id) ?? EMPTY_BRIEF;
      return {
        id: handoffId,
        workspaceId: ctx.workspace.id,
        kind: 'cs_to_cs',
        bookId,
        state: 'submitted',
        number: taken.firstNumber + index,
        slot,
        template: template.id,
        accountId: id,
        senderId,
        receiverId: toId,
        brief,
        completeness: completenessOf(template, brief).percent,
        version: 1,
        submissions: 1,
        submittedAt: ctx.now,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      } as const;
    }),
  });
  for (const { toId } of taken.shares) {
    await armClocks(
      ctx,
      book,
      accounts.filter((one) => one.toId === toId),
    );
  }
  return accounts.map(({ handoffId, toId }) => ({ id: handoffId, toId }));
}

/** Whoever answers for the receiver owes all of theirs from the same moment: working time is reckoned once for a segment. */
async function armClocks(
  ctx: TxCtx,
  { people, settings }: WriteBook,
  accounts: readonly { handoffId: string; segment: string | null }[],
) {
  const segments = new Map(accounts.map(({ handoffId, segment }) => [handoffId, segment]));
  const handoffs = await ctx.tx.handoff.findMany({
    where: { id: { in: [...segments.keys()] }, workspaceId: ctx.workspace.id },
    omit: WITHOUT_BRIEF,
  });
  const all = handoffs.map((handoff) => ({
    handoff,
    segment: segments.get(handoff.id) ?? null,
    people,
    settings,
  }));
  const armed = [...new Set(segments.values())].flatMap((segment) => {
    const [first, ...others] = all.filter((one) => one.segment === segment);
    if (!first) return [];
    return HANDOFFS.running(first.handoff).flatMap((clock) => {
      const timer = clockOf(HANDOFFS, first, clock, ctx.now);
      return [first, ...others].map(({ handoff: { id } }) => ({
        ...timer,
        subject: { ...timer.subject, id },
      }));
    });
  });
  await armTimers(ctx, armed);
  await writeOwed(ctx, HANDOFFS, all);
}

/**
 * What is known of each account by the briefs that were accepted: it need not be written again. What the latest does not
 * say, as another kind asked other things, the one before it does. Of private ones nothing goes on. Accounts without such
 * a brief are not there.
 */
async function loadBookBriefs(
  ctx: TxCtx,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Brief>> {
  const rows = await ctx.tx.$queryRaw<{ id: string; accountId: string; brief: unknown }[]>`
    SELECT h.id, h."accountId", h.brief FROM (
           SELECT DISTINCT ON (h.account_id, h.kind) h.id, h.account_id AS "accountId", h.accepted_at, h.brief FROM handoffs h
            WHERE h.workspace_id = ${uuid(ctx.workspace.id)} AND h.account_id = ANY (${uuids(accountIds)})
              AND h.state IN ('accepted', 'finished') AND h.kind = ANY (${kindsWith('briefGoesOn')}::handoff_kind[]) AND NOT h.private
            ORDER BY h.account_id, h.kind, h.accepted_at DESC, h.id DESC) h
     ORDER BY h.accepted_at, h.id`;
  const known = new Map<string, Brief>();
  for (const { id, accountId, brief } of rows)
    known.set(accountId, passedOn(known.get(accountId) ?? EMPTY_BRIEF, readBrief(brief, id).brief));
  return known;
}

/**
 * The go-live has been; what was open then is not what is now; and why an expansion was asked for is over. Where its
 * answers came from says its own brief.
 */
function passedOn(before: Brief, brief: Brief): Brief {
  const { goLive: _, open: __, whyNow: ___, sources: ____, ...rest } = brief;
  const { promisesSaid, ...known } = before;
  const said = Object.entries(rest).filter(([, value]) => Object.keys(value ?? '').length > 0);
  return BriefSchema.parse({
    ...known,
    ...(!rest.promises && { promisesSaid }),
    ...Object.fromEntries(said),
    quotes: [...before.quotes, ...brief.quotes].slice(-BRIEF_LIMITS.quotes),
  });
}
