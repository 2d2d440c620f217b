import type { RiskEntry, RiskPicture } from '../../src/risks/read/picture.ts';
import { message, section } from '../kit/blocks.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { evidenceLine } from './parts/body.ts';
import { openButton } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { reasonLine } from './parts/words.ts';

const WORDS_SHOWN = 700;
const REASONS_SHOWN = 3;
/** What tells of a score tells why; what closes a risk does not. */
const WITH_REASONS = ['reopened', 'worsened', 'recovering'];

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody. `alone`:
 * a message of its own, which says of which risk.
 */
export function riskEventMessage(entry: RiskEntry, picture: RiskPicture, alone = false): Message {
  const line = riskEntryLine(entry, 'text');
  const reasons = WITH_REASONS.includes(entry.action) ? (entry.change?.reasons ?? []) : [];
  const evidence = entry.data['evidence'];
  return message(md`${alone ? titleOf(picture) : picture.name}: ${line}`, [
    section(
      lines([
        ...(alone ? [boldTitle(picture)] : []),
        line,
        ...(entry.words ? [quoted(entry.words, WORDS_SHOWN)] : []),
        ...reasons.slice(0, REASONS_SHOWN).map((reason) => md`• ${reasonLine(reason)}`),
        ...(entry.action === 'noted' && typeof evidence === 'string' ? [evidenceLine(evidence)] : []),
      ]),
      alone ? { accessory: openButton(picture) } : {},
    ),
  ]);
}
