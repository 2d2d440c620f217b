import type { DigestContent } from '../../../src/digests/content.ts';
import { type HandoffService, isEnough, type Share } from '../../../src/figures/figures.ts';
import { RISK_TERMS, SERVICE } from '../../../src/figures/glossary-figures.ts';
import { dayOf, lastDay, workingTime } from '../../kit/dates.ts';
import { type Figure, medianText, percentOf, shareText } from '../../kit/figures.ts';
import { type Markup, md, plural } from '../../kit/text.ts';
import { quarterName, short, totalText } from './words.ts';

const TEAMS_SHOWN = 5;
const TEAM_SHOWN = 40;

/** '1 Nov to 30 Nov' */
export function periodText({ period }: DigestContent): Markup {
  return md`${dayOf(new Date(period.from))} to ${lastDay(new Date(period.to))}`;
}

/** How well handoffs were answered, with what it was last quarter. */
export function handoffFigures({ figures, lastQuarter }: DigestContent): Figure[] {
  const { handoffs } = figures;
  const then = lastQuarter?.figures.handoffs ?? null;
  const share = (which: 'acknowledged' | 'accepted' | 'kickoff' | 'firstPass'): Figure => ({
    name: SERVICE[which].term,
    text: withBefore(handoffs[which], then?.[which] ?? null, lastQuarter?.quarter),
  });
  const median = (which: 'hoursToAcknowledge' | 'hoursToAccept'): Figure => ({
    name: SERVICE[which].term,
    text: medianText(handoffs[which], workingTime),
  });
  return [
    ...(['acknowledged', 'accepted', 'kickoff', 'firstPass'] as const).map(share),
    ...(['hoursToAcknowledge', 'hoursToAccept'] as const).map(median),
  ];
}

/** The same by the team that received them; nothing of a team with too few. */
export function teamLines({ figures }: DigestContent): Markup[] {
  const told = figures.handoffs.teams.flatMap((one) => {
    const parts = teamParts(one);
    return parts === ''
      ? []
      : [md`• ${one.team === null ? 'No team' : short(one.team, TEAM_SHOWN)}: ${parts}`];
  });
  const more = told.length - TEAMS_SHOWN;
  return [
    ...told.slice(0, TEAMS_SHOWN),
    ...(more > 0 ? [md`${plural(more, 'more team', 'more teams')}`] : []),
  ];
}

function teamParts(service: HandoffService): string {
  return (['acknowledged', 'firstPass'] as const)
    .flatMap((which) => {
      const text = shareText(service[which]);
      return text === null ? [] : [`${SERVICE[which].term} ${text}`];
    })
    .join('; ');
}

/** How risks ended. */
export function endedFigures({ figures, lastQuarter }: DigestContent): Figure[] {
  const { risks, currency } = figures;
  const then = lastQuarter?.figures.risks ?? null;
  const total = (which: 'saved' | 'lost'): Figure[] =>
    risks[which].accounts > 0
      ? [{ name: RISK_TERMS[which].term, text: totalText(risks[which], currency) }]
      : [];
  return [
    ...total('saved'),
    ...total('lost'),
    {
      name: RISK_TERMS.saveRate.term,
      text: withBefore(risks.saveRate, then?.saveRate ?? null, lastQuarter?.quarter),
    },
  ];
}

/** What alerts were worth, and how soon customers got what they bought. */
export function otherFigures({ figures, lastQuarter }: DigestContent): Figure[] {
  const { risks, firstValue } = figures;
  const then = lastQuarter?.figures.risks.falseAlarms ?? null;
  return [
    {
      name: RISK_TERMS.falseAlarms.term,
      text: withBefore(risks.falseAlarms, then, lastQuarter?.quarter),
    },
    { name: 'time to first value', text: medianText(firstValue, daysText) },
  ];
}

const daysText = (days: number): string =>
  days < 1 ? 'less than a day' : plural(Math.round(days), 'day', 'days');

/** '80% (8 of 10), was 75% in Q3 2026'; the former only where it says something. */
function withBefore(now: Share, then: Share | null, quarter: string | undefined): string | null {
  const text = shareText(now);
  if (text === null || !then || !quarter || !isEnough(then)) return text;
  return `${text}, was ${percentOf(then)} in ${quarterName(quarter)}`;
}
