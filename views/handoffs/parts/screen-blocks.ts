import type { KnownBlock } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import { context, section } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { fullText } from '../../kit/long-text.ts';
import { bold, lines, listed, md, mention } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';
import { gapLabels, openGaps } from './criteria-lines.ts';

/** Why it did not go on, on top of what was typed. */
export function bannerBlocks(text: string | null): KnownBlock[] {
  return text ? [section(md`⚠︎ ${bold(text)}`)] : [];
}

/** What kind of handoff this is, where it is not the common one. It goes with the receiver, so the sender is told. */
export function kindBlocks({ kind }: Pick<BriefScreen, 'kind'>): KnownBlock[] {
  const { explained } = KINDS[kind].words;
  return explained ? [section(lines([bold(explained.title), md`${explained.text}`]))] : [];
}

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

/** What was asked for, in the receiver's words and by name, on top of the sender's modal. */
export function gapBlocks({
  gaps,
  criteria,
  brief,
}: Pick<BriefScreen, 'gaps' | 'criteria' | 'brief'>): KnownBlock[] {
  if (!gaps) return [];
  const labels = gapLabels(gaps, criteria);
  const open = openGaps(gaps, criteria, brief).map(({ label }) => label);
  return [
    ...fullText('More was asked for', gaps.note ?? ''),
    ...(labels.length > 0 ? [section(md`Asked for: ${bold(listed(labels))}`)] : []),
    ...(open.length > 0 ? [section(md`⚠︎ Still missing: ${bold(listed(open))}`)] : []),
  ];
}
