import type { KnownBlock } from '@slack/types';
import type { AccountFacts, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { context, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted, lines, link, type Markup, md, type Naming } from '../../kit/text.ts';
import { boldTitle, fromTo, stateLine } from './naming.ts';

const SHOWN = 60;

/** Which handoff, from whom to whom, where it stands, and what the account knows. */
export function headBlocks(handoff: ShownHandoff, naming: Naming): KnownBlock[] {
  return [
    section(lines([boldTitle(handoff), course(handoff, naming), stateLine(handoff, naming)])),
    ...factsBlocks(handoff),
  ];
}

/** The same with how often more was asked for. */
export function course(handoff: ShownHandoff, naming: Naming): Markup {
  const { returns } = handoff;
  const times =
    returns === 0 ? '' : returns === 1 ? 'asked for more once' : `asked for more ${returns} times`;
  return dotted([fromTo(handoff, naming), times]);
}

export function factsBlocks(handoff: ShownHandoff): KnownBlock[] {
  const facts: (string | Markup)[] = handoff.readable ? factsOf(handoff.account) : [];
  if (handoff.readable && handoff.kickoffLink)
    facts.push(link(handoff.kickoffLink, `Open the ${handoff.finish.what}`));
  return facts.length > 0 ? [context(dotted(facts))] : [];
}

/** The same to whoever writes the brief, who need not say it. */
export function onFile(account: AccountFacts): KnownBlock[] {
  const facts = factsOf(account);
  return facts.length > 0 ? [context(md`On file: ${dotted(facts)}`)] : [];
}

/** What the account knows already, each with few words. What it does not know is left out. */
function factsOf({
  verified,
  arr,
  currency,
  plan,
  segment,
  contractStart,
  renewalOn,
}: AccountFacts): string[] {
  return [
    ...(verified ? [] : ['Created in Slack, not confirmed yet']),
    ...(arr === null ? [] : [`${formatMoney(arr, currency ?? '')} ARR`]),
    ...(plan ? [clip(plan, SHOWN)] : []),
    ...(segment ? [clip(segment, SHOWN)] : []),
    ...(contractStart ? [`contract from ${day(contractStart)}`] : []),
    ...(renewalOn ? [`renews ${day(renewalOn)}`] : []),
  ];
}
