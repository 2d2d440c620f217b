import { EMPTY_BRIEF } from '../../../src/handoffs/brief.ts';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';

/** The people a private handoff names: sender, receiver, and who stands in for the one who owes the next step. */
export function isNamed(picture: HandoffPicture, memberId: string | undefined): boolean {
  const { sender, receiver, owes } = picture;
  return [sender.id, receiver.id, owes?.id].some((id) => id !== undefined && id === memberId);
}

/**
 * What anybody may see: of a private handoff its number, its people and its state. Account and content are
 * taken out rather than left unsaid, so that no view can show them by mistake.
 */
export function forOthers(picture: HandoffPicture): HandoffPicture {
  if (!picture.private) return picture;
  return {
    ...picture,
    account: {
      id: '',
      name: 'Private handoff',
      verified: true,
      segment: null,
      stage: 'land',
      plan: null,
      arr: null,
      currency: null,
      contractStart: null,
      renewalOn: null,
      salesOwner: null,
      csOwner: null,
    },
    brief: EMPTY_BRIEF,
    gaps: null,
    finished: picture.finished && { ...picture.finished, askedAgain: [], note: null },
  };
}

/** What this member may see. Nobody in particular: what anybody may. */
export function forMember(picture: HandoffPicture, memberId: string | undefined): HandoffPicture {
  return isNamed(picture, memberId) ? picture : forOthers(picture);
}

/** Account and content were taken out. */
export function isWithheld(picture: HandoffPicture): boolean {
  return picture.private && picture.account.id === '';
}
