import type { KnownBlock, ModalView } from '@slack/types';
import type { AccountItem, Page } from '../../../src/home/setup.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button, checkboxes, option, userSelect } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { formatMoney } from '../../kit/money.ts';
import { bold, md, mention } from '../../kit/text.ts';
import { encodePlace, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { listView, noticeBlocks, turnBlocks } from './parts/frame.ts';

const NAME_SHOWN = 120;

/** Accounts without a CS owner, to be assigned to one. */
export function ownersView(accounts: Page<AccountItem>, notice: string | null): ModalView {
  if (accounts.items.length === 0)
    return listView('CS owners', notice, [
      section(md`${accounts.page > 0 ? 'There are no more.' : 'Every account has a CS owner.'}`),
      ...turnBlocks('owners', accounts),
    ]);
  return modal({
    callback: SETUP_CALLBACKS.owners,
    title: 'CS owners',
    submit: 'Assign',
    close: 'Cancel',
    metadata: encodePlace({ screen: 'owners', page: accounts.page, id: '' }),
    blocks: [
      ...noticeBlocks(notice),
      input({
        // What was ticked on one page is not ticked on the next.
        id: `accounts@${accounts.page}-${accounts.items[0]?.id}`,
        label: 'Accounts without a CS owner',
        element: checkboxes({
          action: VALUE,
          options: accounts.items.map((account) => option(account.id, account.name, factsOf(account))),
        }),
      }),
      input({
        id: 'owner',
        label: 'CS owner',
        element: userSelect({ action: VALUE, placeholder: 'Pick a person' }),
      }),
      ...turnBlocks('owners', accounts),
    ],
  });
}

function factsOf({ segment, arr, currency }: AccountItem): string {
  const money = arr === null ? 'ARR not known' : `ARR ${formatMoney(arr, currency ?? '')}`;
  return segment ? `${money}, ${segment}` : money;
}

/** Accounts that were created in a window and that no one has confirmed. */
export function unverifiedView(accounts: Page<AccountItem>, notice: string | null): ModalView {
  const { items, page } = accounts;
  return listView('Unconfirmed accounts', notice, [
    ...(items.length === 0
      ? [section(md`${page > 0 ? 'There are no more.' : 'Every account is confirmed.'}`)]
      : items.map((account) => unverifiedBlock(account, page))),
    ...turnBlocks('unverified', accounts),
    context(
      md`Does Baton already know one of them by another name? Type \`/account\` and its name, then choose *Merge…*.`,
    ),
  ]);
}

function unverifiedBlock({ id, name, salesOwner, createdAt }: AccountItem, page: number): KnownBlock {
  const whose = salesOwner ? md`, sales owner ${mention(salesOwner.slackUserId)}` : md``;
  return section(md`${bold(clip(name, NAME_SHOWN))}\nCreated ${when(createdAt)}${whose}`, {
    accessory: button({
      action: SETUP_ACTIONS.confirm,
      text: 'Confirm',
      value: `${page}:${id}`,
      label: `Confirm ${name}`,
    }),
  });
}
