import type { RiskPicture } from '../../../src/risks/read/picture.ts';
import { NAME_SHOWN, standingInFor, youStandInFor } from '../../cases/words.ts';
import { clip } from '../../kit/clip.ts';
import { NAME_SHOWN_IN_A_LIST, type Naming } from '../../kit/naming.ts';
import { bold, type Markup } from '../../kit/text.ts';

type Titled = Pick<RiskPicture, 'name' | 'account'>;

/** 'R-7 · Example GmbH' */
export function titleOf({ name, account }: Titled): string {
  return `${name} · ${clip(account.name, NAME_SHOWN)}`;
}

export function boldTitle(picture: Titled): Markup {
  return bold(titleOf(picture));
}

/** The same where many stand below each other. */
export function shortTitle({ name, account }: Titled): Markup {
  return bold(`${name} · ${clip(account.name, NAME_SHOWN_IN_A_LIST)}`);
}

/** ' (standing in for Sample CSM)' where whoever owes the next step is not the owner. */
export const standingIn = ({ answers, owner }: RiskPicture, naming: Naming): Markup =>
  standingInFor({ answers, theirs: owner }, naming);

/** The line for whoever stands in for the owner, or null for anybody else. */
export const youStandIn = ({ answers, owner }: RiskPicture, memberId: string): Markup | null =>
  youStandInFor({ answers, theirs: owner }, memberId);
