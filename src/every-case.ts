import { standInsOf } from './cases/ask-stand-ins.ts';
import { timersOf } from './cases/escalate.ts';
import { alsoShown } from './cases/redraw.ts';
import { sweepCheck } from './cases/sweep.ts';
import { DEALS } from './deals/deal-case.ts';
import { DEAL_MESSAGES } from './deals/messages.ts';
import { FOLLOW_UPS } from './handoffs/follow-ups/follow-up-case.ts';
import { FOLLOW_UP_MESSAGES } from './handoffs/follow-ups/messages.ts';
import { HANDOFFS } from './handoffs/handoff-case.ts';
import { HANDOFF_MESSAGES } from './handoffs/messages.ts';
import { RISK_MESSAGES } from './risks/messages.ts';
import { RISKS } from './risks/risk-case.ts';

// Every kind of case there is.

export const CASES = [HANDOFFS, FOLLOW_UPS, RISKS, DEALS] as const;

/** Timer kind → what fires it. */
export const TIMERS = {
  ...timersOf(HANDOFFS, HANDOFF_MESSAGES),
  ...timersOf(FOLLOW_UPS, FOLLOW_UP_MESSAGES),
  ...timersOf(RISKS, RISK_MESSAGES),
  ...timersOf(DEALS, DEAL_MESSAGES),
};

export const CHECKS = [sweepCheck(HANDOFFS), sweepCheck(FOLLOW_UPS), sweepCheck(RISKS), sweepCheck(DEALS)];

export const ALSO_SHOWN = [alsoShown(HANDOFFS), alsoShown(FOLLOW_UPS), alsoShown(RISKS), alsoShown(DEALS)];

/** What somebody's absence means for what waits for them. */
export const ASK_STAND_INS = [
  standInsOf(HANDOFFS),
  standInsOf(FOLLOW_UPS),
  standInsOf(RISKS),
  standInsOf(DEALS),
];
