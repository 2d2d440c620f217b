import type { KnownBlock } from '@slack/types';
import type { Brief } from '../../../src/handoffs/brief/brief.ts';
import { typedField } from '../../../src/handoffs/brief/template.ts';
import { isWaiting } from '../../../src/handoffs/handoff.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { bold, type Markup, md } from '../../kit/text.ts';
import { saidWords } from '../parts/said.ts';
import { ASKED_ALL_THE_SAME, completenessLine } from './brief-blocks.ts';

/** What matters most of the first screen; the rest of it follows in its own order. */
const ESSENCE: readonly string[] = ['why', 'open', 'outcome', 'promises', 'contact'];

/** The beginning of an answer, and whether the customer said so. */
function answerTo(brief: Brief, key: string): Markup | null {
  const field = typedField(key);
  const own = Object.hasOwn(brief.own, key) ? brief.own[key] : undefined;
  const on = field === 'goLive' ? brief.goLive : own?.day;
  if (on) return md`${day(on)}`;
  const [first] = brief.outcomes;
  if (key === 'outcome') return first ? md`${excerpt(first.text)}${saidWords(first.said)}` : null;
  const text = field ? brief[field] : own?.text;
  const said = field === 'promises' ? brief.promisesSaid : undefined;
  return text ? md`${excerpt(text)}${saidWords(said)}` : null;
}

/** A message holds 10,000 characters. */
const REASON_SHOWN = 150;

/** The beginning of what matters first, and how full the brief is. Nothing of a private one that is withheld. */
export function essenceBlocks(handoff: ShownHandoff): KnownBlock[] {
  if (!handoff.readable) return [];
  const { brief, questions } = handoff;
  const { whyNow } = brief;
  const inOrder = [
    ...ESSENCE.flatMap((key) => questions.filter((one) => one.key === key)),
    ...questions.filter(({ key }) => !ESSENCE.includes(key)),
  ];
  const parts = [
    ...inOrder.flatMap(({ key, label }) => {
      const answer = answerTo(brief, key);
      return answer ? [md`${bold(`${label}:`)} ${answer}`] : [];
    }),
    ...(whyNow && KINDS[handoff.kind].isGuarded
      ? [md`${bold(`${ASKED_ALL_THE_SAME}:`)} ${excerpt(whyNow, REASON_SHOWN)}`]
      : []),
  ];
  // Once it is accepted, what was not answered is not asked for any more.
  const rest = isWaiting(handoff.state) ? [section(completenessLine(handoff))] : [];
  return [...parts.map((part) => section(part)), ...rest];
}
