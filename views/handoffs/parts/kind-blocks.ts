import type { KnownBlock } from '@slack/types';
import { section } from '../../kit/blocks.ts';
import { bold, lines, md } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';

/** What kind of handoff this is, where it is not the common one. It goes with the receiver, so the sender is told. */
export function kindBlocks({ kind }: Pick<BriefScreen, 'kind'>): KnownBlock[] {
  if (kind !== 'cs_to_sales') return [];
  return [
    section(
      lines([
        bold('Pass an expansion to sales'),
        md`The receiver works in sales and gets the opportunity. The account stays with its CSM.`,
      ]),
    ),
  ];
}
