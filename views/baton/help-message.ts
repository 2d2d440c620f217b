import type { GlossaryGroup, LookedUp } from '../../src/figures/glossary.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import { bold, lines, type Markup, md } from '../kit/text.ts';

/** Every word by its group. What one means is a command away. */
export function glossaryMessage(groups: readonly GlossaryGroup[]): Message {
  const headline = md`The words that Baton uses. \`/baton glossary at risk\` says what one means, and where its number comes from.`;
  return message(md`The words that Baton uses.`, [
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
    const none = md`“${asked}” is not among the words that Baton explains. \`/baton glossary\` lists them.`;
    return message(none, [section(none)]);
  }
  const near = exact ? [] : [section(md`“${asked}” is not there as such. This is near:`)];
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
  /** What to write next. */
  next: string;
}

export type Command = 'handoff' | 'risk' | 'account' | 'digest' | 'baton';

const HELP: Record<Command, Help> = {
  handoff: {
    about: md`Baton hands customers over from sales to customer success, and expansions back to sales.`,
    ways: [
      md`\`/handoff Example GmbH\` hands an account over, or an expansion when you pick somebody in sales`,
      md`\`/handoff\` hands over too, and offers your drafts`,
      md`\`/handoff H-12\` shows where one stands`,
      md`\`/handoff mine\` lists what waits for you, and what you sent`,
      md`\`/handoff list\` lists all that is open`,
      md`\`/handoff new Help\` takes what follows as a name, whatever it looks like`,
    ],
    next: '/handoff help',
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
    next: '/risk help',
  },
  account: {
    about: md`Baton shows you an account’s health, owners and promises. Only you see the answer.`,
    ways: [
      md`*Look one up:* \`/account Acme\``,
      md`*By domain, or by its id in another system:* \`/account example.com\``,
    ],
    next: '/account and a name',
  },
  digest: {
    about: md`A digest tells you each week, or each month, what is at risk, why, and what to do.`,
    ways: [
      md`\`/digest\` shows your digests, to make, change or stop one`,
      md`\`/digest now\` sends one at once`,
      md`\`/digest preview\` shows one to you alone`,
      md`\`/digest agenda\` makes the agenda of a review: a thread with each account at risk and a question to answer`,
      md`\`/digest stop\` stops one`,
    ],
    next: '/digest help',
  },
  baton: {
    about: md`Baton passes customers from one team to the next, and finds somebody for each that may leave. Your work, your accounts and the settings are on its Home tab.`,
    ways: [
      md`\`/baton glossary\` lists the words that Baton uses`,
      md`\`/baton glossary save rate\` says what one means, and where its number comes from`,
      md`\`/handoff help\` is about handing customers over`,
      md`\`/risk help\` is about customers who may leave`,
      md`\`/account help\` is about what is known of one customer`,
      md`\`/digest help\` is about the weekly or monthly digest`,
    ],
    next: '/baton help',
  },
};

/** What a command understands. After unknown input it says so first, with what was probably meant. */
export function helpMessage(command: Command, unknown?: string, suggestion?: string | null): Message {
  const { about, ways, next } = HELP[command];
  const hint = suggestion ? md` Did you mean \`/${command} ${suggestion}\`?` : md``;
  const headline = unknown ? md`Baton does not understand “${excerpt(unknown, 80)}”.${hint}` : about;
  return message(md`${headline} Try ${next}.`, [section(headline), section(lines(ways))]);
}
