import type { ModalView, SectionBlock } from '@slack/types';
import { EXPECTED_NOTE_MAX, type ExpectedSignal } from '../../src/health/expected.ts';
import { DAYS_AT_MOST } from '../../src/health/override.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { lastDay } from '../kit/dates.ts';
import { button, datePicker, option, select, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { bold, lines, md, named } from '../kit/text.ts';
import { HEALTH_ACTIONS, type HEALTH_CALLBACKS } from './ids.ts';
import { expectedLine } from './words.ts';

const NAME_SHOWN = 80;
/** With the inputs below. */
const HELD_SHOWN = 20;

export interface ExpectScreen {
  account: { id: string; name: string };
  form: typeof HEALTH_CALLBACKS.expect | typeof HEALTH_CALLBACKS.expectListed;
  /** What the account has sent, at least one. */
  types: readonly { type: string; label: string }[];
  expected: readonly ExpectedSignal[];
  /** Null: none is chosen yet. */
  picked: string | null;
}

/** Asks which signal will look bad, until when and why. What is expected already can be taken back. */
export function expectView({ account, form, types, expected, picked }: ExpectScreen): ModalView {
  const { id, name } = account;
  return modal({
    callback: form,
    title: 'Expected until',
    submit: 'Save',
    close: 'Cancel',
    metadata: id,
    blocks: [
      section(bold(clip(name, NAME_SHOWN))),
      ...expected.slice(0, HELD_SHOWN).map((one) => heldSection(id, one)),
      input({
        id: 'type',
        label: 'Signal',
        element: select({
          action: VALUE,
          placeholder: 'Pick a signal',
          options: types.map(({ type, label }) => option(type, label)),
          ...(picked !== null && { initial: picked }),
        }),
      }),
      input({
        id: 'until',
        label: 'Until',
        hint: `The last day, at most ${DAYS_AT_MOST} days from now.`,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
      }),
      input({
        id: 'note',
        label: 'Reason',
        hint: 'Such as “summer break”. Visible to everyone who sees the health.',
        element: textInput({ action: VALUE, max: EXPECTED_NOTE_MAX }),
      }),
      context(md`Until then this signal raises no alert. The score stays as it is.`),
    ],
  });
}

function heldSection(accountId: string, expected: ExpectedSignal) {
  const { type, label, by } = expected;
  const who = by ? named(by, 'mention') : md`an admin`;
  return section(lines([expectedLine(expected), md`Set by ${who}.`]), {
    accessory: button({
      action: HEALTH_ACTIONS.expectNoLonger,
      text: 'No longer expected',
      value: `${accountId}:${type}`,
      label: `No longer expected: ${label}`,
    }),
  });
}

interface Kept {
  name: string;
  label: string;
  until: Date;
}

/** In place of the form, once it is done. */
export function expectedView(kept: Kept): ModalView {
  return modal({ callback: 'notice', title: 'Expected until', close: 'Done', blocks: [expectedBlock(kept)] });
}

/** That it is done. */
export function expectedBlock({ name, label, until }: Kept): SectionBlock {
  return section(
    md`${bold(clip(name, NAME_SHOWN))}: ${clip(label, NAME_SHOWN)} is expected until ${lastDay(until)}. It raises no alert until then.`,
  );
}
