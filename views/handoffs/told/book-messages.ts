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
import { bold, dotted, lines, listedMarkup, type Markup, md, mention, plural } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { reviewButton } from '../parts/buttons.ts';
import { shortTitle } from '../parts/naming.ts';

/** The others are in `/handoff mine`. */
const SHOWN = 10;
const NAME_SHOWN = 60;

/** All that one person gets of a book, in one DM. `handoffs`: those that are with them now. */
export function bookRequestMessage(
  book: Book,
  handoffs: readonly HandoffDetails[],
  { receiver, forMemberId }: { receiver: PersonRef; forMemberId: string },
): Message {
  const open = handoffs.filter(isAsked);
  const isTheirs = receiver.id === forMemberId;
  const whom = isTheirs ? md`you` : mention(receiver.slackUserId);
  const given = book.shares.find(({ to }) => to.id === receiver.id)?.accounts ?? handoffs.length;
  const size = plural(given, 'account', 'accounts');
  const headline = md`${mention(book.movedBy.slackUserId)} passes ${bold(size)} of ${mention(book.from.slackUserId)} on to ${whom}.`;
  return message(
    md`${book.movedBy.name} passes ${size} of ${book.from.name} on to ${isTheirs ? 'you' : receiver.name}.`,
    [
      section(
        lines([
          headline,
          ...(isTheirs ? [] : [md`You stand in for ${mention(receiver.slackUserId)}.`]),
          ...(book.note ? [quoted(book.note, 300)] : []),
        ]),
      ),
      ...open.slice(0, SHOWN).map(itemBlock),
      ...(open.length > SHOWN
        ? [
            context(
              md`And ${plural(open.length - SHOWN, 'more', 'more')}: write \`/handoff mine\` to see all.`,
            ),
          ]
        : []),
      section(stateText(handoffs, given)),
      ...(open.length > 0
        ? [actions(blockId('book', book.id), acceptAll(book, { receiver, isTheirs }, open.length))]
        : []),
    ],
  );
}

/** To whoever moved it: how it goes, kept up to date. */
export function bookReceiptMessage(book: Book, handoffs: readonly HandoffDetails[]): Message {
  const size = plural(handoffs.length, 'account', 'accounts');
  const to = book.shares.map(
    ({ to, accounts }) => md`${mention(to.slackUserId)} (${accounts.toLocaleString('en-US')})`,
  );
  return message(md`You passed ${size} of ${book.from.name} on.`, [
    section(
      lines([
        md`You passed ${bold(size)} of ${mention(book.from.slackUserId)} on to ${listedMarkup(to)}.`,
        stateText(handoffs),
      ]),
    ),
  ]);
}

function itemBlock(handoff: HandoffDetails): KnownBlock {
  const { arr, currency, renewalOn } = handoff.account;
  const about = dotted([
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
    `Brief ${handoff.completeness.percent}% complete`,
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
    label: `Accept all: ${all} of ${clip(book.from.name, NAME_SHOWN)}`,
    confirm: confirm({
      title: 'Accept all of them?',
      text: `${become} with the brief as it is. Review one to ask for more.`,
      yes: 'Accept all',
      no: 'Not yet',
    }),
  });
}

const isAsked = ({ state }: HandoffDetails): boolean => state === 'submitted' || state === 'acknowledged';

/** `given`: how many there were at first. Others went on to somebody else since. */
function stateText(handoffs: readonly HandoffDetails[], given = handoffs.length): Markup {
  const count = (...states: HandoffDetails['state'][]) =>
    handoffs.filter(({ state }) => states.includes(state)).length;
  const parts: [number, string][] = [
    [count('submitted', 'acknowledged'), 'to answer'],
    [count('accepted', 'finished'), 'accepted'],
    [count('returned'), 'back with the sender'],
    [count('cancelled'), 'cancelled'],
    [given - handoffs.length, 'with somebody else by now'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString('en-US')} ${what}`);
  return said.length > 0 ? dotted(said) : md`Nothing of it is here.`;
}
