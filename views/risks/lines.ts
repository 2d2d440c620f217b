import type { OwedItem } from '../../src/home/work.ts';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import { readPlan } from '../../src/risks/risk.ts';
import { RISK_FACTS, type RiskFacts } from '../../src/risks/rules/owed.ts';
import type { MorningLine, MorningPart } from '../cases/morning-message.ts';
import { bandLabel } from '../health/words.ts';
import { due, type RowWords, workRow } from '../home/parts/work-item.ts';
import { section } from '../kit/blocks.ts';
import { day } from '../kit/dates.ts';
import { excerpt } from '../kit/long-text.ts';
import { formatMoney } from '../kit/money.ts';
import { dotted, lines, type Markup, md } from '../kit/text.ts';
import { RISK_ACTIONS } from './ids.ts';
import { askOf, openButton } from './parts/buttons.ts';
import { headline, planLost, shortStateLine, shortTitle } from './parts/naming.ts';

const ACTION_SHOWN = 80;

/** A risk among what waits. */
export const riskRow = workRow(RISK_FACTS, (item, facts, now): RowWords => {
  const { said, ...button } = stepOf(item, facts, now);
  return { said: [stakeLine(item, facts), said], button };
});

function stakeLine({ account }: OwedItem, { severity }: RiskFacts): Markup {
  const { arr = null, currency = null, renewalOn = null } = account ?? {};
  return dotted([
    bandLabel(severity),
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
  ]);
}

function stepOf(
  item: OwedItem,
  { plan: stored, checkInOn }: RiskFacts,
  now: Date,
): RowWords['button'] & { said: Markup } {
  const plan = readPlan(stored, item.id);
  const isPlanLost = plan === null && stored != null;
  const first = plan
    ? md` First: ${excerpt(plan.firstAction, ACTION_SHOWN)}, due ${day(plan.dueOn)}.`
    : md`${planLost({ isPlanLost })}`;
  const on = checkInOn ? ` ${day(checkInOn)}` : '';
  const checkIn = { action: RISK_ACTIONS.checkIn, text: 'Check in' };
  if (item.section === 'risks_planned') return { ...checkIn, said: md`Check-in${on}.${first}` };
  switch (item.step) {
    case 'claim':
      return {
        action: RISK_ACTIONS.claim,
        text: 'I’ve got it',
        style: 'primary',
        said: md`Please take it, or pass it on.${due(item, now)}`,
      };
    case 'plan':
      return {
        action: RISK_ACTIONS.plan,
        text: 'Plan',
        style: 'primary',
        said: md`Please plan the first step.${due(item, now)}`,
      };
    default:
      return {
        ...checkIn,
        style: 'primary',
        said: md`The check-in was set for${on}. Please say how it goes.${first}`,
      };
  }
}

export interface RiskOfMorning {
  risk: RiskDetails;
  isLate: boolean;
}

/** The risks of somebody's morning. */
export function risksOfMorning(items: readonly RiskOfMorning[], viewerId: string): MorningPart {
  return {
    title: 'At-risk accounts',
    lines: items.map((item) => lineOf(item, viewerId)),
  };
}

function lineOf({ risk, isLate }: RiskOfMorning, viewerId: string): MorningLine {
  const isOwn = risk.answers?.id === viewerId;
  const ask = isOwn ? askOf(risk, isLate) : null;
  const told = { about: risk.account.name, dueAt: risk.limitAt, isOwn, isLate };
  if (ask) {
    const said = lines([shortTitle(risk), headline(risk, 'mention'), ask.line]);
    return { ...told, block: section(said, { accessory: ask.button }) };
  }
  const state = shortStateLine(risk);
  const block = section(lines([shortTitle(risk), isLate ? md`Overdue. ${state}` : state]), {
    accessory: openButton(risk),
  });
  return { ...told, block };
}
