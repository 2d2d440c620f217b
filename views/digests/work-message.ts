import type { KnownBlock } from '@slack/types';
import type { DigestContent, Left, Overdue } from '../../src/digests/content.ts';
import { ACTIONS } from '../handoffs/ids.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { dayOf } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { bold, lines, type Markup, md, type Naming } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { DIGEST_ACTIONS } from './ids.ts';
import { endedLines, handoffLines, otherLines, periodText, teamLines } from './parts/service-lines.ts';
import { person, short } from './parts/words.ts';

const ACCOUNT_SHOWN = 40;
const SHOWN = 10;

/** What is late, what was won and not handed over, whose kickoff is late, and how well both teams answered. */
export function workMessage(content: DigestContent, naming: Naming): Message {
  const { overdue, left, kickoffs } = content;
  const late = counted('Overdue', overdue.total) ?? 'Nothing is overdue.';
  const waiting = counted('Won, not handed over', left.total) ?? 'No handoff is left as a draft.';
  const unheld = counted('Kickoff late', kickoffs.total) ?? 'No kickoff is late.';
  const teams = teamLines(content);
  return message(md`${late} ${waiting} ${unheld}`, [
    section(bold(late)),
    ...overdue.some.slice(0, SHOWN).map((one) => overdueBlock(one, naming)),
    ...andMore(overdue),
    section(bold(waiting)),
    ...left.some.slice(0, SHOWN).map((one) => leftBlock(one, naming)),
    ...andMore(left),
    section(bold(unheld)),
    ...kickoffs.some.slice(0, SHOWN).map((one) => leftBlock(one, naming)),
    ...andMore(kickoffs),
    section(lines([md`${bold('Handoffs')}, first sent ${periodText(content)}`, ...handoffLines(content)])),
    ...(teams.length > 1 ? [section(lines([bold('By the team that received them'), ...teams]))] : []),
    section(
      lines([
        md`${bold('Risks')}, ended ${periodText(content)}`,
        ...endedLines(content),
        ...otherLines(content),
      ]),
    ),
  ]);
}

const counted = (what: string, count: number): string | null =>
  count > 0 ? `${what}: ${count.toLocaleString('en-US')}.` : null;

function andMore({ total, some }: { total: number; some: readonly unknown[] }): KnownBlock[] {
  const more = total - Math.min(some.length, SHOWN);
  return more > 0 ? [context(md`And ${more.toLocaleString('en-US')} more.`)] : [];
}

function overdueBlock({ kind, id, name, account, who, since }: Overdue, naming: Naming): KnownBlock {
  const shown = short(account, ACCOUNT_SHOWN);
  const whose = who ? person(who, naming) : md`nobody yet`;
  return section(md`${bold(`${name} · ${shown}`)}: ${whose}, since ${dayOf(new Date(since))}`, {
    accessory: button({
      action: kind === 'risk' ? RISK_ACTIONS.open : ACTIONS.open,
      text: 'Open',
      value: id,
      label: `Open ${name} · ${shown}`,
    }),
  });
}

function leftBlock({ kind, id, account, who, since }: Left, naming: Naming): KnownBlock {
  const shown = short(account, ACCOUNT_SHOWN);
  const whose: Markup = who ? person(who, naming) : md`nobody`;
  const at = dayOf(new Date(since));
  if (kind === 'draft')
    return section(md`${bold(shown)}: draft begun ${at}, not sent yet, with ${whose}`, {
      accessory: button({
        action: DIGEST_ACTIONS.resume,
        text: 'Resume',
        value: id,
        label: `Resume: ${shown}`,
      }),
    });
  return section(md`${bold(shown)}: kickoff not held, accepted ${at}, with ${whose}`, {
    accessory: button({ action: ACTIONS.open, text: 'Open', value: id, label: `Open: ${shown}` }),
  });
}
