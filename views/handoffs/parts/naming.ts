import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { NAME_SHOWN, standingInFor, youStandInFor } from '../../cases/words.ts';
import { clip } from '../../kit/clip.ts';
import { NAME_SHOWN_IN_A_LIST, type Naming, named } from '../../kit/naming.ts';
import { bold, type Markup, md } from '../../kit/text.ts';

/** 'H-12 · Example GmbH' */
export function titleOf(picture: ShownHandoff): string {
  return `${picture.name} · ${aboutOf(picture, NAME_SHOWN)}`;
}

export function boldTitle(picture: ShownHandoff): Markup {
  return bold(titleOf(picture));
}

/** The same where many stand below each other. */
export function shortTitle(picture: ShownHandoff): Markup {
  return bold(`${picture.name} · ${aboutOf(picture, NAME_SHOWN_IN_A_LIST)}`);
}

function aboutOf(picture: ShownHandoff, shown: number): string {
  return picture.readable ? clip(picture.account.name, shown) : 'Private handoff';
}

/** Behind the title, where it is not the common kind. Ends with a comma. */
export function asExpansion({ kind }: ShownHandoff): string {
  return KINDS[kind].words.aside;
}

/** 'From Sample Rep to Sample CSM', with what it is where it is not the common kind. */
export function fromTo({ kind, sender, receiver }: ShownHandoff, naming: Naming): Markup {
  return md`${KINDS[kind].words.from} ${named(sender, naming)} to ${named(receiver, naming)}`;
}

const answering = ({ owes: answers, state, sender, receiver }: ShownHandoff) => ({
  answers,
  theirs: state === 'returned' ? sender : receiver,
});

/** ' (standing in for Sample CSM)' where whoever owes the next step is neither sender nor receiver. */
export const standingIn = (picture: ShownHandoff, naming: Naming): Markup =>
  standingInFor(answering(picture), naming);

/** The line for whoever stands in for somebody, or null for anybody else. */
export const youStandIn = (picture: ShownHandoff, memberId: string): Markup | null =>
  youStandInFor(answering(picture), memberId);
