import type { KnownBlock, ModalView } from '@slack/types';
import type { Page } from '../../../src/home/setup.ts';
import { actions, context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button, confirm, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, code, md } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, goButton, listView, turnBlocks } from './parts/frame.ts';

/** A token without its secret, which no one can read again. */
export interface TokenItem {
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const NAME_MAX = 60;

/** Who may use the HTTP API. */
export function tokensView(tokens: Page<TokenItem>, notice: string | null): ModalView {
  const add = goButton({ screen: 'token', page: tokens.page, id: '' }, 'New token', 'New token');
  return listView('Access tokens', notice, [
    ...(tokens.items.length === 0
      ? [section(md`No tokens yet. A program needs one to send accounts or signals to Baton.`)]
      : tokens.items.map((token) => tokenBlock(token, tokens.page))),
    ...turnBlocks('tokens', tokens),
    actions('new', add),
  ]);
}

function tokenBlock({ name, createdAt, lastUsedAt, revokedAt }: TokenItem, page: number): KnownBlock {
  const shown = clip(name, NAME_MAX);
  const used = lastUsedAt ? md`last used ${when(lastUsedAt)}` : md`never used`;
  if (revokedAt) return section(md`${bold(shown)}\nRevoked ${when(revokedAt)}, ${used}`);
  return section(md`${bold(shown)}\nCreated ${when(createdAt)}, ${used}`, {
    accessory: button({
      action: SETUP_ACTIONS.revoke,
      text: 'Revoke',
      value: `${page}:${name}`,
      style: 'danger',
      label: `Revoke ${shown}`,
      confirm: confirm({
        title: 'Revoke this token?',
        text: `Programs that use “${shown}” stop working at once. This can’t be undone.`,
        yes: 'Revoke',
        no: 'Keep it',
      }),
    }),
  });
}

/** Asks what the token is for. */
export function tokenForm(place: Place): ModalView {
  return modal({
    callback: SETUP_CALLBACKS.token,
    title: 'New token',
    submit: 'Create',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      input({
        id: 'name',
        label: 'Used by',
        hint: 'A name for the program. Everything it records carries that name.',
        element: textInput({ action: VALUE, max: NAME_MAX, placeholder: 'Such as usage export' }),
      }),
      ...backBlocks('tokens', place),
    ],
  });
}

/** Shows the secret, this once. */
export function tokenMadeView(token: { name: string; secret: string }): ModalView {
  return listView('New token', null, [
    section(
      md`The token ${bold(clip(token.name, NAME_MAX))} was created. Copy its secret now. It won’t be shown again.`,
    ),
    section(code(token.secret)),
    context(md`Anyone who has it can send accounts and signals to Baton. Keep it with your other secrets.`),
    actions(
      'back',
      goButton({ screen: 'tokens', page: 0, id: '' }, 'Back to the list', 'Back to the list of tokens'),
    ),
  ]);
}
