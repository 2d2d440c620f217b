import type { OwedItem } from '../../src/home/work.ts';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import { readPlan } from '../../src/risks/risk.ts';
import { RISK_FACTS, type RiskFacts } from '../../src/risks/rules/owed.ts';
import type { MorningLine, MorningPart } from '../cases/morning-message.ts';
import { askLine } from '../cases/words.ts';
import { bandLabel } from '../health/words.ts';
import { type RowWords, workRow } from '../home/parts/work-item.ts';
import { section } from '../kit/blocks.ts';
import { day } from '../kit/dates.ts';
import { excerpt } from '../kit/long-text.ts';
import { capital, dotted, lines, type Markup, md } from '../kit/text.ts';
import { RISK_ACTIONS } from './ids.ts';
import { stakeLine } from './parts/body.ts';
import { ASKS, askOf, openButton } from './parts/buttons.ts';
import { headline, heardAbout, heardTitle, planLost, shortStateLine, shortTitle } from './parts/naming.ts';

const ACTION_SHOWN = 80;

/** A risk among what waits. */
export const riskRow = workRow(RISK_FACTS, (item, facts, now): RowWords => {
  const { said, ...button } = stepOf(item, facts, now);
  return { said: [dotted([bandLabel(facts.severity), stakeLine(item.account ?? {})]), said], button };
});

const STEPS: Record<string, { ask: string; action: string; text: string }> = {
  claim: { ask: ASKS.claim, action: RISK_ACTIONS.claim, text: 'I’ve got it' },
  plan: { ask: ASKS.plan, action: RISK_ACTIONS.plan, text: 'Plan…' },
};
const CHECK_IN = { ask: ASKS.check_in, action: RISK_ACTIONS.checkIn, text: 'Check in…' };

function stepOf(
  { id, step, section, dueAt }: OwedItem,
  { plan: stored, checkInOn }: RiskFacts,
  now: Date,
): RowWords['button'] & { said: Markup } {
  const { ask, action, text } = STEPS[step] ?? CHECK_IN;
  if (STEPS[step]) return { action, text, said: askLine(ask, dueAt, dueAt !== null && dueAt <= now) };
  const plan = readPlan(stored, id);
  const isPlanLost = plan === null && stored != null;
  const first = plan
    ? md`${excerpt(plan.firstAction, ACTION_SHOWN)} by ${day(plan.dueOn)}`
    : md`${capital(planLost({ isPlanLost }))}`;
  const isLate = dueAt !== null && dueAt <= now && section !== 'risks_planned';
  const on = checkInOn ? `Check-in ${day(checkInOn)}` : 'Check-in';
  return { action, text, said: dotted([isLate ? askLine(ask, dueAt, true) : on, first]) };
}

export interface RiskOfMorning {
  risk: RiskDetails;
  isLate: boolean;
}

/** The risks of somebody's morning. */
export function risksOfMorning(
  items: readonly RiskOfMorning[],
  viewerId: string,
  done: readonly RiskDetails[] = [],
): MorningPart {
  return {
    title: 'At-risk accounts',
    lines: items.map((item) => lineOf(item, viewerId)),
    done: done.map(heardTitle),
  };
}

function lineOf({ risk, isLate }: RiskOfMorning, viewerId: string): MorningLine {
  const naming = { reader: viewerId, as: 'mention' } as const;
  const isOwn = risk.answers?.id === viewerId;
  const ask = isOwn ? askOf(risk) : null;
  const about = { about: heardAbout(risk), dueAt: risk.limitAt, isOwn, isLate };
  const said = ask
    ? [shortTitle(risk), headline(risk, naming), ask.line]
    : [shortTitle(risk), shortStateLine(risk, naming)];
  return { ...about, block: section(lines(said), { accessory: ask?.button ?? openButton(risk) }) };
}
