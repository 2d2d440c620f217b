import type { KnownBlock } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { Why } from '../../../src/handoffs/routing/routing.ts';
import type { WarningReason } from '../../../src/health/readiness.ts';
import { bandLabel, daysOld } from '../../health/words.ts';
import { context, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { dayOf, when } from '../../kit/dates.ts';
import { option, select } from '../../kit/elements.ts';
import { fullText } from '../../kit/long-text.ts';
import { bold, lines, listed, type Markup, md, mention } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { gapLabels, openGaps } from './brief-blocks.ts';
import { lineInput } from './inputs.ts';
import type { BriefScreen } from './screen.ts';

/** Why it did not go on, on top of what was typed. */
export function bannerBlocks(text: string | null): KnownBlock[] {
  return text ? [section(bold(text))] : [];
}

/** What kind of handoff this is: it goes with the receiver, so the sender is told, and picks where several fit. */
export function kindBlocks({
  kind,
  kinds,
  receiver,
}: Pick<BriefScreen, 'kind' | 'kinds' | 'receiver'>): KnownBlock[] {
  const { title, text } = KINDS[kind].words.explained;
  const said = lines([bold(title), md`${text}`]);
  if (kinds.length > 1) {
    const options = kinds.map((one) => option(one, KINDS[one].words.explained.title));
    return [
      section(said, {
        id: 'kind',
        accessory: select({ action: ACTIONS.kind, options, initial: kind }),
      }),
    ];
  }
  const odd = receiver !== null && kinds.length === 0;
  return [section(said), ...(odd ? [context(NO_KIND(mention(receiver.slackUserId)))] : [])];
}

const NO_KIND = (who: Markup) =>
  md`No kind of handoff goes from your team to ${who}’s, so it’s sent as this one. Not right? Pick someone else.`;

const OWNERS = { sales: 'sales owner', service: 'service owner', cs: 'CS owner' } as const;
const RULES = {
  fewest_accounts: 'fewest accounts',
  least_arr: 'least ARR',
  in_turn: 'next in turn',
} as const;
const TEAM_SHOWN = 80;

/** Why this person is suggested to take over. */
export function suggestedLine(why: Why): Markup {
  if (why.by === 'owner') return md`Suggested: ${OWNERS[why.lane]} of the account`;
  const near = why.near ? ', near your time zone' : '';
  return md`Suggested: ${RULES[why.by]} in ${clip(why.team, TEAM_SHOWN)}${near}`;
}

/** Whoever picks somebody who is away is told, and who answers meanwhile. It is no refusal. */
export function awayBlocks({ receiver, cover }: Pick<BriefScreen, 'receiver' | 'cover'>): KnownBlock[] {
  if (!receiver?.awayUntil) return [];
  const until = when(receiver.awayUntil);
  const who = mention(receiver.slackUserId);
  return [
    context(
      cover
        ? md`${who} is away until ${until}. ${mention(cover.slackUserId)} is covering.`
        : md`${who} is away until ${until}, and no one is covering. It’s due all the same.`,
    ),
  ];
}

/** What was asked for, in the receiver's words and by name, on top of the sender's modal. */
export function gapBlocks({
  gaps,
  criteria,
  brief,
}: Pick<BriefScreen, 'gaps' | 'criteria' | 'brief'>): KnownBlock[] {
  if (!gaps) return [];
  const labels = gapLabels(gaps, criteria);
  const open = openGaps(gaps, criteria, brief).map(({ label }) => label);
  return [
    ...fullText('Their question', gaps.note ?? ''),
    ...(labels.length > 0 ? [section(md`Asked for: ${bold(listed(labels))}`)] : []),
    ...(open.length > 0 && open.length < labels.length
      ? [section(md`Still missing: ${bold(listed(open))}`)]
      : []),
  ];
}

/** Why this may be no time to propose an expansion, and the question that goes with it. It holds nobody up but for the answer. */
export function warningBlocks({ warning, brief, nonce: mark }: BriefScreen): KnownBlock[] {
  if (!warning) return [];
  return [
    section(
      lines([
        bold('Warning: this account may not be ready for an expansion.'),
        ...warning.reasons.map((reason) => md`• ${reasonLine(reason)}`),
      ]),
    ),
    lineInput({
      field: 'whyNow',
      mark,
      label: 'Why ask now',
      hint: 'Why it’s still the right time. Sales sees it with the brief.',
      initial: brief.whyNow,
    }),
  ];
}

const LABEL_SHOWN = 80;

function reasonLine(reason: WarningReason): Markup {
  switch (reason.kind) {
    case 'band':
      return reason.since
        ? md`${bandLabel(reason.band)} since ${dayOf(reason.since)}`
        : md`${bandLabel(reason.band)}`;
    case 'risk':
      return md`A risk has been open since ${dayOf(reason.since)}`;
    case 'signal':
      return md`${clip(reason.label, LABEL_SHOWN)}${amountOf(reason)}, ${daysOld(reason.days)}`;
  }
}

/** What either is or is not has no unit, and its label says that it is. */
function amountOf({ value, unit }: Extract<WarningReason, { kind: 'signal' }>): string {
  if (unit === '' && value === 1) return '';
  const amount = value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return unit === '%' ? ` ${amount}%` : ` ${amount} ${clip(unit, LABEL_SHOWN)}`.trimEnd();
}
