import type { ModalView } from '@slack/types';
import { standOf } from '../../../src/handoffs/handoff.ts';
import type { HandoffDetails } from '../../../src/handoffs/read/details.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { lines, md } from '../../kit/text.ts';
import { CALLBACKS, encodeState } from '../ids.ts';
import { boldTitle, fromTo } from '../parts/naming.ts';

const NAME_SHOWN = 60;
const OUTCOME_SHOWN = 200;
const LONGEST = 1_000;

/** Three lines for the customer, ready to copy; submitting says that they were sent. */
export function introduceView(handoff: HandoffDetails): ModalView {
  return modal({
    callback: CALLBACKS.introduce,
    title: 'Introduce',
    submit: 'Introduced',
    close: 'Cancel',
    metadata: encodeState({
      id: handoff.id,
      v: handoff.version,
      step: 'introduce',
      stand: standOf({ ...handoff, receiverId: handoff.receiver.id }),
    }),
    blocks: [
      section(lines([boldTitle(handoff), fromTo(handoff, 'mention')])),
      input({
        id: 'lines',
        label: 'Copy this to the customer',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: LONGEST,
          initial: introductionOf(handoff),
        }),
      }),
      context(md`Nothing is sent from here. Press *Introduced* once you’ve sent it; the new owner hears so.`),
    ],
  });
}

function introductionOf({ brief, receiver, finish }: HandoffDetails): string {
  // Before the role: 'Dana Doe, head of support'.
  const [contact] = (brief.contact ?? '').split(/[,(]/);
  const name = clip(receiver.name, NAME_SHOWN);
  const outcome = brief.outcomes[0]?.text;
  return [
    `Hi${contact?.trim() ? ` ${clip(contact.trim(), NAME_SHOWN)}` : ''}, I’d like you to meet ${name}, your contact from here on.`,
    outcome
      ? `${name} has read what we agreed on, and what you want to reach first: ${clip(outcome, OUTCOME_SHOWN)}`
      : `${name} has read what we agreed on, so you don’t need to tell it again.`,
    `${name} will get in touch to find a time for the ${finish.what}.`,
  ].join('\n');
}
