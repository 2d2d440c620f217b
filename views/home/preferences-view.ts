import type { ModalView } from '@slack/types';
import { HOURS, type Preferences } from '../../src/home/home.ts';
import type { Absence } from '../../src/people/person.ts';
import { timeText } from '../digests/parts/subscription-inputs.ts';
import { input, modal, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { checkboxes, option, select } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { absenceBlocks } from './away-views.ts';
import { saidView } from './frame.ts';
import { HOME_CALLBACKS } from './ids.ts';

const TITLE = 'Your preferences';
/** When their working day begins. */
export const AT_START = 'start';
export const NO_RECEIPTS = 'mute';

/** What somebody may choose for themselves. */
export function preferencesView(now: Omit<Preferences, 'nextMorning'>, absence: Absence): ModalView {
  const { morningMinute, mutesReceipts } = now;
  return modal({
    callback: HOME_CALLBACKS.preferences,
    title: TITLE,
    submit: 'Save',
    close: 'Cancel',
    blocks: [
      input({
        id: 'morning',
        label: 'Morning message',
        hint: 'One DM with what is waiting for you, on working days only, in your time zone.',
        element: select({
          action: VALUE,
          initial: morningMinute === null ? AT_START : String(morningMinute),
          options: [
            option(AT_START, 'When my working day begins'),
            ...HOURS.map((minute) => option(String(minute), timeText(minute))),
          ],
        }),
      }),
      input({
        id: 'receipts',
        label: 'Receipts',
        optional: true,
        hint: 'You still hear when a handoff needs something from you.',
        element: checkboxes({
          action: VALUE,
          options: [option(NO_RECEIPTS, 'Don’t send me receipts for handoffs I send')],
          initial: mutesReceipts ? [NO_RECEIPTS] : [],
        }),
      }),
      ...absenceBlocks(absence),
    ],
  });
}

/** In place of the form: what holds from now on. */
export function preferencesSavedView({ nextMorning, mutesReceipts }: Preferences): ModalView {
  return saidView(TITLE, [
    section(
      lines([
        md`*Saved.* If something is waiting for you, your next morning message comes ${when(nextMorning)}.`,
        mutesReceipts
          ? md`Receipts for handoffs you send are off.`
          : md`You get a receipt for each handoff you send.`,
      ]),
    ),
  ]);
}
