import type { KnownBlock } from '@slack/types';
import type { AccountFacts } from '../../../src/handoffs/read/details.ts';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
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
export function bodyBlocks(risk: RiskDetails, naming: Naming, first: Markup = boldTitle(risk)): KnownBlock[] {
  const { reasons, note, evidence, resolution } = risk;
  return [
    section(
      lines([
        first,
        headline(risk, naming),
        ...reasons.slice(0, REASONS_SHOWN).map((reason) => md`• ${reasonLine(reason)}`),
      ]),
    ),
    ...(note ? [section(quoted(note, WORDS_SHOWN))] : []),
    ...(evidence ? [context(evidenceLine(evidence))] : []),
    context(factsLine(risk.account, naming)),
    section(stateLine(risk, naming)),
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
