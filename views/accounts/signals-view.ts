import type { ModalView } from '@slack/types';
import type { RecentSignal } from '../../src/health/signal.ts';
import { ageText } from '../health/words.ts';
import { modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { excerpt } from '../kit/long-text.ts';
import { bold, lines, link, md } from '../kit/text.ts';
import { amount } from '../risks/parts/words.ts';
import { ACCOUNT_CALLBACKS } from './ids.ts';

const NAME_SHOWN = 80;

/** The latest of what was seen of an account, newest first. */
export function signalsView(
  account: { id: string; name: string },
  signals: readonly RecentSignal[],
  now: Date,
): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.signals,
    title: 'Signals',
    close: 'Done',
    metadata: account.id,
    blocks: [
      section(bold(clip(account.name, NAME_SHOWN))),
      ...(signals.length === 0 ? [section(md`No signals yet.`)] : []),
      ...signals.map((signal) => section(lines(signalLines(signal, now)))),
    ],
  });
}

function signalLines(signal: RecentSignal, now: Date) {
  const { label, observedAt, source, note, evidence } = signal;
  // What either is or is not has no unit, and its label says that it is.
  const value = signal.unit === '' && signal.value === 1 ? '' : ` ${amount(signal.value, signal.unit)}`;
  const seen = evidence ? md`, ${link(evidence, 'where it was seen')}` : md``;
  return [
    md`${bold(clip(label, NAME_SHOWN))}${value}`,
    md`${ageText(observedAt, now)}, from ${clip(source, NAME_SHOWN)}${seen}`,
    ...(note ? [md`“${excerpt(note)}”`] : []),
  ];
}
