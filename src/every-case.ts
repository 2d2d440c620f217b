import { standInsOf } from './cases/ask-stand-ins.ts';
import { timersOf } from './cases/escalate.ts';
import { alsoShown } from './cases/redraw.ts';
import { sweepCheck } from './cases/sweep.ts';
import { DEALS } from './deals/deal-case.ts';
import { DEAL_MESSAGES } from './deals/messages.ts';
import { HANDOFFS } from './handoffs/handoff-case.ts';
import { HANDOFF_MESSAGES } from './handoffs/messages.ts';
import { RISK_MESSAGES } from './risks/messages.ts';
import { RISKS } from './risks/risk-case.ts';

// Every kind of case there is.

export const CASES = [HANDOFFS, RISKS, DEALS] as const;

/** Timer kind → what fires it. */
export const TIMERS = {
  ...timersOf(HANDOFFS, HANDOFF_MESSAGES),
  ...timersOf(RISKS, RISK_MESSAGES),
  ...timersOf(DEALS, DEAL_MESSAGES),
};

export const CHECKS = [sweepCheck(HANDOFFS), sweepCheck(RISKS), sweepCheck(DEALS)];

export const ALSO_SHOWN = [alsoShown(HANDOFFS), alsoShown(RISKS), alsoShown(DEALS)];

/** What somebody's absence means for what waits for them. */
export const ASK_STAND_INS = [standInsOf(HANDOFFS), standInsOf(RISKS), standInsOf(DEALS)];
