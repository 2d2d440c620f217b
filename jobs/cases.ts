import { timersOf } from '../src/cases/escalate.ts';
import { sweepCheck } from '../src/cases/sweep.ts';
import { HANDOFFS } from '../src/handoffs/handoff-case.ts';
import { HANDOFF_MESSAGES } from '../src/handoffs/messages.ts';
import { RISK_MESSAGES } from '../src/risks/messages.ts';
import { RISKS } from '../src/risks/risk-case.ts';

// Every kind of case there is.

/** Timer kind → what fires it. */
export const TIMERS = {
  ...timersOf(HANDOFFS, HANDOFF_MESSAGES),
  ...timersOf(RISKS, RISK_MESSAGES),
};

export const CHECKS = [sweepCheck(HANDOFFS), sweepCheck(RISKS)];
