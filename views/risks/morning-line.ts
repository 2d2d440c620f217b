import type { RiskPicture } from '../../src/risks/read/picture.ts';
import type { MorningLine, MorningPart } from '../cases/morning-message.ts';
import { section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { openButton } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { shortTitle } from './parts/naming.ts';
import { shortStateLine } from './parts/state-line.ts';

export interface RiskOfMorning {
  picture: RiskPicture;
  isLate: boolean;
}

/** The risks of somebody's morning. */
export function risksOfMorning(items: readonly RiskOfMorning[], viewerId: string): MorningPart {
  return {
    nouns: ['risk', 'risks'],
    command: '/risk mine',
    lines: items.map((item) => lineOf(item, viewerId)),
  };
}

function lineOf({ picture, isLate }: RiskOfMorning, viewerId: string): MorningLine {
  const isOwn = picture.answers?.id === viewerId;
  const ask = isOwn ? askOf(picture, isLate) : null;
  if (ask) {
    const said = lines([shortTitle(picture), headline(picture, 'mention'), ask.line]);
    return { isOwn, isLate, block: section(said, { accessory: ask.button }) };
  }
  const state = shortStateLine(picture);
  const block = section(lines([shortTitle(picture), isLate ? md`Overdue. ${state}` : state]), {
    accessory: openButton(picture),
  });
  return { isOwn, isLate, block };
}
