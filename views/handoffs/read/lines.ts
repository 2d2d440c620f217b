import type { Button } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { HANDOFF_FACTS, type HandoffFacts } from '../../../src/handoffs/rules/owed.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import type { Colleague, OwedItem } from '../../../src/home/work.ts';
import type { MorningLine, MorningPart } from '../../cases/morning-message.ts';
import { askLine, standLine } from '../../cases/words.ts';
import { type RowWords, workRow } from '../../home/parts/work-item.ts';
import { section } from '../../kit/blocks.ts';
import { day, when } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { capital, dotted, lines, type Markup, md, mention, named, plural } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { askOf, openButton, reassignButton } from '../parts/buttons.ts';
import { heardAbout, heardTitle, shortTitle, stateLine, waitingLine } from '../parts/naming.ts';

/** A handoff among what waits. */
export const handoffRow = workRow(HANDOFF_FACTS, (item, facts, now): RowWords => {
  if (item.section === 'sent') {
    const { dueAt } = item;
    const isLate = dueAt !== null && dueAt <= now;
    return {
      said: [standLine(md`waiting for ${colleague(item.other)}`, dueAt, isLate)],
      button: { action: ACTIONS.open, text: 'Read the brief' },
    };
  }
  return stepOf(item, facts, now);
});

function stepOf(
  item: OwedItem,
  { kind, gaps, acceptedAt, goLiveOn, waitingUntil }: HandoffFacts,
  now: Date,
): RowWords {
  const { dueAt } = item;
  const { words, template } = KINDS[kind];
  const from = md`${words.from} ${colleague(item.other)}`;
  const ask = (what: string) => askLine(what, dueAt, dueAt !== null && dueAt <= now);
  switch (item.step) {
    case 'acknowledge':
      return {
        said: [from, ask('Respond')],
        button: { action: ACTIONS.acknowledge, text: 'I’m on it' },
      };
    case 'decide':
      return {
        said: [from, ask('Accept it or ask for more')],
        button: { action: ACTIONS.review, text: 'Review' },
      };
    case 'resubmit': {
      const more = gaps > 0 ? plural(gaps, 'more thing', 'more things') : 'more';
      return {
        said: [md`${colleague(item.other)} asked for ${more}`, ask('Add what’s missing')],
        button: { action: ACTIONS.fix, text: 'Add what’s missing' },
      };
    }
    case 'book_kickoff': {
      const until = waitingUntil ? new Date(waitingUntil) : null;
      return until && until > now
        ? {
            said: [from, waitingLine(until)],
            button: { action: ACTIONS.answered, text: 'Customer answered' },
          }
        : {
            said: [from, ask(`Book the ${template.finish.what}`)],
            button: { action: ACTIONS.book, text: `${capital(template.finish.what)} booked…` },
          };
    }
    case 'hold_kickoff':
      return {
        said: [from, ask(`Log the ${template.finish.what}`)],
        button: { action: ACTIONS.finish, text: `Log ${template.finish.what}…` },
      };
    default: {
      const at = acceptedAt ? md`accepted ${when(new Date(acceptedAt))}` : md``;
      return {
        said: [dotted([from, at, goLiveOn ? `go-live ${day(goLiveOn)}` : ''])],
        button: { action: ACTIONS.finish, text: `Log ${template.finish.what}…` },
      };
    }
  }
}

const colleague = (person: Colleague | null): Markup => (person ? mention(person.slackUserId) : md`someone`);

export interface HandoffOfMorning {
  handoff: ShownHandoff;
  isLate: boolean;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** The handoffs of somebody's morning. Of those that are done, one that they may not read any more is not named. */
export function handoffsOfMorning(
  items: readonly HandoffOfMorning[],
  viewerId: string,
  done: readonly ShownHandoff[] = [],
): MorningPart {
  return {
    title: 'Handoffs',
    lines: items.map((item) => lineOf(item, viewerId)),
    done: done.filter(({ readable }) => readable).map(heardTitle),
  };
}

function lineOf(item: HandoffOfMorning, viewerId: string): MorningLine {
  const { handoff, isLate } = item;
  const isOwn = handoff.owes?.id === viewerId;
  const told = { about: heardAbout(handoff), dueAt: handoff.dueAt, isOwn, isLate };
  const ask = isOwn ? askOf(handoff) : null;
  if (ask)
    return { ...told, block: section(lines([ownTitle(handoff), ask.line]), { accessory: ask.inList }) };
  const block = section(
    lines([shortTitle(handoff), stateLine(handoff, 'mention')]),
    mayPassOn(item) ? { accessory: reassignButton(handoff) } : openAccessory(handoff),
  );
  return { ...told, block };
}

/** '*Example GmbH (H-12)* from Sample Rep · €48K' */
function ownTitle(handoff: ShownHandoff): Markup {
  const other = handoff.state === 'returned' ? handoff.receiver : handoff.sender;
  const arr = handoff.readable ? handoff.account.arr : null;
  const currency = (handoff.readable && handoff.account.currency) || '';
  return dotted([
    md`${shortTitle(handoff)} from ${named(other, 'mention')}`,
    arr === null ? '' : formatMoney(arr, currency),
  ]);
}

/** What was asked for is the sender's to answer: another receiver helps while it is out. A private one is not opened. */
function mayPassOn({ handoff, roles }: HandoffOfMorning): boolean {
  const isOut = handoff.state === 'submitted' || handoff.state === 'acknowledged';
  return (isOut || !handoff.readable) && may('propose_receiver', roles, handoff.private);
}

const openAccessory = (handoff: ShownHandoff): { accessory?: Button } =>
  handoff.readable ? { accessory: openButton(handoff) } : {};
