import type { DealDetails, DealEntry } from '../../src/deals/read/details.ts';
import type { PersonRef } from '../../src/people/person.ts';
import {
  type Asking,
  type ChasedCase,
  escalating,
  nudging,
  reminding,
  roundingUp,
  type Told,
  type ToldRole,
} from '../cases/chase.ts';
import { actionsId } from '../cases/controls.ts';
import { latestBlocks } from '../cases/history.ts';
import { nudgedLine, snoozedLine } from '../cases/words.ts';
import { actions, context, type Message, message, section } from '../kit/blocks.ts';
import { day } from '../kit/dates.ts';
import { lines, type Markup, md, type Naming, named, plural } from '../kit/text.ts';
import {
  actionBlock,
  askOf,
  assignButton,
  boldTitle,
  entryLine,
  factsLine,
  heardTitle,
  type May,
  news,
  openButton,
  reassignButton,
  shortTitle,
  stateLine,
  youStandIn,
} from './parts.ts';

export interface DealReader {
  memberId: string;
  may: May;
}

/** The DM to whoever is to hand over a deal, or to say whose it is. Later, what became of it. */
export function dealRequestMessage(
  deal: DealDetails,
  { memberId, asked, may }: DealReader & { asked: boolean },
): Message {
  const naming: Naming = { reader: memberId, as: 'mention' };
  const ask = asked ? askOf(deal) : null;
  if (!ask) return standing(deal, naming, may);
  const because =
    youStandIn(deal, memberId) ?? (deal.owner ? null : md`It has no owner, so it comes to you.`);
  return message(md`${heardTitle(deal)} ${news(deal)}. ${ask}`, [
    section(lines([md`${boldTitle(deal)} ${news(deal)}. *${ask}*`, ...(because ? [because] : [])])),
    context(factsLine(deal)),
    actionBlock(deal, may),
  ]);
}

/** Where a deal stands, to one reader alone. `history` is the latest of it, the latest first. */
export function dealMessage(
  deal: DealDetails,
  history: readonly DealEntry[],
  { memberId, may }: DealReader,
): Message {
  const naming: Naming = { reader: memberId, as: 'mention' };
  const { text, blocks } = standing(deal, naming, may);
  const [head, ...rest] = blocks;
  const latest = latestBlocks(history, (entry) => entryLine(entry, 'text'));
  return { text, blocks: [...(head ? [head] : []), ...latest, ...rest] } as Message;
}

function standing(deal: DealDetails, naming: Naming, may: May): Message {
  return message(md`${heardTitle(deal)}: ${stateLine(deal, 'text')}`, [
    section(lines([boldTitle(deal), stateLine(deal, naming)])),
    context(factsLine(deal)),
    actionBlock(deal, may),
  ]);
}

/** To whoever is to take over a customer that is about to sign; later, what became of it. Nothing is asked. */
export function headsUpMessage(deal: DealDetails): Message {
  const { state, closesOn, owner } = deal;
  const soldBy = owner ? md` Sold by ${named(owner, 'mention')}.` : md``;
  const closes = closesOn ? ` by ${day(closesOn)}` : ' soon';
  const line =
    state === 'expected'
      ? md`is expected to sign${closes}, and would come to you. Nothing to do yet.${soldBy}`
      : state === 'won'
        ? md`signed. You’ll get the handoff next.${soldBy}`
        : state === 'lost'
          ? md`won’t sign: the deal was lost.`
          : md`signed. ${stateLine(deal, 'mention')}.`;
  const heard =
    state === 'expected'
      ? md`Heads-up: ${heardTitle(deal)} is expected to sign${closes}.`
      : md`${heardTitle(deal)}: ${stateLine(deal, 'text')}`;
  return message(heard, [
    section(
      state === 'expected' ? md`*Heads-up:* ${boldTitle(deal)} ${line}` : md`${boldTitle(deal)} ${line}`,
    ),
    context(factsLine(deal)),
  ]);
}

