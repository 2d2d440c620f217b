import type { KnownBlock } from '@slack/types';
import { actions, message, section } from '../kit/blocks.ts';
import { md, plural } from '../kit/text.ts';
import type { DraftRef } from './brief-screen.ts';
import { blockId } from './ids.ts';
import type { Message } from './message.ts';
import { draftButtons, draftLine } from './parts/drafts.ts';

const SHOWN = 10;

/** The sender's unfinished handoffs, each to go on with or to drop. */
export function draftsMessage(drafts: readonly DraftRef[]): Message {
  const headline =
    drafts.length === 0
      ? md`You have no unfinished handoff. To start one, write \`/handoff\` and the name of the account.`
      : md`You have ${plural(drafts.length, 'unfinished handoff', 'unfinished handoffs')}.`;
  const blocks = drafts
    .slice(0, SHOWN)
    .flatMap((draft): KnownBlock[] => [
      section(draftLine(draft)),
      actions(blockId('draft', draft.handoffId), ...draftButtons(draft)),
    ]);
  return message(headline, [section(headline), ...blocks]);
}
