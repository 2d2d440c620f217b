import { GLOSSARY, lookUp } from '../../src/figures/glossary.ts';
import { closest } from '../../src/platform/closest.ts';
import { glossaryMessage, meaningMessage } from '../../views/baton/glossary-message.ts';
import { batonHelpMessage } from '../../views/baton/help-message.ts';
import type { Say } from '../answer.ts';
import type { CommandHandler } from '../command.ts';
import { parseCommand } from '../parse-command.ts';

const WORDS = ['glossary', 'help'] as const;

/** `/baton`, `/baton glossary`, `/baton glossary save rate`, `help`. Nothing of it is about a customer. */
export const batonCommand: CommandHandler = (typed) => ({
  says: answerTo(parseCommand(typed, WORDS).text),
});

/** What is said to this text: it rests on nothing else. */
export function answerTo(text: string): Say {
  const [, wanted = ''] = /^glossary ?(.*)$/i.exec(text) ?? [];
  if (/^(help)?$/i.test(text)) return batonHelpMessage();
  if (/^glossary$/i.test(text)) return glossaryMessage(GLOSSARY);
  if (wanted) return meaningMessage(wanted, lookUp(wanted));
  // A word of the glossary by itself is a question about it.
  const { found, exact } = lookUp(text);
  const near = exact ? `glossary ${found[0]?.entry.term}` : closest(text.split(' ')[0] ?? '', WORDS);
  return batonHelpMessage(text, near);
}
