import { SHARE_NOTE_MAX } from '../../src/accounts/share.ts';
import { actions, context, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { channelMention, md } from '../kit/text.ts';
import { type AccountPicture, headline, riskLine, standingBlocks } from './account-card.ts';
import { ACCOUNT_ACTIONS } from './ids.ts';
import { promiseBlocks } from './parts/promise-blocks.ts';

const NAME_SHOWN = 50;

export interface Sharing {
  by: { name: string };
  at: Date;
  note: string;
  /** The channel that was closed to it, so that it went to whoever shared it; null where it stands in a channel. */
  keptFrom: string | null;
}

/** What somebody shares of an account with a channel. It names people and calls nobody. */
export function sharedCard(picture: AccountPicture, { by, at, note, keptFrom }: Sharing): Message {
  const { profile, openRisk, accepted } = picture;
  return message(md`${clip(by.name, NAME_SHOWN)} shared an account. ${headline(picture)}`, [
    ...(note ? [section(quoted(note, SHARE_NOTE_MAX))] : []),
    ...standingBlocks(picture, 'text'),
    ...(openRisk ? [section(riskLine(openRisk, 'text'))] : []),
    ...promiseBlocks(accepted, 'text'),
    actions(
      'account',
      button({
        action: ACCOUNT_ACTIONS.show,
        text: 'Show the account',
        value: profile.id,
        label: `Show ${clip(profile.name, 60)}`,
      }),
    ),
    context(
      keptFrom
        ? md`You shared this, ${when(at)}. It cannot stand in ${channelMention(keptFrom)} now, so that only you have it here.`
        : md`Shared by ${clip(by.name, NAME_SHOWN)}, ${when(at)}.`,
    ),
  ]);
}
