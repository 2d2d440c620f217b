import { message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';

/** What `/baton` understands, and where everything else is. */
const WAYS = [
  md`\`/baton glossary\` lists the words that Baton uses`,
  md`\`/baton glossary save rate\` says what one means, and where its number comes from`,
  md`\`/handoff help\` is about handing customers over`,
  md`\`/risk help\` is about customers who may leave`,
  md`\`/account help\` is about what is known of one customer`,
  md`\`/digest help\` is about the weekly or monthly digest`,
];

/** After unknown input, says so first, with what was probably meant. */
export function batonHelpMessage(unknown?: string, suggestion?: string): Message {
  const hint = suggestion ? md` Did you mean \`/baton ${suggestion}\`?` : md``;
  const headline = unknown
    ? md`Baton does not understand “${excerpt(unknown, 80)}”.${hint}`
    : md`Baton passes customers from one team to the next, and finds somebody for each that may leave. Your work, your accounts and the settings are on its Home tab.`;
  return message(md`${headline} Try /baton help.`, [section(headline), section(lines(WAYS))]);
}
