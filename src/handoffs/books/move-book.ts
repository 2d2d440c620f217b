import { loadPeople } from '../../people/load-people.ts';
import { type People, whyNotReceiver } from '../../people/person.ts';
import { audit, auditAll } from '../../platform/audit.ts';
import { actingMember, type Ctx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { transactOnce } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { personIn } from '../rules/parties.ts';
import { tellOfBook } from '../told/tell-of-book.ts';
import { type BookMoved, MOST_ACCOUNTS, MOST_RECEIVERS } from './book.ts';
import { BOOK_ENTRY, loadBookOwners } from './load-book.ts';
import { takeBook, writeBook } from './write-book.ts';

interface MoveBook {
  /** Whose accounts they are. */
  fromId: string;
  /** Who gets which, the largest first. */
  shares: { toId: string; accountIds: string[] }[];
  /** A line that every receiver reads. */
  note: string;
}

const NOTE_AT_MOST = 300;

/** Passes on accounts of somebody who leaves, or has too many: a handoff of each, all in one transaction. */
export function moveBook(ctx: Ctx, command: MoveBook): Promise<BookMoved | Refusal> {
  return transactOnce(ctx, 'move_book', async (ctx) => {
    const { fromId, shares } = command;
    const actorId = actingMember(ctx);
    const [owner] = await loadBookOwners(ctx, actorId, fromId);
    if (!owner) return NOT_YOURS;
    const people = await loadPeople(ctx.tx, ctx.workspace.id, [
      actorId,
      fromId,
      ...shares.map(({ toId }) => toId),
    ]);
    const from = people.get(fromId);
    if (!from) return NOT_YOURS;
    const note = command.note.replaceAll('\u0000', '').trim();
    const senderId = from.deactivatedAt ? actorId : fromId;
    const refusal =
      whyNotShared(command, note) ?? whyNotReceivers(command, { people, senderId, now: ctx.now });
    if (refusal) return refusal;

    const taken = await takeBook(ctx, command);
    if (isRefusal(taken)) return taken;
    const bookId = newId(ctx.now);
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const handoffs = await writeBook(ctx, { bookId, senderId, people, settings, taken });
    const data = {
      fromId,
      note: note || null,
      shares: taken.shares.map(({ toId, accounts }) => ({ toId, accounts: accounts.length })),
    };
    await audit(ctx, {
      subject: { type: 'book', id: bookId },
      action: 'book.moved',
      data: BOOK_ENTRY.write(data),
    });
    await auditAll(
      ctx,
      handoffs.map(({ id, toId }) => ({
        subject: { type: 'handoff', id },
        action: 'handoff.submitted',
        data: { to: toId, book: bookId },
      })),
    );
    const receivers = taken.shares.map(({ toId }) => personIn({ people }, toId));
    await tellOfBook(ctx, { bookId, people, receivers, mover: personIn({ people }, actorId) });
    return {
      bookId,
      from: from.slackUserId,
      shares: taken.shares.map(({ toId, accounts }) => ({
        to: personIn({ people }, toId).slackUserId,
        accounts: accounts.length,
      })),
      left: taken.left,
    };
  });
}

const NOT_YOURS = refuse(
  'not_yours',
  'Only their manager, their team lead or an admin can move these accounts, and only while they have any.',
);

/** What no window sends, but somebody may. */
function whyNotShared({ shares }: MoveBook, note: string): Refusal | null {
  const ids = shares.flatMap(({ accountIds }) => accountIds);
  const toIds = shares.map(({ toId }) => toId);
  if (toIds.length === 0 || ids.length === 0)
    return refuse('no_share', 'Pick accounts, and who gets them.', 'receivers');
  if (toIds.length > MOST_RECEIVERS || new Set(toIds).size < toIds.length)
    return refuse('many_receivers', `Pick up to ${MOST_RECEIVERS} different people.`, 'receivers');
  if (ids.length > MOST_ACCOUNTS || new Set(ids).size < ids.length)
    return refuse('many_accounts', `Pick up to ${MOST_ACCOUNTS} accounts at once.`, 'accounts');
  return [...note].length > NOTE_AT_MOST
    ? refuse('long_note', `Keep this to ${NOTE_AT_MOST} characters.`, 'note')
    : null;
}

/** Why one of these cannot take over. Being away is a warning and no reason. */
export function whyNotReceivers(
  { fromId, shares }: { fromId: string; shares: readonly { toId: string }[] },
  { people, senderId, now }: { people: People; senderId: string; now: Date },
): Refusal | null {
  for (const { toId } of shares) {
    const person = people.get(toId);
    const refusal = whyNotReceiver(person, fromId, now);
    if (refusal) return { ...refusal, field: 'receivers' };
    if (toId === senderId)
      return refuse(
        'self',
        'Their owner has left. Pick someone else, or reassign these to yourself under Set up.',
        'receivers',
      );
    if (!person?.teams.some(({ lane }) => lane === 'cs'))
      return refuse(
        'not_cs',
        `${person?.name} isn’t in a customer success team. Pick someone who is.`,
        'receivers',
      );
  }
  return null;
}
