import { message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';

/** What `/digest` understands. */
const WAYS = [
  md`\`/digest\` shows your digests, to make, change or stop one`,
  md`\`/digest now\` sends one at once`,
  md`\`/digest preview\` shows one to you alone`,
  md`\`/digest agenda\` makes the agenda of a review: a thread with each account at risk and a question to answer`,
  md`\`/digest stop\` stops one`,
];

/** After unknown input, says so first, with what was probably meant. */
export function digestHelpMessage(unknown?: string, suggestion?: string): Message {
  const hint = suggestion ? md` Did you mean \`/digest ${suggestion}\`?` : md``;
  const headline = unknown
    ? md`Baton does not understand “${excerpt(unknown, 80)}”.${hint}`
    : md`A digest tells you each week, or each month, what is at risk, why, and what to do.`;
  return message(md`${headline} Try /digest help.`, [section(headline), section(lines(WAYS))]);
}
