import { BAND_WORDS } from '../../src/health/bands.ts';
import type { HealthStanding, Override, Trend } from '../../src/health/standing.ts';
import { clip } from '../kit/clip.ts';
import { dayOf, lastDay } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { type Naming, named } from '../kit/naming.ts';
import { bold, listed, type Markup, md } from '../kit/text.ts';
import { reasonLine } from '../risks/parts/words.ts';
import { trendText, whole } from './words.ts';

const NOTE_SHOWN = 200;
const STALE_SHOWN = 6;
const LABEL_SHOWN = 30;

/** How an account stands, why, and what is not known, a line each. */
export function healthLines(
  standing: HealthStanding,
  trend: Trend | null,
  naming: Naming = 'mention',
): Markup[] {
  const { reasons, stale, override } = standing;
  const shown = stale.slice(0, STALE_SHOWN).map((label) => clip(label, LABEL_SHOWN));
  const more = stale.length - shown.length;
  return [
    headline(standing, trend),
    ...(override ? overrideLines(override, naming) : []),
    ...reasons.map((reason) => md`• ${reasonLine(reason)}`),
    ...(shown.length > 0
      ? [md`Too old to count: ${listed(more > 0 ? [...shown, `${more} more`] : shown)}.`]
      : []),
  ];
}

function headline(standing: HealthStanding, trend: Trend | null): Markup {
  const { score, band, since, fresh, of } = standing;
  if (of === 0 && band === 'unknown')
    return md`${bold('Health unknown.')} No signal that counts was ever seen.`;
  const figure =
    score === null ? bold(`Health ${BAND_WORDS[band]}`) : bold(`Health ${whole(score)}, ${BAND_WORDS[band]}`);
  const how = trend ? `, ${trendText(trend)}` : '';
  const from = since ? md` since ${dayOf(since)}` : md``;
  const tooLittle = band === 'unknown' ? ' That is too little to tell.' : '';
  return md`${figure}${from}${how}. ${fresh} of ${of} signals fresh.${tooLittle}`;
}

/** 'Set by Sample CSM until Dec 3, 2026:', and below it why, as they wrote it. */
function overrideLines({ by, until, note }: Override, naming: Naming): Markup[] {
  const who = by ? named(by, naming) : md`an admin`;
  return [md`Set by ${who} until ${lastDay(until)}:`, quoted(note, NOTE_SHOWN)];
}
