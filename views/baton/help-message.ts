import type { GlossaryGroup, LookedUp } from '../../src/figures/glossary.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import { bold, lines, type Markup, md } from '../kit/text.ts';

/** Every word by its group. What one means is a command away. */
export function glossaryMessage(groups: readonly GlossaryGroup[]): Message {
  const headline = md`Baton’s words and figures. To look one up, type \`/baton glossary at risk\`.`;
  return message(headline, [
    section(headline),
    ...groups.map(({ title, entries }) =>
      section(lines([bold(title), md`${entries.map(({ term }) => term).join(', ')}`])),
    ),
  ]);
}

/** What a word means, once for each of its meanings; the nearest word where it is not there as written. */
export function meaningMessage(word: string, { found, exact }: LookedUp): Message {
  const asked = excerpt(word, 80);
  if (found.length === 0) {
    const none = md`“${asked}” isn’t in the glossary. \`/baton glossary\` lists what is.`;
    return message(none, [section(none)]);
  }
  const near = exact ? [] : [section(md`“${asked}” isn’t in the glossary. This is close:`)];
  const meanings = found.flatMap(({ group, entry: { term, says, from } }) => [
    section(lines([bold(term), md`${says}`])),
    context(md`${group} · From: ${from}`),
  ]);
  const [first] = found;
  return message(md`${first?.entry.term ?? ''}: ${first?.entry.says ?? ''}`, [...near, ...meanings]);
}

interface Help {
  about: Markup;
  /** What it understands. */
  ways: readonly Markup[];
}

export type Command = 'handoff' | 'risk' | 'account' | 'digest' | 'baton';

const HELP: Record<Command, Help> = {
  handoff: {
    about: md`Hand customers over between sales, service, and customer success, and expansions back to sales.`,
    ways: [
      md`*Hand over:* \`/handoff Acme\``,
      md`*Continue a draft:* \`/handoff\``,
      md`*Look one up:* \`/handoff H-12\``,
      md`*Yours:* \`/handoff mine\``,
      md`*All open:* \`/handoff list\``,
      md`*Name looks like a command?* \`/handoff new Help GmbH\``,
    ],
  },
  risk: {
    about: md`Baton finds an owner for each account at risk, and asks them for updates.`,
    ways: [
      md`*Flag a risk:* \`/risk Acme\``,
      md`*Look one up:* \`/risk R-7\``,
      md`*Yours:* \`/risk mine\``,
      md`*All open, most urgent first:* \`/risk list\``,
      md`*Name looks like a command?* \`/risk new Help GmbH\``,
    ],
  },
  account: {
    about: md`Baton shows you an account’s health, owners and promises. Only you see the answer.`,
    ways: [
      md`*Look one up:* \`/account Acme\``,
      md`*By domain, or by its id in another system:* \`/account example.com\``,
    ],
  },
  digest: {
    about: md`A digest tells you each week or month what is at risk, why, and what to do.`,
    ways: [
      md`*Create, edit or stop one:* \`/digest\``,
      md`*Send one now:* \`/digest now\``,
      md`*See one, for you alone:* \`/digest preview\``,
      md`*Prepare a review:* \`/digest agenda\`, a thread with a question about each account at risk`,
      md`*Stop one:* \`/digest stop\``,
    ],
  },
  baton: {
    about: md`Baton hands customers from one team to the next, and finds someone to act when one may leave. Your work, accounts and settings are on its Home tab.`,
    ways: [
      md`*Hand a customer over:* \`/handoff help\``,
      md`*Flag a customer who may leave:* \`/risk help\``,
      md`*Look a customer up:* \`/account help\``,
      md`*Get a weekly or monthly digest:* \`/digest help\``,
      md`*Going away:* \`/baton away friday @sam\` or \`dec 21 until jan 4\`, and \`/baton back\` when you’re here again sooner`,
      md`*For someone you lead:* \`/baton away @kim dec 24 @sam\``,
      md`*Choose when your morning message comes, and mute receipts:* \`/baton preferences\``,
      md`*See every word and figure:* \`/baton glossary\``,
      md`*Look one up, such as the save rate:* \`/baton glossary save rate\``,
    ],
  },
};

/** What a command understands. After unknown input it says so first, with what was probably meant. */
export function helpMessage(command: Command, unknown?: string, suggestion?: string | null): Message {
  const { about, ways } = HELP[command];
  const hint = suggestion ? md` Did you mean \`/${command} ${suggestion}\`?` : md``;
  const headline = unknown ? md`Baton doesn’t know “${excerpt(unknown, 80)}”.${hint}` : about;
  return message(headline, [section(headline), section(lines(ways))]);
}
