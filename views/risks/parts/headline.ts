import { type Band, isWorse } from '../../../src/health/bands.ts';
import type { RiskPicture } from '../../../src/risks/read/picture.ts';
import { bandLabel } from '../../health/words.ts';
import { clip } from '../../kit/clip.ts';
import { type Naming, named } from '../../kit/naming.ts';
import { type Markup, md, plural } from '../../kit/text.ts';
import { points, scoreText } from './words.ts';

const LABEL_SHOWN = 40;

/** Why it is a risk, in one line: from which band to which, how far it fell, what happened, or who says so. */
export function headline(picture: RiskPicture, naming: Naming): Markup {
  const again = ['', ', opened again'][picture.reopens] ?? `, opened again ${picture.reopens} times`;
  return md`${cause(picture, naming)}${again}`;
}

function cause({ rule, fromBand, severity, score, opening, openedBy }: RiskPicture, naming: Naming): Markup {
  const now = score === null ? '' : `, score ${scoreText(score)}`;
  const moved =
    fromBand !== null && isWorse(severity, fromBand) ? `${course(fromBand, severity)}${now}` : null;
  switch (rule) {
    case 'flagged': {
      const urgent = severity === 'critical' ? ' as urgent' : '';
      return openedBy ? md`Flagged${urgent} by ${named(openedBy, naming)}` : md`Flagged${urgent}`;
    }
    case 'exception':
      return md`${clip(opening?.label ?? 'Something serious was seen', LABEL_SHOWN)}${now}`;
    case 'fell': {
      if (moved || !opening || opening.scoreBefore === null || opening.score === null) break;
      const fallen = points(opening.scoreBefore - opening.score);
      const within = opening.fallDays > 0 ? ` in ${plural(opening.fallDays, 'day', 'days')}` : '';
      return md`Fell ${fallen} to ${scoreText(opening.score)}${within}`;
    }
  }
  return md`${moved ?? `${bandLabel(severity)}${now}`}`;
}

/** 'Healthy to At risk' */
export function course(from: Band | null, to: Band): string {
  return from === null || from === to ? bandLabel(to) : `${bandLabel(from)} to ${bandLabel(to)}`;
}
