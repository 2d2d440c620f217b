import { message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';

/** What `/handoff` understands. Anything else is an account's name. */
const WAYS = [
  md`\`/handoff Example GmbH\` hands an account over, or an expansion when you pick somebody in sales`,
  md`\`/handoff\` hands over too, and offers your drafts`,
  md`\`/handoff H-12\` shows where one stands`,
  md`\`/handoff mine\` lists what waits for you, and what you sent`,
  md`\`/handoff list\` lists all that is open`,
  md`\`/handoff new Help\` takes what follows as a name, whatever it looks like`,
];

/** After unknown input, says so first, with what was probably meant. */
export function helpMessage(unknown?: string, suggestion?: string): Message {
  const hint = suggestion ? md` Did you mean \`/handoff ${suggestion}\`?` : md``;
  const unclear = unknown ? [md`Baton does not understand “${excerpt(unknown, 80)}”.${hint}`] : [];
  const headline =
    unclear[0] ??
    md`Baton hands customers over from sales to customer success, and expansions back to sales.`;
  return message(md`${headline} Try /handoff help.`, [section(headline), section(lines(WAYS))]);
}
