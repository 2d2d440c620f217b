import type { KnownBlock } from '@slack/types';
import type { AccountFacts } from '../../../src/handoffs/read/picture.ts';
import type { RiskPicture } from '../../../src/risks/read/picture.ts';
import { context, section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { quoted } from '../../kit/long-text.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted, lines, link, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { boldTitle, headline, stateLine } from './naming.ts';
import { reasonLine } from './words.ts';

const WORDS_SHOWN = 500;
const REASONS_SHOWN = 3;

/** What a risk is about, why, whose it is and where it stands, below its title. */
export function bodyBlocks(
  picture: RiskPicture,
  naming: Naming,
  first: Markup = boldTitle(picture),
): KnownBlock[] {
  const { reasons, note, evidence, resolution } = picture;
  return [
    section(
      lines([
        first,
        headline(picture, naming),
        ...reasons.slice(0, REASONS_SHOWN).map((reason) => md`• ${reasonLine(reason)}`),
      ]),
    ),
    ...(note ? [section(quoted(note, WORDS_SHOWN))] : []),
    ...(evidence ? [context(evidenceLine(evidence))] : []),
    context(factsLine(picture.account, naming)),
    section(stateLine(picture, naming)),
    ...(resolution ? [section(quoted(resolution, WORDS_SHOWN))] : []),
  ];
}

export function evidenceLine(evidence: string): Markup {
  return md`Seen in ${link(evidence, 'this message')}.`;
}

/** What is at stake, and who is responsible in both teams. */
export function factsLine(account: AccountFacts, naming: Naming): Markup {
  const { arr, currency, renewalOn, salesOwner, csOwner } = account;
  return dotted([
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
    salesOwner ? md`Sales ${named(salesOwner, naming)}` : 'No sales owner',
    csOwner ? md`CS ${named(csOwner, naming)}` : 'No CS owner',
  ]);
}
