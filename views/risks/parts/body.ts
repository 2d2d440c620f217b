import type { KnownBlock } from '@slack/types';
import type { AccountFacts } from '../../../src/handoffs/read/details.ts';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import { bandText, whyBandLine } from '../../health/words.ts';
import { context, section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { quoted } from '../../kit/long-text.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted, lines, link, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { boldTitle, stateLine, why } from './naming.ts';
import { reasonLine, recordLines, slideLine, slideText } from './words.ts';

const WORDS_SHOWN = 500;
const REASONS_SHOWN = 3;

/** What a risk is about, why, whose it is and where it stands. Whoever is asked reads what is asked in place of that. */
export function bodyBlocks(risk: RiskDetails, naming: Naming, asking: readonly Markup[] = []): KnownBlock[] {
  const { rule, reasons, note, evidence, resolution, slide, state } = risk;
  const isAsked = asking.length > 0;
  return [
    section(
      lines([
        ...(isAsked ? asking : [boldTitle(risk)]),
        slide
          ? md`${isAsked ? slideText(slide) : why(risk, naming)}. ${slideLine(slide)}`
          : why(risk, naming),
        ...reasons
          .slice(0, REASONS_SHOWN)
          .map((reason) => md`• ${reasonLine(reason, rule === 'slide' ? 'usually' : 'was')}`),
        ...(slide && state !== 'resolved' ? recordLines(slide) : []),
        ...healthNow(risk),
      ]),
    ),
    ...(note ? [section(quoted(note, WORDS_SHOWN))] : []),
    ...(evidence ? [context(evidenceLine(evidence))] : []),
    context(factsLine(risk.account, naming)),
    ...(isAsked ? [] : [section(stateLine(risk, naming))]),
    ...(resolution ? [section(quoted(resolution, WORDS_SHOWN))] : []),
  ];
}

/** The band of today, where the score points to another. */
function healthNow({ state, health: { band, score, why } }: RiskDetails): Markup[] {
  return why && state !== 'resolved' ? [md`Health now: ${bandText(band, score)}. ${whyBandLine(why)}`] : [];
}

export function evidenceLine(evidence: string): Markup {
  return md`Seen in ${link(evidence, 'this message')}.`;
}

/** What is at stake, and who is responsible in both teams. */
export function factsLine(account: AccountFacts, naming: Naming): Markup {
  const { salesOwner, serviceOwner, csOwner } = account;
  return dotted([
    stakeLine(account),
    salesOwner ? md`Sales: ${named(salesOwner, naming)}` : 'No sales owner',
    ...(serviceOwner ? [md`Service: ${named(serviceOwner, naming)}`] : []),
    csOwner ? md`CS: ${named(csOwner, naming)}` : 'No CS owner',
  ]);
}

/** '€240K ARR · Renewal Oct 31, 2027'; empty where neither is known. */
export function stakeLine({
  arr = null,
  currency = null,
  renewalOn = null,
}: Partial<Pick<AccountFacts, 'arr' | 'currency' | 'renewalOn'>>): Markup {
  return dotted([
    arr === null ? '' : `${formatMoney(arr, currency ?? '')} ARR`,
    renewalOn ? `Renewal ${day(renewalOn)}` : '',
  ]);
}
