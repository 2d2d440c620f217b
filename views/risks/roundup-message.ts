import type { RiskPicture } from '../../src/risks/picture.ts';
import { context, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md, plural } from '../kit/text.ts';
import { openButton } from './parts/buttons.ts';
import { shortTitle } from './parts/naming.ts';
import { shortStateLine } from './parts/state-line.ts';

const SHOWN = 10;

/** Several risks that became overdue at one moment, to one reader. It mentions nobody. */
export function riskRoundupMessage(pictures: readonly RiskPicture[]): Message {
  if (pictures.length === 0) {
    const done = md`These risks are no longer overdue.`;
    return message(done, [section(done)]);
  }
  const headline = md`${plural(pictures.length, 'risk is', 'risks are')} overdue.`;
  const more = pictures.length - SHOWN;
  return message(headline, [
    section(headline),
    ...pictures
      .slice(0, SHOWN)
      .map((picture) =>
        section(lines([shortTitle(picture), shortStateLine(picture)]), { accessory: openButton(picture) }),
      ),
    ...(more > 0 ? [context(md`And ${more} more: \`/risk list\``)] : []),
  ]);
}
