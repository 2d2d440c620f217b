import type { ModalView } from '@slack/types';
import { SHARE_NOTE_MAX } from '../../src/accounts/share.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { channelSelect, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { bold, channelMention, lines, md } from '../kit/text.ts';
import { ACCOUNT_CALLBACKS } from './ids.ts';

const TITLE = 'Share an account';
const NAME_SHOWN = 80;

/** Asks where to, and with which words. */
export function shareView({ id, name }: { id: string; name: string }): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.share,
    title: TITLE,
    submit: 'Share',
    close: 'Close',
    metadata: id,
    blocks: [
      section(
        lines([
          bold(clip(name, NAME_SHOWN)),
          md`Its owners, its worth, its health and why, an open risk, why they bought and what they were promised. Nothing from private handoffs.`,
        ]),
      ),
      input({
        id: 'channel',
        label: 'Where',
        element: channelSelect({ action: VALUE, placeholder: 'Pick a channel' }),
        hint: 'A channel without guests and without people of other companies.',
      }),
      input({
        id: 'note',
        label: 'What should they know?',
        optional: true,
        element: textInput({ action: VALUE, multiline: true, max: SHARE_NOTE_MAX }),
      }),
      context(md`Everybody in the channel reads it. Your name stands below it.`),
    ],
  });
}

/** In place of the form, once it is on its way. */
export function sharedView(name: string, channel: string): ModalView {
  return modal({
    callback: 'notice',
    title: TITLE,
    close: 'Close',
    blocks: [section(md`${bold(clip(name, NAME_SHOWN))} goes to ${channelMention(channel)}.`)],
  });
}
