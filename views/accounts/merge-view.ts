import type { ModalView } from '@slack/types';
import {
  type LearntField,
  type MergePreview,
  SIGNALS_AT_ONCE,
} from '../../src/accounts/merge/merged-account.ts';
import { input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { externalSelect, option } from '../kit/elements.ts';
import { blockId } from '../kit/ids.ts';
import { bold, listed, type Markup, md, plural } from '../kit/text.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from './ids.ts';

const NAME_SHOWN = 80;

/** Asks which account this one really is, and says what goes over to it. */
export function mergeView(from: { id: string; name: string }, preview: MergePreview | null): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.merge,
    title: 'Merge accounts',
    submit: 'Merge',
    close: 'Cancel',
    metadata: from.id,
    blocks: [
      section(
        md`${bold(clip(from.name, NAME_SHOWN))} becomes part of the account you pick. Searching for its name or domain then finds that one.`,
      ),
      input({
        id: blockId('into'),
        label: 'Account to keep',
        element: externalSelect({
          action: ACCOUNT_ACTIONS.mergeInto,
          placeholder: 'Start typing its name',
          ...(preview && { initial: option(preview.into.id, preview.into.name) }),
        }),
        dispatch: true,
      }),
      section(preview ? previewLine(preview) : md`Pick one to see what moves. This can’t be undone.`),
    ],
  });
}

const LEARNT: Record<LearntField, string> = {
  name: 'name',
  domain: 'domain',
  segment: 'segment',
  stage: 'stage',
  plan: 'plan',
  arr: 'ARR',
  currency: 'currency',
  contractStart: 'start of contract',
  renewalOn: 'renewal',
  channel: 'channel',
  salesOwnerId: 'sales owner',
  serviceOwnerId: 'service owner',
  csOwnerId: 'CS owner',
  coOwners: 'co-owners',
  firstValueOn: 'first value',
};

function previewLine(preview: MergePreview): Markup {
  const { into, learns, blocked } = preview;
  const name = bold(clip(into.name, NAME_SHOWN));
  if (blocked) return md`Both have an open risk. Close one of them first, then merge.`;
  const counts = countsOf(preview);
  const goes = counts.length > 0 ? md`${listed(counts)} ${moves(preview)} to ${name}.` : md`${name} is kept.`;
  const learnt =
    learns.length > 0
      ? md` It also gets: ${listed(learns.map((field) => LEARNT[field]))}. Everything else on it stays the same.`
      : md` Its own details and owners stay the same.`;
  return md`${goes}${learnt} This can’t be undone.`;
}

type Counts = Pick<MergePreview, 'handoffs' | 'risks' | 'signals'>;

function countsOf({ handoffs, risks, signals }: Counts): string[] {
  return [
    ...(handoffs > 0 ? [plural(handoffs, 'handoff', 'handoffs')] : []),
    ...(risks > 0 ? [plural(risks, 'risk', 'risks')] : []),
    ...(signals > 0 ? [plural(signals, 'signal', 'signals')] : []),
  ];
}

const moves = ({ handoffs, risks, signals }: Counts) => (handoffs + risks + signals === 1 ? 'moves' : 'move');

/** In place of the form, once it is done. */
export function mergedView(merged: Counts & { fromName: string; name: string }): ModalView {
  const counts = countsOf(merged);
  const went = counts.length > 0 ? md` ${listed(counts)} moved.` : md``;
  const later =
    merged.signals > SIGNALS_AT_ONCE
      ? md` The oldest signals follow within minutes. They don’t change the score.`
      : md``;
  return modal({
    callback: 'notice',
    title: 'Merge accounts',
    close: 'Done',
    blocks: [
      section(
        md`${clip(merged.fromName, NAME_SHOWN)} is now ${bold(clip(merged.name, NAME_SHOWN))}.${went}${later}`,
      ),
    ],
  });
}
