import type { Stage } from '../../prisma/generated/client.ts';

export const STAGES = ['land', 'adopt', 'expand', 'renew'] as const satisfies readonly Stage[];

/** A stage that an account was in; `to` null: it still is. */
export interface StageSpan {
  stage: Stage;
  from: Date;
  to: Date | null;
}

export interface Lifecycle {
  /** Oldest first: the latest there were. */
  spans: StageSpan[];
  /** YYYY-MM-DD. */
  contractStart: string | null;
  firstValueOn: string | null;
}

/** `entries`: the stages that were entered, oldest first. One that was entered while it lasted goes on. */
export function spansOf(entries: readonly { stage: Stage; enteredAt: Date }[]): StageSpan[] {
  const entered = entries.filter(({ stage }, index) => stage !== entries[index - 1]?.stage);
  return entered.map(({ stage, enteredAt }, index) => ({
    stage,
    from: enteredAt,
    to: entered[index + 1]?.enteredAt ?? null,
  }));
}
