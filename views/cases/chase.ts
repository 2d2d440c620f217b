// Messages that chase somebody for the step they owe. Once they do not owe it any more, each says where it stands.
import type { KnownBlock } from '@slack/types';
import type { Role } from '../../src/cases/clocks/ladder.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { bold, lines, type Markup, md, type Naming, plural } from '../kit/text.ts';

/** A case as these messages speak of it. */
export interface ChasedCase {
  /** 'Example GmbH (H-12)' */
  title: string;
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

/** Returns where it stands, and asks nothing. */
function standing({ title, state }: ChasedCase, naming: Naming = 'mention', said = title): Message {
  return message(md`${said}. ${state('text')}`, [section(lines([bold(title), state(naming)]))]);
}

/** Returns one reminder, to whoever owes the next step; null: they do not. */
export function reminding(shown: ChasedCase, asking: Asking | null): Message {
  if (!asking) return standing(shown);
  const { line, above = [], below = [], actions } = asking;
  return message(md`${shown.title} waits for you. ${line}`, [
    section(lines([md`${bold(shown.title)} waits for you.`, ...above, line, ...below])),
    actions,
  ]);
}

/** Returns what somebody asks again, by name. */
export function nudging(shown: ChasedCase, by: (naming: Naming) => Markup, asking: Asking | null): Message {
  if (!asking) return standing(shown);
  const { line, above = [], actions } = asking;
  return message(md`${by('text')} asks you to look at ${shown.title}. ${line}`, [
    section(lines([md`${by('mention')} asks you to look at ${bold(shown.title)}.`, ...above, line])),
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
}

interface Late {
  /** The step was taken meanwhile. */
  isDone: boolean;
  /** Who has not done what. */
  late: (naming: Naming) => Markup;
  above?: (naming: Naming) => Markup[];
  /** What the reader can do. */
  below: (naming: Naming) => Markup[];
  blocks: (naming: Naming) => KnownBlock[];
}

/** Returns what tells somebody that a step is overdue. In the fallback channel it mentions nobody. */
export function escalating(
  shown: ChasedCase,
  { role, overdueSince }: Omit<Told<string>, 'clock'>,
  { isDone, late, above, below, blocks }: Late,
): Message {
  const naming: Naming = role === 'fallback_channel' ? 'text' : 'mention';
  if (isDone || !overdueSince)
    return standing(shown, naming, isDone ? `${shown.title}, no longer overdue` : shown.title);
  const since = md`${late(naming)} It was due ${when(overdueSince)}.`;
  return message(md`Overdue: ${shown.title}. ${late('text')}`, [
    section(lines([bold(shown.title), ...(above?.(naming) ?? []), since, ...below(naming)])),
    ...blocks(naming),
  ]);
}

/** Returns several cases that became overdue at one moment, to one reader; `shown` at most. */
export function roundingUp(
  { one, many, shown }: { one: 'handoff' | 'risk'; many: string; shown: number },
  items: readonly KnownBlock[],
): Message {
  if (items.length === 0) {
    const done = md`These ${many} are no longer overdue.`;
    return message(done, [section(done)]);
  }
  const headline = md`${plural(items.length, `${one} is`, `${many} are`)} overdue.`;
  const more = items.length - shown;
  return message(headline, [
    section(headline),
    ...items.slice(0, shown),
    ...(more > 0 ? [context(md`And ${more} more: \`/${one} list\``)] : []),
  ]);
}
