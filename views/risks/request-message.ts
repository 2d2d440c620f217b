import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { message } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, type Markup, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { bodyBlocks } from './parts/body.ts';
import { actionBlock, type May } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { boldTitle, titleOf, youStandIn } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** The DM to whoever is to take it: the owner, who stands in for them, or who has to find one. Later, what became of it. */
export function riskRequestMessage(
  picture: RiskPicture,
  reader: { memberId: string; isAsked: boolean; may: May },
): Message {
  const ask = reader.isAsked && picture.clock === 'claim' ? askOf(picture, false) : null;
  const actions = actionBlock(picture, reader.may);
  if (!ask)
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      ...bodyBlocks(picture, 'mention'),
      actions,
    ]);
  const why = youStandIn(picture, reader.memberId) ?? unowned(picture);
  const first = md`${boldTitle(picture)} waits for you. ${ask.line}`;
  return message(md`${titleOf(picture)} waits for you. ${headline(picture, 'text')}.`, [
    ...bodyBlocks(picture, 'mention', why ? lines([first, why]) : first),
    actions,
  ]);
}

function unowned({ owner }: RiskPicture): Markup | null {
  return owner ? null : md`Nobody owns this account yet, so that it comes to you.`;
}
