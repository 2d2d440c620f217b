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
    about: md`Hand customers over from sales to customer success, and expansions back to sales.`,
    ways: [
      md`*Hand over:* \`/handoff Acme\``,
      md`*Continue a draft:* \`/handoff\``,
      md`*Look one up:* \`/handoff H-12\``,
      md`*Yours:* \`/handoff mine\``,
      md`*All open:* \`/handoff list\``,
      md`*Name looks like a command?* \`/handoff new Help GmbH\``,
    ],
    next: '/handoff help',
  },
  risk: {
    about: md`Baton finds somebody for each account at risk, and asks them how it goes.`,
    ways: [
      md`\`/risk Example GmbH\` flags an account that is slipping`,
      md`\`/risk\` flags one too, and asks which`,
      md`\`/risk R-7\` shows where one stands`,
      md`\`/risk mine\` lists the open ones that are yours`,
      md`\`/risk list\` lists all that are open: by severity, ARR and nearness of renewal`,
      md`\`/risk new Help\` takes what follows as a name, whatever it looks like`,
    ],
    next: '/risk help',
  },
  account: {
    about: md`Baton shows what both teams know of an account. Only you see the answer.`,
    ways: [
      md`\`/account Example GmbH\` shows how an account stands: whose it is, its health and why, what it was promised`,
      md`\`/account example.com\` finds it by domain, or by the id that another system knows it by`,
      md`\`/account help\` shows this`,
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
