import { splitBook } from '../../src/handoffs/books/book.ts';
import { loadBookOwners } from '../../src/handoffs/books/load-book.ts';
import { moveBook, whyNotReceivers } from '../../src/handoffs/books/move-book.ts';
import { loadBookAccounts } from '../../src/home/load-my-accounts.ts';
import { loadBySlackIds } from '../../src/people/load-people.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import {
  bookMovedView,
  bookOwnerView,
  bookPartsView,
  bookPreviewView,
  decodePlan,
} from '../../views/home/book-views.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';
import { chosenPeople } from './setup/admin.ts';

// Whose, which and to whom, as it would be: one window after the other, and each step asks anew who may.

const NOT_YOURS = refuse(
  'not_yours',
  'You can’t move these accounts, or there are none left. Start again from Home.',
);

/** *Move accounts…*, on Home. */
export const moveBookClick: ClickHandler = {
  opens: 'Move accounts',
  view: async (visit) => bookOwnerView(await loadBookOwners(visit, visit.me.id)),
};

export const submitBookOwner: SubmissionHandler = async (visit, submission) => {
  const picked = submission.fields.get('owner')?.value;
  if (!picked) return closeOr(submission, refuse('no_owner', 'Pick the current owner.', 'owner'));
  const [owner] = await loadBookOwners(visit, visit.me.id, readId(picked));
  if (!owner) return closeOr(submission, { ...NOT_YOURS, field: 'owner' });
  return { update: bookPartsView(owner, await loadBookAccounts(visit, owner.id)) };
};

export const submitBookParts: SubmissionHandler = async (visit, submission) => {
  const { fromId } = decodePlan(submission.view.private_metadata);
  const [owner] = await loadBookOwners(visit, visit.me.id, fromId);
  if (!owner) return closeOr(submission, NOT_YOURS);
  const receivers = await receiversOf(visit, chosenPeople(submission, 'receivers'));
  if (isRefusal(receivers)) return closeOr(submission, receivers);
  const people = new Map(receivers.map((person) => [person.id, person]));
  const senderId = owner.hasLeft ? visit.me.id : owner.id;
  const toIds = receivers.map(({ id }) => id);
  const shares = toIds.map((toId) => ({ toId }));
  const unfit = whyNotReceivers({ fromId, shares }, { people, senderId, now: visit.now });
  if (unfit) return closeOr(submission, unfit);

  const { movable, currency } = await loadBookAccounts(visit, fromId);
  const picked = new Set(submission.fields.get('accounts')?.ticked);
  const accounts = picked.size === 0 ? movable : movable.filter(({ id }) => picked.has(id));
  if (accounts.length === 0)
    return closeOr(
      submission,
      refuse('nothing_left', 'None of these can be moved any more. Pick others.', 'accounts'),
    );
  const split = splitBook(accounts, toIds).map((share) => {
    const to = people.get(share.toId);
    if (!to) throw new Error('picked person missing');
    const awayUntil = to.awayUntil && to.awayUntil > visit.now ? to.awayUntil : null;
    return { ...share, to: { slackUserId: to.slackUserId, awayUntil } };
  });
  return { update: bookPreviewView({ owner, shares: split, currency }) };
};

export const submitBookPreview: SubmissionHandler = async (visit, submission) => {
  const { fromId, shares } = decodePlan(submission.view.private_metadata);
  const moved = await moveBook(visit, {
    fromId,
    shares: shares.filter(({ accountIds }) => accountIds.length > 0),
    note: submission.fields.get('note')?.value ?? '',
  });
  return isRefusal(moved) ? closeOr(submission, moved) : { update: bookMovedView(moved) };
};

/** In the order in which they were picked. */
async function receiversOf(visit: Visit, slackUserIds: readonly string[]) {
  const field = 'receivers';
  if (slackUserIds.length === 0) return refuse('no_receiver', 'Pick at least one new owner.', field);
  const people = await loadBySlackIds(visit, slackUserIds);
  return people.length < slackUserIds.length
    ? refuse('unknown_person', 'Baton hasn’t met everyone you picked yet. Pick other people for now.', field)
    : people;
}
