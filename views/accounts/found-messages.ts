import type { KnownBlock } from '@slack/types';
import { type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import { excerpt } from '../kit/long-text.ts';
import { bold, lines, md } from '../kit/text.ts';
import { ACCOUNT_ACTIONS } from './ids.ts';

type Named = readonly { id: string; name: string; domain: string | null }[];

const NAME_SHOWN = 80;

/** Several accounts fit what was typed. */
export function pickMessage(typed: string, accounts: Named, more: boolean): Message {
  const headline = md`Several accounts fit “${excerpt(typed, 60)}”. Pick one.`;
  const rest = more ? [section(md`There are more. Type more of its name to narrow it down.`)] : [];
  return message(headline, [section(headline), ...rows(accounts), ...rest]);
}

/** None does. */
export function notFoundMessage(typed: string, near: Named): Message {
  const headline = md`No account is called “${excerpt(typed, 60)}”.`;
  const hint = md`*New account?* Hand it over with \`/handoff\` and its name, or flag a risk with \`/risk\` and its name.`;
  if (near.length === 0) return message(headline, [section(lines([headline, hint]))]);
  return message(headline, [
    section(md`${headline} Did you mean one of these?`),
    ...rows(near),
    section(hint),
  ]);
}

function rows(accounts: Named): KnownBlock[] {
  return accounts.map(({ id, name, domain }) =>
    section(md`${bold(clip(name, NAME_SHOWN))}${domain ? ` · ${clip(domain, NAME_SHOWN)}` : ''}`, {
      accessory: button({
        action: ACCOUNT_ACTIONS.show,
        text: 'Open',
        value: id,
        label: `Open ${clip(name, 60)}`,
      }),
    }),
  );
}
