import type { Sandbox } from '../server.ts';
import { FAULTS, type Fault } from './shapes.ts';

const RETRY_AFTER_S = 3;
const SLOW_MS = 2_000;

/** One switch for each trouble Slack can make. */
export interface Switches {
  state(): Record<Fault, boolean>;
  turn(fault: Fault, on: boolean): Promise<void>;
}

export function makeSwitches({ faults }: Sandbox): Switches {
  const active = new Map<Fault, { hits: number; stop(): void }>();
  let away = false;
  const start = {
    rateLimit: () => faults.rateLimit({ retryAfter: RETRY_AFTER_S }),
    slow: () => faults.slow(SLOW_MS),
    // One message: a fault that never ended would have it sent again without end.
    drop: () => faults.drop({ times: 1 }),
  };
  const isOn = (fault: Fault): boolean => {
    if (fault === 'away') return away;
    const found = active.get(fault);
    return found !== undefined && !(fault === 'drop' && found.hits > 0);
  };
  return {
    state: () => Object.fromEntries(FAULTS.map((each) => [each, isOn(each)])) as Record<Fault, boolean>,
    async turn(fault, on) {
      if (fault === 'away') {
        await faults.away(on ? 'refuse' : false);
        away = on;
        return;
      }
      active.get(fault)?.stop();
      active.delete(fault);
      if (on) active.set(fault, start[fault]());
    },
  };
}
