import type { ModalView } from '@slack/types';
import { SHARE_NOTE_MAX } from '../../src/accounts/share.ts';
import { actions, context, input, type Message, message, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { button, channelSelect, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, channelMention, lines, md } from '../kit/text.ts';
import {
  type AccountFace,
  aroundBlocks,
  headline,
  healthBlocks,
  riskLine,
  viewBlocks,
} from './account-card.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from './ids.ts';
import { promiseBlocks } from './parts/promise-blocks.ts';

const TITLE = 'Share account';
const NAME_SHOWN = 80;

/** Asks where to, and with which words. */
export function shareView({ id, name }: { id: string; name: string }): ModalView {
  return modal({
    callback: ACCOUNT_CALLBACKS.share,
    title: TITLE,
    submit: 'Share',
    close: 'Cancel',
    metadata: id,
    blocks: [
      section(
        lines([
          bold(clip(name, NAME_SHOWN)),
          md`The card shows owners, ARR, health and why, an open risk, why they bought and what they were promised. Nothing from private handoffs.`,
        ]),
      ),
      input({
        id: 'channel',
        label: 'Channel',
        element: channelSelect({ action: VALUE, placeholder: 'Pick a channel' }),
        hint: 'One without guests or people of other companies.',
      }),
      input({
        id: 'note',
        label: 'Note',
        optional: true,
        element: textInput({ action: VALUE, multiline: true, max: SHARE_NOTE_MAX }),
      }),
      context(md`Everyone in the channel sees it, with your name.`),
    ],
  });
}

/** In place of the form, once it is on its way. */
export function sharedView(name: string, channel: string): ModalView {
  return modal({
    callback: 'notice',
    title: TITLE,
    close: 'Done',
    blocks: [section(md`${bold(clip(name, NAME_SHOWN))} is on its way to ${channelMention(channel)}.`)],
  });
}

const SHARER_SHOWN = 50;

export interface Sharing {
  by: { name: string };
  at: Date;
  note: string;
  /** The channel that was closed to it, so that it went to whoever shared it; null where it stands in a channel. */
  keptFrom: string | null;
}

/** What somebody shares of an account with a channel. It names people and calls nobody. */
export function sharedCard(face: AccountFace, { by, at, note, keptFrom }: Sharing): Message {
  const { profile, openRisk, accepted } = face;
  return message(md`${clip(by.name, SHARER_SHOWN)} shared ${headline(face)}`, [
    ...(note ? [section(quoted(note, SHARE_NOTE_MAX))] : []),
    ...healthBlocks(face, 'text'),
    ...viewBlocks(face, 'text'),
    ...(openRisk ? [section(riskLine(openRisk, 'text'))] : []),
    ...aroundBlocks(face, 'text'),
    ...promiseBlocks(accepted, 'text'),
    actions(
      'account',
      button({
        action: ACCOUNT_ACTIONS.show,
        text: 'Open',
        value: profile.id,
        label: `Open ${clip(profile.name, 60)}`,
      }),
    ),
    context(
      keptFrom
        ? md`You shared this, ${when(at)}. It can’t be posted in ${channelMention(keptFrom)} now, so only you see it.`
        : md`Shared by ${clip(by.name, SHARER_SHOWN)}, ${when(at)}.`,
    ),
  ]);
}
