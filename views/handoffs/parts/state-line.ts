import type { ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { withSnooze } from '../../cases/words.ts';
import { day, dueText, when } from '../../kit/dates.ts';
import { type Naming, named } from '../../kit/naming.ts';
import { type Markup, md } from '../../kit/text.ts';
import { standingIn } from './naming.ts';

/** Where the handoff stands, in one sentence: who, and until when. */
export function stateLine(picture: ShownHandoff, naming: Naming): Markup {
  return withSnooze(sentence(picture, naming), picture.owes && picture.snoozedUntil);
}

function sentence(picture: ShownHandoff, naming: Naming): Markup {
  const { state, acknowledgedBy, acceptedBy, acceptedAt, cancelledAt, finished, dueAt } = picture;
  const owes = named(picture.owes ?? (state === 'returned' ? picture.sender : picture.receiver), naming);
  const standing = standingIn(picture, naming);
  switch (state) {
    case 'draft':
      return md`Not handed over yet.`;
    case 'submitted':
      return md`Waiting for ${owes}${standing} to acknowledge it.${dueText(dueAt)}`;
    case 'acknowledged': {
      const by = acknowledgedBy ? named(acknowledgedBy, naming) : owes;
      return md`${by} has seen it. ${owes}${standing} decides.${dueText(dueAt)}`;
    }
    case 'returned':
      return md`Back with ${owes}${standing}, who was asked for more.${dueText(dueAt)}`;
    case 'accepted':
      return md`Accepted by ${named(acceptedBy ?? picture.receiver, naming)}${at(acceptedAt)}.`;
    case 'finished': {
      if (!finished) throw new Error('finish missing of a finished handoff');
      const by = finished.by ? md` by ${named(finished.by, naming)}` : md``;
      return md`${picture.finish.held} ${day(finished.heldOn)}. Finished${by}${at(finished.at)}.`;
    }
    case 'cancelled':
      return md`Cancelled${at(cancelledAt)}.`;
  }
}

const at = (date: Date | null): Markup => (date ? md`, ${when(date)}` : md``);
