import type { GlossaryGroup, LookedUp } from '../../src/figures/glossary.ts';
import { context, message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { bold, lines, md } from '../kit/text.ts';

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
