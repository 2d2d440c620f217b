import type { ModalView } from '@slack/types';
import { input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { day } from '../kit/dates.ts';
import { checkboxes, datePicker, option } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { bold, md } from '../kit/text.ts';
import { ACCOUNT_CALLBACKS } from './ids.ts';

const TITLE = 'First value';
const NAME_SHOWN = 80;

/** Asks on which day; one that is known already can be changed or taken back. */
export function firstValueView(
  { id, name }: { id: string; name: string },
  { on, today }: { on: string | null; today: string },
): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.firstValue,
    title: TITLE,
    submit: 'Save',
    close: 'Cancel',
    metadata: id,
    blocks: [
      section(bold(clip(name, NAME_SHOWN))),
      input({
        id: 'firstValueOn',
        label: 'Day reached',
        hint: 'The day they first got what they bought it for.',
        element: datePicker({ action: VALUE, placeholder: 'Pick a date', initial: on ?? today }),
      }),
      // Slack's menu of days cannot be emptied once something was chosen.
      ...(on === null
        ? []
        : [
            input({
              id: 'clear',
              label: 'Or clear it',
              optional: true,
              element: checkboxes({
                action: VALUE,
                options: [option('yes', 'They haven’t reached it yet')],
              }),
            }),
          ]),
    ],
  });
}

/** In place of the form, once it is kept. */
export function firstValueKeptView(name: string, on: string | null): ModalView {
  const who = bold(clip(name, NAME_SHOWN));
  return modal({
    callback: 'notice',
    title: TITLE,
    close: 'Done',
    blocks: [
      section(
        on
          ? md`${who} reached its first value on ${day(on)}.`
          : md`${who} hasn’t reached its first value yet.`,
      ),
    ],
  });
}
