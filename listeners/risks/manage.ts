import type { ModalView } from '@slack/types';
import { calendarOf } from '../../src/people/calendar-of.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import { loadRiskHistory } from '../../src/risks/read/load-risk-history.ts';
import type { RiskVerb } from '../../src/risks/rules/rights.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import type { Calendar } from '../../src/time/calendar.ts';
import { addDays, localDate, startOfLocalDay } from '../../src/time/local-date.ts';
import { nextWorkingMorning } from '../../src/time/working-time.ts';
import { pageIn, readValue } from '../../views/kit/ids.ts';
import { riskHistoryView } from '../../views/risks/details.ts';
import { decodeRiskState, RISK_MORE_VERBS } from '../../views/risks/ids.ts';
import {
  CHOSEN_OUTCOMES,
  checkInView,
  planView,
  resolveView,
  riskReassignView,
} from '../../views/risks/work-views.ts';
import { windows } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { expectOfRiskClick } from '../health/expect.ts';
import { snoozeRiskClick } from './act.ts';
import { detailsClick, readRisk } from './show.ts';

const CHECK_IN_DAYS = 7;
/** Who may lose a customer any day is looked at every day. */
const CRITICAL_CHECK_IN_DAYS = 1;

type Shown = 'plan' | 'check_in' | 'reassign' | 'resolve' | 'not_a_risk' | 'history';

const RIGHTS: Record<Shown, RiskVerb> = {
  plan: 'plan',
  check_in: 'check_in',
  reassign: 'reassign',
  resolve: 'resolve',
  not_a_risk: 'resolve',
  history: 'read',
};

const VIEWS: Record<Shown, (visit: Visit, risk: RiskDetails) => Promise<ModalView> | ModalView> = {
  plan: async (visit, risk) => planView(risk, await planDays(visit, risk)),
  check_in: async (visit, risk) => checkInView(risk, await nextCheckIn(visit, risk)),
  reassign: (_, risk) => riskReassignView(risk),
  resolve: (_, risk) => resolveView(risk, null),
  not_a_risk: (_, risk) => resolveView(risk, 'not_a_risk'),
  history: (visit, risk) => historyPage(visit, risk, 0),
};

async function draw(visit: Visit, shown: Shown, riskId: string): Promise<ModalView | Refusal> {
  const read = await readRisk(visit, riskId, RIGHTS[shown]);
  return isRefusal(read) ? read : VIEWS[shown](visit, read.risk);
}

/** The menu on a card, and buttons. */
export const { menu: riskMoreMenu, opens: opensRiskView } = windows('Risk', RISK_MORE_VERBS, draw, {
  details: detailsClick,
  expected: expectOfRiskClick,
  snooze: snoozeRiskClick,
});

export const showHistory: ClickHandler = {
  redraws: (visit, { value }) => draw(visit, 'history', value),
};

export const turnRiskHistoryPage: ClickHandler = {
  async redraws(visit, { value }) {
    const { verb: riskId, rest } = readValue(value);
    const read = await readRisk(visit, riskId);
    if (isRefusal(read)) return read;
    return historyPage(visit, read.risk, pageIn(rest));
  },
};

/** What was no risk needs to say what it was instead. */
export const chooseOutcome: ClickHandler = {
  async redraws(visit, { view, value }) {
    const { id } = decodeRiskState(view?.private_metadata ?? '');
    const read = await readRisk(visit, id ?? '', 'resolve');
    if (isRefusal(read)) return read;
    return resolveView(read.risk, CHOSEN_OUTCOMES.find((outcome) => outcome === value) ?? null);
  },
};

async function historyPage(visit: Visit, risk: RiskDetails, page: number): Promise<ModalView> {
  return riskHistoryView(risk, { ...(await loadRiskHistory(visit, risk.id, page)), page });
}

async function planDays(visit: Visit, risk: RiskDetails) {
  const calendar = await calendarOfVisitor(visit);
  const today = localDate(visit.now, calendar.zone);
  const { plan, checkInOn } = risk;
  return {
    dueOn: plan && plan.dueOn >= today ? plan.dueOn : workingDay(today, 1, calendar),
    checkInOn: checkInOn && checkInOn > today ? checkInOn : await nextCheckIn(visit, risk),
  };
}

async function nextCheckIn(visit: Visit, { severity }: RiskDetails): Promise<string> {
  const calendar = await calendarOfVisitor(visit);
  const days = severity === 'critical' ? CRITICAL_CHECK_IN_DAYS : CHECK_IN_DAYS;
  return workingDay(localDate(visit.now, calendar.zone), days, calendar);
}

async function calendarOfVisitor(visit: Visit): Promise<Calendar> {
  return calendarOf(visit.me, await loadSettings(visit.db, visit.workspace.id));
}

/** The first working day at least so many days after this one. */
function workingDay(today: string, days: number, calendar: Calendar): string {
  const start = startOfLocalDay(addDays(today, days), calendar.zone).getTime();
  // Work may begin at midnight, and that is after this.
  return localDate(nextWorkingMorning(new Date(start - 1), calendar), calendar.zone);
}
