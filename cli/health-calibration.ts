import type { Command } from 'commander';
import { BAND_WORDS } from '../src/health/bands.ts';
import {
  type Calibration,
  NEEDED,
  type TypeRecord,
  type Verdict,
} from '../src/health/calibration/calibration.ts';
import { CARD_DAYS, type Depth, NEEDED_SLIDES } from '../src/health/calibration/depth.ts';
import type { Share } from '../src/health/calibration/estimates.ts';
import { loadCalibration } from '../src/health/calibration/load-calibration.ts';
import { wrap } from '../src/health/read/explain-band.ts';
import { count, cut } from '../src/platform/text.ts';
import { isoDay } from '../src/time/day.ts';
import { type Io, table } from './io.ts';
import { inWorkspace } from './open.ts';

const TYPE_SHOWN = 40;

export function registerCalibration(health: Command, io: Io): void {
  health
    .command('calibration')
    .description('show how bands, cards and signals did against who left')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        io.write(calibrationText(await loadCalibration(ctx)));
      }),
    );
}

/** All of it, at most 100 columns wide. */
export function calibrationText(calibration: Calibration): string {
  const lines = [
    ...head(calibration),
    '',
    ...bandLines(calibration),
    '',
    ...cardLines(calibration),
    '',
    ...typeLines(calibration.types),
  ];
  return `${lines.join('\n')}\n`;
}

const paragraph = (text: string): string => wrap(text).join('\n');

function head({ at, accounts, isCut, left, leftOfKnown, verdict, low, healthy }: Calibration): string[] {
  const of = isCut ? `the first ${count(accounts, 'account')}` : count(accounts, 'account');
  return [
    `As of ${isoDay(at)}, of ${of}. ${count(left, 'customer')} left, ${leftOfKnown} with a band known in time.`,
    paragraph(verdictText(verdict, { low, healthy, left: leftOfKnown })),
    'Ranges are where the true share lies, 9 times in 10.',
  ];
}

function verdictText(
  verdict: Verdict,
  { low, healthy, left }: Record<'low' | 'healthy', Share> & { left: number },
) {
  if (verdict.says === 'too_early') {
    const needed = `${NEEDED.left}, ${NEEDED.starts} and ${NEEDED.starts} are needed`;
    return `Too early to tell, n=${left} that left, ${low.of} quarters begun at risk or critical, ${healthy.of} healthy: ${needed}.`;
  }
  const { value, from, to } = verdict.difference;
  const points = (share: number) => (share * 100).toFixed(0);
  const said = {
    foretells: 'Bands foretell who leaves',
    nothing: 'Bands foretell nothing here',
    reversed: 'Bands are the wrong way round: healthy accounts leave more',
  }[verdict.says];
  return `${said}: ${points(value)} points (${points(from)} to ${points(to)}) more left of those at risk or critical than of healthy ones. Chance gives 0.`;
}

function bandLines({ bands, all }: Calibration): string[] {
  const rows = bands.map(({ band, left }) => [BAND_WORDS[band], ...shareCells(left), percent(all)]);
  return laid([
    ['QUARTER BEGUN IN', 'N', 'LEFT IN 2 QUARTERS', 'RANGE', 'BY CHANCE'],
    ...rows,
    ['any of these', ...shareCells(all), ''],
  ]);
}

function cardLines({ cards }: Calibration): string[] {
  const { told, cameTrue, left, chance, depth } = cards;
  return [
    ...laid([
      [`CARDS ABOUT SLIDES: ${told}`, 'N', 'SHARE', 'RANGE', 'BY CHANCE'],
      ['came true, of those judged', ...shareCells(cameTrue), 'not known'],
      [
        `left within ${CARD_DAYS} days`,
        ...shareCells(left),
        chance.of === 0 ? '–' : `${percent(chance)} (${rangeOf(chance)}, n=${chance.of})`,
      ],
    ]),
    '',
    ...depthLines(depth),
  ];
}

function depthLines({ says, ended, left, curve, heldOut }: Depth): string[] {
  if (heldOut === null) {
    const { known, left: gone, stayed } = NEEDED_SLIDES;
    return [
      paragraph(
        `Whether deeper slides foretell more: too early to tell, n=${ended}, ${left} that ended in leaving: ${known}, ${gone} and ${stayed} that did not are needed. Until then cards don’t say how slides ended.`,
      ),
    ];
  }
  const said = {
    foretells: 'How far an account fell foretells who leaves. Cards say how slides of that depth ended',
    nothing: 'How far an account fell foretells nothing here. Cards say how all slides ended',
  }[says === 'foretells' ? says : 'nothing'];
  const { value, from, to } = heldOut;
  return [
    ...laid([
      ['FALL, POINTS', 'N', `LEFT IN ${CARD_DAYS} DAYS`, 'RANGE'],
      ...curve.map((step) => [`${step.from.toFixed(0)} to ${step.to.toFixed(0)}`, ...shareCells(step.share)]),
    ]),
    paragraph(
      `${said}: with each tenth of the accounts foretold by the others, the slide that ended in leaving was foretold more in ${percentOf(value)} (${percentOf(from)} to ${percentOf(to)}) of pairs. Chance gives 50% or a little less.`,
    ),
  ];
}

const SAYS: Record<TypeRecord['says'], string> = { carries: 'carries', not: 'does not', too_few: 'too few' };

function typeLines(types: readonly TypeRecord[]): string[] {
  if (types.length === 0) return ['Signals before leaving: none to compare yet.'];
  const rows = types.map(({ type, left, stayed, fellMore, says }) => [
    cut(type, TYPE_SHOWN),
    `${left}`,
    `${stayed}`,
    fellMore ? `${percentOf(fellMore.value)}` : '–',
    fellMore ? `${percentOf(fellMore.from)}–${percentOf(fellMore.to)}` : '–',
    SAYS[says],
  ]);
  const judged = types.filter(({ says }) => says !== 'too_few').length;
  return [
    ...laid([['SIGNAL', 'LEFT', 'STAYED', 'FELL MORE', 'RANGE', ''], ...rows]),
    paragraph(
      `Of pairs of a customer that left and one that stayed, how often the signal of the former had fallen more, 60 to 180 days before. Chance gives 50%, and lets ${(judged / 20).toFixed(1)} of the ${judged} judged seem to carry. Fewer than ${NEEDED.ofType} on either side are too few.`,
    ),
  ];
}

const laid = (rows: readonly (readonly string[])[]): string[] => table(rows).trimEnd().split('\n');

const percentOf = (share: number): string => `${(share * 100).toFixed(0)}%`;

function percent({ met, of }: Share): string {
  return of === 0 ? '–' : percentOf(met / of);
}

const rangeOf = ({ from, to }: Share): string => `${percentOf(from)}–${percentOf(to)}`;

function shareCells(share: Share): [n: string, share: string, range: string] {
  const { met, of } = share;
  return [`${of}`, of === 0 ? '–' : `${percent(share)} (${met})`, of === 0 ? '–' : rangeOf(share)];
}