/** To whoever has begun the handoff of a deal that was lost. */
export function dealLostMessage(deal: DealDetails): Message {
  if (deal.state !== 'lost') return standing(deal, 'mention', () => false);
  return message(md`The deal with ${heardTitle(deal)} was lost. Your draft is kept.`, [
    section(
      lines([
        md`The deal with ${boldTitle(deal)} was lost, so no handoff is due any more.`,
        md`What you wrote is kept as a draft. Resume or discard it with \`/handoff\`.`,
      ]),
    ),
  ]);
}

const chased = (deal: DealDetails): ChasedCase => ({
  title: boldTitle(deal),
  heard: heardTitle(deal),
  state: (naming) => stateLine(deal, naming),
});

interface Asked {
  /** Its reader still owes what is asked for. */
  asked: boolean;
  may: May;
  reader?: string | null;
}

function askingOf(deal: DealDetails, { asked, may }: Asked): Asking | null {
  const line = asked ? askOf(deal) : null;
  return line && { line, above: [factsLine(deal)], actions: actionBlock(deal, may) };
}

export function dealReminderMessage(deal: DealDetails, reminder: Asked): Message {
  return reminding(chased(deal), askingOf(deal, reminder), reminder.reader ?? null);
}

/** Somebody asks again, by name. */
export function dealNudgeMessage(deal: DealDetails, nudge: Asked & { by: PersonRef }): Message {
  return nudging(
    chased(deal),
    (naming) => named(nudge.by, naming),
    askingOf(deal, nudge),
    nudge.reader ?? null,
  );
}

export interface DealEscalation extends Told<'hand_over'> {
  may: May;
}

/** Tells somebody above that a customer was won and nobody has handed them over. */
export function dealEscalationMessage(deal: DealDetails, escalation: DealEscalation): Message {
  const { role, may } = escalation;
  return escalating(chased(deal), escalation, {
    isDone: deal.state !== 'won',
    late: (title, naming) => lateLine(deal, title, naming),
    below: (naming) => [requestLine(deal, role, naming)],
    blocks: () => [
      context(factsLine(deal)),
      actions(
        actionsId(deal),
        ...(may('assign') ? [deal.owner ? reassignButton(deal) : assignButton(deal)] : []),
        openButton(deal),
      ),
    ],
  });
}

function lateLine({ owner, answers }: DealDetails, title: Markup, naming: Naming): Markup {
  const who = answers ?? owner;
  return owner && who
    ? md`${named(who, naming)} hasn’t handed over ${title}`
    : md`${title} is won and has no owner`;
}

function requestLine({ owner }: DealDetails, role: ToldRole, naming: Naming): Markup {
  if (!owner) return md`Assign it to whoever sold it.`;
  const who = named(owner, naming);
  if (role === 'fallback_channel')
    return md`Do you work with ${who}? Please point them to this, or tell their lead.`;
  return md`Check with ${who}, reassign it, or say that it needs no handoff.`;
}

/** Several that became overdue at one moment, to one reader. It mentions nobody. */
export function dealRoundupMessage(deals: readonly DealDetails[]): Message {
  const items = deals.map((deal) => ({
    about: heardTitle(deal),
    block: section(lines([shortTitle(deal), stateLine(deal, 'text')]), { accessory: openButton(deal) }),
  }));
  return roundingUp({ one: 'won deal', many: 'won deals', shown: 10 }, items);
}

/** To admins: so many accounts came without a CSM that nobody is asked about each of them. */
export function dealsManyMessage({ accounts }: { accounts: number }): Message {
  const came = plural(accounts, 'new account has', 'new accounts have');
  return message(md`${came} no CSM and no handoff. Baton asked no one about them.`, [
    section(
      lines([
        md`*${came} no CSM and no handoff.*`,
        md`That looks like an import, so Baton asked no one about them. If they were won just now, send them as deals, or set their CSM in the next import.`,
      ]),
    ),
  ]);
}

export type DealActed = 'snoozed' | 'nudged';

/** To whoever clicked, alone: that it is done. */
export function dealActedMessage(acted: DealActed, deal: DealDetails): Message {
  const name = deal.accountName;
  const line = (naming: Naming) =>
    acted === 'nudged' ? nudgedLine(name, deal.answers, naming) : snoozedLine(name, deal.snoozedUntil);
  return message(line('text'), [section(line('mention'))]);
}
