// Messages that chase somebody for the step they owe. Once they do not owe it any more, each says where it stands.
import type { KnownBlock } from '@slack/types';
import type { Role } from '../../src/cases/clocks/ladder.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { bold, lines, listed, type Markup, md, type Naming, plural } from '../kit/text.ts';

/** A case as these messages speak of it. */
export interface ChasedCase {
  /** '*Example GmbH (H-12)*' */
  title: Markup;
  /** The same as a lock screen shows it. */
  heard: string;
  /** Where it stands. */
  state: (naming: Naming) => Markup;
}

/** What its reader is asked for. */
export interface Asking {
  line: Markup;
  /** Why, above what is asked. */
  above?: readonly Markup[];
  below?: readonly Markup[];
  actions: KnownBlock;
}

const toReader = (reader: string | null): Naming => (reader ? { reader, as: 'mention' } : 'mention');

/** Returns where it stands, and asks nothing. */
function standing({ title, heard, state }: ChasedCase, naming: Naming, said = heard): Message {
  return message(md`${said}: ${state('text')}`, [section(lines([title, state(naming)]))]);
}

/** Returns one reminder, to whoever owes the next step; null: they do not. */
export function reminding(shown: ChasedCase, asking: Asking | null, reader: string | null): Message {
  if (!asking) return standing(shown, toReader(reader));
  const { line, above = [], below = [], actions } = asking;
  return message(md`${shown.heard} is waiting for you. ${line}`, [
    section(lines([md`${shown.title} is waiting for you.`, ...above, line, ...below])),
    actions,
  ]);
}

/** Returns what somebody asks again, by name. */
export function nudging(
  shown: ChasedCase,
  by: (naming: Naming) => Markup,
  asking: Asking | null,
  reader: string | null,
): Message {
  if (!asking) return standing(shown, toReader(reader));
  const { line, above = [], actions } = asking;
  return message(md`${by('text')} is asking about ${shown.heard}. ${line}`, [
    section(lines([md`${by('mention')} is asking about ${shown.title}.`, ...above, line])),
    actions,
  ]);
}

/** Who is told that somebody else is late. */
export type ToldRole = Exclude<Role, 'owner'>;

export interface Told<Clock> {
  clock: Clock;
  /** As whom the reader is told. */
  role: ToldRole;
  /** When the limit passed. Null: what it asked for is over, or is no matter of this reader any more. */
  overdueSince: Date | null;
  /** The member who reads it; without one it is in a channel, or says to whom it is. */
  reader?: string | null;
}

interface Late {
  /** The step was taken meanwhile. */
  isDone: boolean;
  /** What it is called to be late with this; *Overdue* unless it says more. */
  label?: string;
  /** What of the case was not done: 'no response from Sample CSM on Example GmbH (H-12)'. */
  late: (title: Markup, naming: Naming) => Markup;
  above?: (naming: Naming) => Markup[];
  /** What the reader can do, the ask itself first. */
  below: (naming: Naming) => Markup[];
  blocks: (naming: Naming) => KnownBlock[];
}

/** Returns what tells somebody that a step is overdue. In the fallback channel it mentions nobody. */
export function escalating(
  shown: ChasedCase,
  { role, overdueSince, reader }: Omit<Told<string>, 'clock'>,
  { isDone, label = 'Overdue', late, above, below, blocks }: Late,
): Message {
  const as = role === 'fallback_channel' ? 'text' : 'mention';
  const to = (as: 'mention' | 'text'): Naming => (reader ? { reader, as } : as);
  const naming = to(as);
  if (isDone || !overdueSince)
    return standing(shown, naming, isDone ? `No longer overdue: ${shown.heard}` : shown.heard);
  const [ask] = below('text');
  const headline = md`${bold(`${label}:`)} ${late(shown.title, naming)}, due ${when(overdueSince)}.`;
  return message(md`${label}: ${late(md`${shown.heard}`, to('text'))}. ${ask ?? ''}`, [
    section(lines([headline, ...(above?.(naming) ?? []), ...below(naming)])),
    ...blocks(naming),
  ]);
}

/** One case in such a list. */
export interface RoundedUp {
  /** Whose it is, as a lock screen names it. */
  about: string;
  block: KnownBlock;
}

/** Returns several cases that became overdue at one moment, to one reader; `shown` at most. */
export function roundingUp(
  { one, many, shown }: { one: 'handoff' | 'risk' | 'won deal'; many: string; shown: number },
  items: readonly RoundedUp[],
): Message {
  if (items.length === 0) {
    const done = md`These ${many} are no longer overdue.`;
    return message(done, [section(done)]);
  }
  const headline = plural(items.length, `${one} is`, `${many} are`);
  const more = items.length - shown;
  return message(md`${headline} overdue: ${listed(items.map(({ about }) => about))}`, [
    section(md`${bold(`${headline} overdue.`)}`),
    ...items.slice(0, shown).map(({ block }) => block),
    ...(more > 0
      ? [context(one === 'won deal' ? md`${more} more on your Home` : md`${more} more: \`/${one} list\``)]
      : []),
  ]);
}
