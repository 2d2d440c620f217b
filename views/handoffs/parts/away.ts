import type { KnownBlock } from '@slack/types';
import { context } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { md, mention } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';

/** Whoever picks somebody who is away is told, and who answers meanwhile. It is no refusal. */
export function awayBlocks({ receiver, cover }: Pick<BriefScreen, 'receiver' | 'cover'>): KnownBlock[] {
  if (!receiver?.awayUntil) return [];
  const until = when(receiver.awayUntil);
  const who = mention(receiver.slackUserId);
  return [
    context(
      cover
        ? md`⚠︎ ${who} is away. ${mention(cover.slackUserId)} stands in until ${until}.`
        : md`⚠︎ ${who} is away until ${until}, and nobody stands in. Their clock runs all the same.`,
    ),
  ];
}
