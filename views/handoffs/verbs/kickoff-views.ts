import type { ModalView } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import type { HandoffDetails, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { whyInput } from '../../cases/controls.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { datePicker, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { capital, lines, md } from '../../kit/text.ts';
import { CALLBACKS, encodeState } from '../ids.ts';
import { boldTitle, stateLine } from '../parts/naming.ts';

/** *Kickoff booked*: the day, and where to join. */
export function bookView(handoff: HandoffDetails, readerId: string): ModalView {
  const { what, day } = handoff.finish;
  return modal({
    callback: CALLBACKS.book,
    title: `${capital(what)} booked`,
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'book' }),
    blocks: [
      headOf(handoff, readerId),
      input({
        id: 'bookedOn',
        label: day,
        element: datePicker({
          action: VALUE,
          placeholder: 'Pick a date',
          ...(handoff.bookedOn && { initial: handoff.bookedOn }),
        }),
      }),
      input({
        id: 'link',
        label: 'Meeting link',
        optional: true,
        element: textInput({
          action: VALUE,
          max: BRIEF_LIMITS.url,
          ...(handoff.kickoffLink && { initial: handoff.kickoffLink }),
        }),
      }),
      context(md`Both sides see the day. You’re asked to log the ${what} once that day is over.`),
    ],
  });
}

/** *Waiting for customer*: until when, and why. */
export function waitView(handoff: HandoffDetails, readerId: string): ModalView {
  const { what } = handoff.finish;
  return modal({
    callback: CALLBACKS.wait,
    title: 'Waiting for customer',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'wait' }),
    blocks: [
      headOf(handoff, readerId),
      input({
        id: 'waitUntil',
        label: 'Wait until',
        hint: `No one is reminded to book the ${what} before that day is over.`,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
      }),
      whyInput('Both sides see your reason.', BRIEF_LIMITS.line),
      ...(handoff.bookedOn ? [context(md`The ${what} is no longer booked then.`)] : []),
    ],
  });
}

/** *Escalate now*: why, before whoever comes next hears of it. */
export function escalateView(handoff: ShownHandoff, readerId: string): ModalView {
  return modal({
    callback: CALLBACKS.escalate,
    title: 'Escalate now',
    submit: 'Escalate',
    close: 'Cancel',
    metadata: encodeState({ id: handoff.id, v: handoff.version, step: 'escalate' }),
    blocks: [
      headOf(handoff, readerId),
      whyInput('The next person up sees your reason.', BRIEF_LIMITS.line),
      context(md`Baton tells the next person up now instead of later, once a day at most.`),
    ],
  });
}

const headOf = (handoff: ShownHandoff, readerId: string) =>
  section(lines([boldTitle(handoff), stateLine(handoff, { reader: readerId, as: 'mention' })]));
