import type { KnownBlock } from '@slack/types';
import type { DigestContent, Left, Overdue } from '../../src/digests/content.ts';
import { DEAL_ACTIONS } from '../deals/ids.ts';
import { ACTIONS } from '../handoffs/ids.ts';
import { context, header, type Message, message, section } from '../kit/blocks.ts';
import { dayOf } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { figureLines, tooFewLine } from '../kit/figures.ts';
import { bold, lines, listed, type Markup, md, type Naming } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { DIGEST_ACTIONS } from './ids.ts';
import { endedFigures, handoffFigures, otherFigures, periodText, teamLines } from './parts/service-lines.ts';
import { person, short } from './parts/words.ts';

const ACCOUNT_SHOWN = 40;
const SHOWN = 10;

const NOTHING_LATE = 'Nothing is overdue, and every won deal is handed over.';

/** What is late, what was won and not handed over, whose kickoff is late, and how well both teams responded. */
export function workMessage(content: DigestContent, naming: Naming): Message {
  const parts = [
    part('Overdue', content.overdue, (one) => overdueBlock(one, naming)),
    part('Won, not handed over', content.left, (one) => leftBlock(one, naming)),
    part('Kickoff late', content.kickoffs, (one) => leftBlock(one, naming)),
  ].filter(({ blocks }) => blocks.length > 0);
  const handoffs = handoffFigures(content);
  const risks = [...endedFigures(content), ...otherFigures(content)];
  const teams = teamLines(content);
  const tooFew = tooFewLine([...handoffs, ...risks]);
  const spoken = parts.length > 0 ? listed(parts.map(({ title }) => title)) : NOTHING_LATE;
  return message(md`${spoken}`, [
    ...(parts.length > 0 ? parts.flatMap(({ blocks }) => blocks) : [section(md`${NOTHING_LATE}`)]),
    ...figureBlock(md`${bold('Handoffs')} first sent ${periodText(content)}`, figureLines(handoffs)),
    ...(teams.length > 1 ? figureBlock(bold('By receiving team'), teams) : []),
    ...figureBlock(md`${bold('Risks')} closed ${periodText(content)}`, figureLines(risks)),
    ...(tooFew.length > 0 ? [context(...tooFew)] : []),
  ]);
}

const figureBlock = (title: Markup, rows: readonly Markup[]): KnownBlock[] =>
  rows.length > 0 ? [section(lines([title, ...rows]))] : [];

/** One list under its title; nothing where there is nothing in it. */
function part<T>(
  name: string,
  { total, some }: { total: number; some: readonly T[] },
  draw: (one: T) => KnownBlock,
): { title: string; blocks: KnownBlock[] } {
  const title = `${name}: ${total.toLocaleString('en-US')}`;
  const shown = some.slice(0, SHOWN);
  const more = total - shown.length;
  const rest = more > 0 ? [context(md`${more.toLocaleString('en-US')} more`)] : [];
  return { title, blocks: total > 0 ? [header(title), ...shown.map(draw), ...rest] : [] };
}

function overdueBlock({ kind, id, name, account, who, since }: Overdue, naming: Naming): KnownBlock {
  const title = `${short(account, ACCOUNT_SHOWN)} (${name})`;
  const whose = who ? person(who, naming) : md`no owner yet`;
  return section(md`${bold(title)}: ${whose} · overdue since ${dayOf(new Date(since))}`, {
    accessory: button({
      action: kind === 'risk' ? RISK_ACTIONS.open : ACTIONS.open,
      text: 'Open',
      value: id,
      label: `Open: ${title}`,
    }),
  });
}

function leftBlock({ kind, id, account, who, since }: Left, naming: Naming): KnownBlock {
  const shown = short(account, ACCOUNT_SHOWN);
  const whose: Markup = who ? person(who, naming) : md`no owner`;
  const at = dayOf(new Date(since));
  if (kind === 'draft')
    return section(md`${bold(shown)}: ${whose} · draft since ${at}`, {
      accessory: button({
        action: DIGEST_ACTIONS.resume,
        text: 'Resume',
        value: id,
        label: `Resume: ${shown}`,
      }),
    });
  if (kind === 'deal')
    return section(md`${bold(shown)}: ${whose} · overdue since ${at}`, {
      accessory: button({ action: DEAL_ACTIONS.open, text: 'Open', value: id, label: `Open: ${shown}` }),
    });
  return section(md`${bold(shown)}: ${whose} · accepted ${at}, kickoff not held`, {
    accessory: button({ action: ACTIONS.open, text: 'Open', value: id, label: `Open: ${shown}` }),
  });
}
