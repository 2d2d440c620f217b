import type { KnownBlock } from '@slack/types';
import { section } from '../../kit/blocks.ts';
import { fullText } from '../../kit/long-text.ts';
import { bold, listed, md } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';
import { gapLabels, openGaps } from './criteria-lines.ts';

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
