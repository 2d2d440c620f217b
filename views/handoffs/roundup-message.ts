import type { KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../src/handoffs/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rights.ts';
import { context, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md, plural } from '../kit/text.ts';
import { openButton, reassignButton } from './parts/buttons.ts';
import { shortTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface RoundupItem {
  picture: ShownHandoff;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

const SHOWN = 7;

/** Several handoffs that became overdue at one moment, to one reader. */
export function roundupMessage(items: readonly RoundupItem[]): Message {
  if (items.length === 0) {
    const done = md`These handoffs are no longer overdue.`;
    return message(done, [section(done)]);
  }
  const headline = md`${plural(items.length, 'handoff is', 'handoffs are')} overdue.`;
  const more = items.length - SHOWN;
  return message(headline, [
    section(headline),
    ...items.slice(0, SHOWN).map(itemBlock),
    ...(more > 0 ? [context(md`And ${more} more: \`/handoff list\``)] : []),
  ]);
}

function itemBlock({ picture, roles }: RoundupItem): KnownBlock {
  const isOut = picture.state === 'submitted' || picture.state === 'acknowledged';
  const text = lines([shortTitle(picture), stateLine(picture, 'mention')]);
  if ((isOut || !picture.readable) && may('propose_receiver', roles, picture.private))
    return section(text, { accessory: reassignButton(picture) });
  return section(text, picture.readable ? { accessory: openButton(picture) } : {});
}
