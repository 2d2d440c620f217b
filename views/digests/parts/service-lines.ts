import type { DigestContent } from '../../../src/digests/content.ts';
import { type HandoffService, isEnough, type Share, type Total } from '../../../src/figures/figures.ts';
import { label, RISK_TERMS, SERVICE } from '../../../src/figures/glossary-figures.ts';
import { dayOf, lastDay, workingTime } from '../../kit/dates.ts';
import { type Markup, md, plural } from '../../kit/text.ts';
import { medianText, shareText, short, totalText } from './words.ts';

const TEAMS_SHOWN = 5;
const TEAM_SHOWN = 40;

/** '1 Nov to 30 Nov' */
export function periodText({ period }: DigestContent): Markup {
  return md`${dayOf(new Date(period.from))} to ${lastDay(new Date(period.to))}`;
}

/** How well handoffs were answered, with what it was last quarter. */
export function handoffLines({ figures, lastQuarter }: DigestContent): Markup[] {
  const { handoffs } = figures;
  const then = lastQuarter?.figures.handoffs ?? null;
  const shares = [handoffs.acknowledged, handoffs.accepted, handoffs.kickoff, handoffs.firstPass];
  if (shares.every(({ of }) => of === 0)) return [md`None to count.`];
  const line = (text: string, of: (service: HandoffService) => Share) =>
    md`• ${text}: ${shareText(of(handoffs))}${compared(then && of(then), lastQuarter?.quarter)}`;
  return [
    line(label(SERVICE.acknowledged), ({ acknowledged }) => acknowledged),
    line(label(SERVICE.accepted), ({ accepted }) => accepted),
    line(label(SERVICE.kickoff), ({ kickoff }) => kickoff),
    line(label(SERVICE.firstPass), ({ firstPass }) => firstPass),
    md`• ${label(SERVICE.hoursToAcknowledge)}: ${medianText(handoffs.hoursToAcknowledge, workingTime)}`,
    md`• ${label(SERVICE.hoursToAccept)}: ${medianText(handoffs.hoursToAccept, workingTime)}`,
  ];
}

/** The same by the team that received them. */
export function teamLines({ figures }: DigestContent): Markup[] {
  const { teams } = figures.handoffs;
  const more = teams.length - TEAMS_SHOWN;
  return [
    ...teams
      .slice(0, TEAMS_SHOWN)
      .map(
        ({ team, acknowledged, firstPass }) =>
          md`• ${team === null ? 'No team' : short(team, TEAM_SHOWN)}: ${SERVICE.acknowledged.term} ${shareText(acknowledged)}; ${SERVICE.firstPass.term} ${shareText(firstPass)}`,
      ),
    ...(more > 0 ? [md`And ${more} more.`] : []),
  ];
}

/** How risks ended. */
export function endedLines({ figures, lastQuarter }: DigestContent): Markup[] {
  const { risks, currency } = figures;
  const then = lastQuarter?.figures.risks ?? null;
  return [
    md`• Saved: ${ended(risks.saved, currency)}`,
    md`• Lost: ${ended(risks.lost, currency)}`,
    md`• ${label(RISK_TERMS.saveRate)}: ${shareText(risks.saveRate)}${compared(then?.saveRate ?? null, lastQuarter?.quarter)}`,
  ];
}

const ended = (total: Total, currency: string): string =>
  total.accounts > 0 ? totalText(total, currency) : 'none';

/** What alerts were worth, and how soon customers got what they bought. */
export function otherLines({ figures, lastQuarter }: DigestContent): Markup[] {
  const { risks, firstValue } = figures;
  const then = lastQuarter?.figures.risks.falseAlarms ?? null;
  return [
    md`• ${label(RISK_TERMS.falseAlarms)}: ${shareText(risks.falseAlarms)}${compared(then, lastQuarter?.quarter)}`,
    md`• Time to first value: ${medianText(firstValue, daysText)}`,
  ];
}

const daysText = (days: number): string =>
  days < 1 ? 'less than a day' : plural(Math.round(days), 'day', 'days');

/** '; 75% (30 of 40) in 2026-Q3', where that says something. */
function compared(then: Share | null, quarter: string | undefined): string {
  return then && quarter && isEnough(then) ? `; ${shareText(then)} in ${quarter}` : '';
}
