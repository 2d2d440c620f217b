import type { KnownBlock } from '@slack/types';
import type { Commitment } from '../../../src/handoffs/brief.ts';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { openButton } from '../../handoffs/parts/buttons.ts';
import { excerpt } from '../../handoffs/parts/long-text.ts';
import { section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { bold, lines, type Markup, md } from '../../kit/text.ts';

const COMMITMENTS_SHOWN = 5;

/** Why they bought, what they want first, and what they were promised. The whole stands in the brief. */
export function promiseBlocks(accepted: HandoffPicture | null): KnownBlock[] {
  if (!accepted) return [];
  const { why, outcomes, promises, commitments } = accepted.brief;
  const [first] = outcomes;
  const more = commitments.length - COMMITMENTS_SHOWN;
  const said = [
    ...(why ? [md`${bold('Why they bought')} ${excerpt(why, 240)}`] : []),
    ...(first ? [md`${bold('First outcome')} ${excerpt(first.text, 140)}${by(first.by)}`] : []),
    ...(promises ? [md`${bold('Promised outside the contract')} ${excerpt(promises, 140)}`] : []),
    ...(commitments.length > 0 ? [bold('Commitments')] : []),
    ...commitments.slice(0, COMMITMENTS_SHOWN).map(commitmentLine),
    ...(more > 0 ? [md`and ${more} more`] : []),
  ];
  return said.length > 0 ? [section(lines(said), { accessory: openButton(accepted) })] : [];
}

function commitmentLine({ text, inContract, due }: Commitment): Markup {
  return md`• ${excerpt(text, 70)}${by(due)}${inContract ? '' : ', not in the contract'}`;
}

const by = (isoDay: string | undefined): string => (isoDay ? `, by ${day(isoDay)}` : '');
