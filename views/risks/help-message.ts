import { message, section } from '../kit/blocks.ts';
import { excerpt } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';

/** What `/risk` understands. Anything else is an account's name. */
const WAYS = [
  md`\`/risk Example GmbH\` flags an account that is slipping`,
  md`\`/risk\` flags one too, and asks which`,
  md`\`/risk R-7\` shows where one stands`,
  md`\`/risk mine\` lists the open ones that are yours`,
  md`\`/risk list\` lists all that are open: by severity, ARR and nearness of renewal`,
  md`\`/risk new Help\` takes what follows as a name, whatever it looks like`,
];

/** After unknown input, says so first, with what was probably meant. */
export function riskHelpMessage(unknown?: string, suggestion?: string): Message {
  const hint = suggestion ? md` Did you mean \`/risk ${suggestion}\`?` : md``;
  const headline = unknown
    ? md`Baton does not understand “${excerpt(unknown, 80)}”.${hint}`
    : md`Baton finds somebody for each account at risk, and asks them how it goes.`;
  return message(md`${headline} Try /risk help.`, [section(headline), section(lines(WAYS))]);
}
