import type { ModalView } from '@slack/types';
import type { ExpectedSignal } from '../../src/health/expected.ts';
import type { RecentSignal } from '../../src/health/signal.ts';
import { HEALTH_ACTIONS } from '../health/ids.ts';
import { ageText, expectedLines } from '../health/words.ts';
import { actions, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import { excerpt } from '../kit/long-text.ts';
import { bold, lines, link, md } from '../kit/text.ts';
import { amount } from '../risks/parts/words.ts';
import { ACCOUNT_CALLBACKS } from './ids.ts';

const NAME_SHOWN = 80;

export interface SignalsScreen {
  /** Newest first. */
  signals: readonly RecentSignal[];
  expected: readonly ExpectedSignal[];
  /** The reader may say what is expected. */
  mayExpect: boolean;
  now: Date;
}

/** The latest of what was seen of an account, and what of it is expected. */
export function signalsView(
  account: { id: string; name: string },
  { signals, expected, mayExpect, now }: SignalsScreen,
): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.signals,
    title: 'Signals',
    close: 'Done',
    metadata: account.id,
    blocks: [
      section(lines([bold(clip(account.name, NAME_SHOWN)), ...expectedLines(expected)])),
      ...(signals.length === 0 ? [section(md`No signals yet.`)] : []),
      ...signals.map((signal) => section(lines(signalLines(signal, now)))),
      ...(mayExpect && signals.length > 0 ? [actions('account', expectButton(account))] : []),
    ],
  });
}

function expectButton({ id, name }: { id: string; name: string }) {
  const label = `Expected until: ${clip(name, NAME_SHOWN)}`;
  return button({ action: HEALTH_ACTIONS.expect, text: 'Expected until…', value: id, label });
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
