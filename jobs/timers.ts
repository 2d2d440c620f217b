import type { TimerHandler } from '../src/escalation/timer.ts';
import { escalateHandoffs } from '../src/handoffs/escalate.ts';
import { CLOCKS } from '../src/handoffs/handoff.ts';
import { escalateRisks } from '../src/risks/escalate-risks.ts';
import { RISK_CLOCKS } from '../src/risks/risk.ts';

/** Timer kind → the verb that fires it. */
export const TIMERS: Record<string, TimerHandler> = {
  ...Object.fromEntries(CLOCKS.map((clock) => [`handoff.${clock}`, escalateHandoffs])),
  ...Object.fromEntries(RISK_CLOCKS.map((clock) => [`risk.${clock}`, escalateRisks])),
};
