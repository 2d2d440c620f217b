import type { RiskPicture } from '../../../src/risks/picture.ts';
import { clip } from '../../kit/clip.ts';
import { type Naming, named } from '../../kit/naming.ts';
import { bold, type Markup, md } from '../../kit/text.ts';

const NAME_SHOWN = 80;
const NAME_SHOWN_IN_A_LIST = 50;

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
export function standingIn({ answers, owner }: RiskPicture, naming: Naming): Markup {
  return owner && answers && answers.id !== owner.id ? md` (standing in for ${named(owner, naming)})` : md``;
}

/** The line for whoever stands in for the owner, or null for anybody else. */
export function youStandIn({ answers, owner }: RiskPicture, memberId: string): Markup | null {
  if (!owner || answers?.id !== memberId || owner.id === memberId) return null;
  return md`You stand in for ${named(owner, 'mention')}.`;
}
