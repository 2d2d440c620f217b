import type { ModalView } from '@slack/types';
import type { MergePreview } from '../../src/accounts/merge-preview.ts';
import { blockId } from '../handoffs/ids.ts';
import { input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { externalSelect, option } from '../kit/elements.ts';
import { bold, listed, type Markup, md, plural } from '../kit/text.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from './ids.ts';

const NAME_SHOWN = 80;

/** Asks which account this one really is, and says what goes over to it. */
export function mergeView(from: { id: string; name: string }, preview: MergePreview | null): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.merge,
    title: 'Merge into another',
    submit: 'Merge',
    close: 'Close',
    metadata: from.id,
    blocks: [
      section(
        md`${bold(clip(from.name, NAME_SHOWN))} becomes part of the account that you pick. Its name and domain find that one from then on.`,
      ),
      input({
        id: blockId('into'),
        label: 'The account that stays',
        element: externalSelect({
          action: ACCOUNT_ACTIONS.mergeInto,
          placeholder: 'Type its name',
          ...(preview && { initial: option(preview.into.id, preview.into.name) }),
        }),
        dispatch: true,
      }),
      section(preview ? previewLine(preview) : md`Pick one to see what goes over. There is no way back.`),
    ],
  });
}

function previewLine({ into, handoffs, risks, signals, blocked }: MergePreview): Markup {
  const name = bold(clip(into.name, NAME_SHOWN));
  if (blocked) return md`Both have an open risk. Resolve one of them first, then merge.`;
  const counts = [
    ...(handoffs > 0 ? [plural(handoffs, 'handoff', 'handoffs')] : []),
    ...(risks > 0 ? [plural(risks, 'risk', 'risks')] : []),
    ...(signals > 0 ? [plural(signals, 'signal', 'signals')] : []),
  ];
  const goes = counts.length > 0 ? `${listed(counts)} and its owners go` : 'Its names and owners go';
  return md`${goes} over to ${name}, which keeps what it knows itself. There is no way back.`;
}

/** In place of the form, once it is done. */
export function mergedView(fromName: string, name: string): ModalView {
  return modal({
    callback: 'notice',
    title: 'Merge into another',
    close: 'Close',
    blocks: [section(md`${clip(fromName, NAME_SHOWN)} is now ${bold(clip(name, NAME_SHOWN))}.`)],
  });
}
