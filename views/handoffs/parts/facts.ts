import type { Stage } from '../../../prisma/generated/client.ts';
import type { AccountFacts } from '../../../src/handoffs/picture.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted, type Naming, named } from '../../kit/naming.ts';
import { type Markup, md } from '../../kit/text.ts';

const STAGES: Record<Stage, string> = { land: 'Land', adopt: 'Adopt', expand: 'Expand', renew: 'Renew' };
const SHOWN = 60;

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
