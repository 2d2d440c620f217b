import type { AccountHealth, Stage } from '../../../prisma/generated/client.ts';
import { count, cut, plain } from '../../platform/text.ts';
import { isoMinute } from '../../time/day.ts';
import { BAND_WORDS, bandOf } from '../bands.ts';
import { cutsFor, type HealthConfig } from '../config.ts';
import { overrideOf } from '../override.ts';
import type { Score } from '../score.ts';
import { type BandWhy, whyBand } from '../why-band.ts';

export const WIDTH = 100;

/** At most two decimals, and none that say nothing. */
export function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A score: one decimal, rounded as the points are that add up to it. */
export function tenth(score: number): string {
  return (Math.round(score * 10) / 10).toFixed(1);
}

export const minute = (at: Date): string => `${isoMinute(at)} UTC`;

/** Each column's width; figures stand to the right. The last takes what is left. */
const COLUMNS = [
  { width: 22 },
  { width: 16, right: true },
  { width: 5, right: true },
  { width: 11, right: true },
  { width: 5, right: true },
  { width: 6, right: true },
  { width: 6, right: true },
  { width: 15 },
] as const;

export function lay(cells: readonly string[]): string {
  const laid = COLUMNS.map((column, index) => {
    const text = cut(cells[index] ?? '', column.width);
    const blank = ' '.repeat(column.width - [...text].length);
    return 'right' in column ? blank + text : text + blank;
  });
  return laid.join('  ').trimEnd();
}

/** Broken between words, later lines set in. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).flatMap(pieces)) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if ([...longer].length <= WIDTH) line = longer;
    else {
      lines.push(line);
      line = `${indent || '    '}${word}`;
    }
  }
  return [...lines, line];
}

/** A word that fits no line is cut into some that do. */
function pieces(word: string): string[] {
  const characters = [...word];
  const most = WIDTH - 8;
  const found: string[] = [];
  for (let at = 0; at < characters.length; at += most) found.push(characters.slice(at, at + most).join(''));
  return found;
}

export interface Standing {
  account: { stage: Stage };
  config: HealthConfig;
  now: Date;
  /** Null: it was never evaluated. */
  health: AccountHealth | null;
  /** Who said that the band is another. */
  overrideBy: string | null;
}

/** How the band stands to the score, and what moves it when. */
export function bandLines(
  { account, config, now, health, overrideBy }: Standing,
  score: Score,
  say: (why: BandWhy) => string,
): string[] {
  const cuts = cutsFor(config, account.stage);
  const cutsLine = `Cuts in the stage ${account.stage}: healthy from ${figure(cuts.healthy)}, watch from ${figure(cuts.watch)}, at risk from ${figure(cuts.at_risk)}, critical below.`;
  if (!health?.band || !health.bandSince) return [cutsLine];
  const latest = score.known ? 'Band' : 'Band when it was last known';
  const lines = [cutsLine, `${latest}: ${BAND_WORDS[health.band]} since ${minute(health.bandSince)}.`];
  const why = whyBand(
    { ...health, overrideBand: null },
    { config, stage: account.stage, now },
    score.known ? score.value : null,
  );
  if (why)
    lines.push(`By its score alone it would be ${BAND_WORDS[bandOf(score.value ?? 0, cuts)]}. ${say(why)}`);
  if (health.fallSince)
    lines.push(
      `It has fallen by ${figure(config.fall.points)} points or more within ${count(config.fall.days, 'day')}, since ${minute(health.fallSince)}.`,
    );
  const override = overrideOf(health, now);
  if (override && health.overrideUntil) {
    const who = overrideBy === null ? '' : ` by ${plain(overrideBy)}`;
    lines.push(
      `Override${who}: ${BAND_WORDS[override]} until ${minute(health.overrideUntil)}. "${plain(health.overrideNote ?? '')}"`,
    );
  }
  if (health.dueAt && health.dueAt <= now)
    lines.push('It is about to be evaluated: the band may follow then.');
  return lines;
}
