import type { KnownBlock } from '@slack/types';
import type { Stage } from '../../../prisma/generated/client.ts';
import type { AccountFacts, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { context, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted, lines, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { boldTitle, fromTo, stateLine } from './naming.ts';

const STAGES: Record<Stage, string> = { land: 'Land', adopt: 'Adopt', expand: 'Expand', renew: 'Renew' };
const SHOWN = 60;

/** Which handoff, from whom to whom, where it stands, and what the account knows. */
export function headBlocks(handoff: ShownHandoff, naming: Naming): KnownBlock[] {
  return [
    section(lines([boldTitle(handoff), course(handoff, naming), stateLine(handoff, naming)])),
    ...factsBlocks(handoff, naming),
  ];
}

/** The same with how often it came back. */
export function course(handoff: ShownHandoff, naming: Naming): Markup {
  const { returns } = handoff;
  const again = returns === 0 ? '' : returns === 1 ? ', back once' : `, back ${returns} times`;
  return md`${fromTo(handoff, naming)}${again}`;
}

export function factsBlocks(handoff: ShownHandoff, naming: Naming): KnownBlock[] {
  return handoff.readable ? [context(factsLine(handoff.account, naming))] : [];
}

/** What the account knows already, on one line. What it does not know is left out. */
export function factsLine(account: AccountFacts, naming: Naming): Markup {
  const { arr, currency, plan, segment, contractStart, renewalOn, salesOwner, csOwner } = account;
  return dotted([
    ...(account.verified ? [] : ['Not verified yet: made in Slack']),
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(plan ? [`Plan ${clip(plan, SHOWN)}`] : []),
    ...(segment ? [`Segment ${clip(segment, SHOWN)}`] : []),
    ...(contractStart ? [`Contract from ${day(contractStart)}`] : []),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
    `Stage ${STAGES[account.stage]}`,
    ...(salesOwner ? [md`Sales ${named(salesOwner, naming)}`] : []),
    ...(csOwner ? [md`CS ${named(csOwner, naming)}`] : []),
  ]);
}
