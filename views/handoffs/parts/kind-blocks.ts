import type { KnownBlock } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import { section } from '../../kit/blocks.ts';
import { bold, lines, md } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';

/** What kind of handoff this is, where it is not the common one. It goes with the receiver, so the sender is told. */
export function kindBlocks({ kind }: Pick<BriefScreen, 'kind'>): KnownBlock[] {
  const { explained } = KINDS[kind].words;
  return explained ? [section(lines([bold(explained.title), md`${explained.text}`]))] : [];
}
