import type { KnownBlock } from '@slack/types';
import type { Book } from '../../../src/handoffs/books/book.ts';
import type { HandoffDetails, PersonRef } from '../../../src/handoffs/read/details.ts';
import { actions, context, type Message, message, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { button, confirm } from '../../kit/elements.ts';
import { blockId } from '../../kit/ids.ts';
import { quoted } from '../../kit/long-text.ts';
import { formatMoney } from '../../kit/money.ts';
import {
  bold,
  dotted,
  lines,
  listedMarkup,
  type Markup,
  md,
  type Naming,
  named,
  plural,
} from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { reviewButton } from '../parts/buttons.ts';
import { shortTitle } from '../parts/naming.ts';

/** The others are in `/handoff mine`. */
const SHOWN = 3;
const NAME_SHOWN = 60;

/** All that one person gets of a book, in one DM. `handoffs`: those that are with them now. */
export function bookRequestMessage(
  book: Book,
  handoffs: readonly HandoffDetails[],
  { receiver, forMemberId }: { receiver: PersonRef; forMemberId: string },
): Message {
  const open = handoffs.filter(isAsked);
  const isTheirs = receiver.id === forMemberId;
  const naming: Naming = { reader: forMemberId, as: 'mention' };
  const given = book.shares.find(({ to }) => to.id === receiver.id)?.accounts ?? handoffs.length;
  const moved = (naming: Naming) =>
    md`${named(book.movedBy, naming)} is moving ${given.toLocaleString('en-US')} of ${named(book.from, naming)}’s accounts to ${named(receiver, naming)}.`;
  return message(md`${moved({ reader: forMemberId, as: 'text' })} Respond to each, or accept all.`, [
    section(
      lines([
        moved(naming),
        ...(isTheirs ? [] : [md`You’re covering for ${named(receiver, naming)}.`]),
        ...(book.note ? [quoted(book.note, 300)] : []),
      ]),
    ),
    ...open.slice(0, SHOWN).map(itemBlock),
    ...(open.length > SHOWN ? [context(md`${open.length - SHOWN} more: \`/handoff mine\``)] : []),
    section(stateText(handoffs, given)),
    ...(open.length > 0
      ? [actions(blockId('book', book.id), acceptAll(book, { receiver, isTheirs }, open.length))]
      : []),
  ]);
}

/** To whoever moved it: how it goes, kept up to date. */
export function bookReceiptMessage(book: Book, handoffs: readonly HandoffDetails[]): Message {
  const size = handoffs.length.toLocaleString('en-US');
  const to = book.shares.map(
    ({ to, accounts }) => md`${named(to, 'mention')} (${accounts.toLocaleString('en-US')})`,
  );
  const state = stateText(handoffs);
  return message(md`You moved ${size} of ${named(book.from, 'text')}’s accounts: ${state}`, [
    section(
      lines([
        md`You moved ${bold(size)} of ${named(book.from, 'mention')}’s accounts to ${listedMarkup(to)}.`,
        state,
      ]),
    ),
  ]);
}

function itemBlock(handoff: HandoffDetails): KnownBlock {
  const { arr, currency, renewalOn } = handoff.account;
  const about = dotted([
    ...(arr === null ? [] : [`${formatMoney(arr, currency ?? '')} ARR`]),
    ...(renewalOn ? [`renews ${day(renewalOn)}`] : []),
    `brief ${handoff.completeness.percent}% complete`,
  ]);
  return section(lines([shortTitle(handoff), about]), { accessory: reviewButton(handoff) });
}

function acceptAll(
  book: Book,
  { receiver, isTheirs }: { receiver: PersonRef; isTheirs: boolean },
  count: number,
) {
  const become = isTheirs
    ? `${plural(count, 'account becomes', 'accounts become')} yours`
    : `${plural(count, 'account goes', 'accounts go')} to ${clip(receiver.name, NAME_SHOWN)}`;
  const all = plural(count, 'account', 'accounts');
  return button({
    action: ACTIONS.acceptBook,
    text: 'Accept all',
    style: 'primary',
    value: `${book.id}:${receiver.id}`,
    label: `Accept all: ${all} from ${clip(book.from.name, NAME_SHOWN)}`,
    confirm: confirm({
      title: 'Accept all of them?',
      text: `${become}, with the brief as it is. To ask for more, review one first.`,
      yes: 'Accept all',
      no: 'Not yet',
    }),
  });
}

const isAsked = ({ state }: HandoffDetails): boolean => state === 'submitted' || state === 'acknowledged';

/** `given`: how many there were at first. The others were reassigned since. */
function stateText(handoffs: readonly HandoffDetails[], given = handoffs.length): Markup {
  const count = (...states: HandoffDetails['state'][]) =>
    handoffs.filter(({ state }) => states.includes(state)).length;
  const parts: [number, string][] = [
    [count('submitted', 'acknowledged'), 'waiting for a response'],
    [count('accepted', 'finished'), 'accepted'],
    [count('returned'), 'asked for more'],
    [count('cancelled'), 'cancelled'],
    [given - handoffs.length, 'with someone else by now'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString('en-US')} ${what}`);
  return said.length > 0 ? dotted(said) : md`None of these are with you any more.`;
}
