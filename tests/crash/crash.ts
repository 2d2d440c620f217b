/**
 * A soak: a crowd hands accounts over in a sandbox, while three real Batons that share one database are killed at
 * random moments and started again, and Slack drops answers and asks for pauses. What should have been posted comes
 * from what people did and were told; what was posted, from Slack's side.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chance, expireLeases, fill, hurryDoubts, isStuck, killing } from './kills.ts';
import type { Deal } from './plan.ts';
import { patiently, type Stage, type StageOptions, startStage } from './stage.ts';
import { work } from './work.ts';

export interface CrashOptions {
  /** Of which process dies when, and of what Slack does by chance. */
  seed: number;
  /** Waits for leases and second looks as they are; else they are made to run out. */
  patient: boolean;
  /** How often all die together instead of one. */
  allTogether?: number;
  /** Processes, and whom they share their database with. */
  stage?: Pick<StageOptions, 'size' | 'shared'>;
}

export interface Crash extends Stage {
  /** Everybody works while so many processes are killed, spread over the work. */
  handOver(deals: readonly Deal[], kills: number): Promise<void>;
  /** Does something while so many processes are killed, spread over it; `share` says how far that is. */
  whileKilling(
    kills: number,
    doing: (share: () => number) => Promise<void>,
    /** At every look, once enough were killed. */
    meanwhile?: () => Promise<void>,
  ): Promise<void>;
  /** Moves business time there, kills so many while what is due is done, and waits until it is. */
  moveThrough(at: Date, kills: number): Promise<void>;
}

export async function startCrash(options: CrashOptions): Promise<Crash> {
  const { seed, patient, allTogether = 0.12 } = options;
  const stage = await startStage({ script: 'fast', seed, ...options.stage });
  const { sandbox, fleet, database, workspaceId } = stage;
  const { db } = database;
  const random = chance(seed);
  const hurry = setInterval(() => void (patient || hurryDoubts(db, workspaceId).catch(() => {})), 1_000);
  await fill(fleet);
  sandbox.faults.drop({ method: 'chat.postMessage', share: 0.05 });
  sandbox.faults.rateLimit({ method: 'chat.postMessage', share: 0.05, retryAfter: 1 });

  async function whileNoneRuns(): Promise<void> {
    if (!patient) await patiently(() => expireLeases(db, workspaceId));
  }

  /** What the dead held is free again after a minute; in a hurry, all die together and it is free at once. */
  async function unstick(): Promise<void> {
    if (patient || !(await patiently(() => isStuck(db, workspaceId)))) return;
    await Promise.all(fleet.running().map((baton) => fleet.kill(baton)));
    await whileNoneRuns();
    await fill(fleet);
  }

  const whileKilling: Crash['whileKilling'] = async (kills, doing, meanwhile) => {
    const before = fleet.killed;
    let busy = true;
    const done = doing(() => (kills === 0 ? 1 : (fleet.killed - before) / kills)).finally(() => {
      busy = false;
    });
    done.catch(() => {}); // awaited below
    await killing(fleet, kills, random, whileNoneRuns, { allTogether });
    while (busy) {
      await meanwhile?.();
      await pause(200);
    }
    await done;
  };

  return {
    ...stage,
    settled: () => stage.settled(unstick),
    whileKilling,
    handOver: (deals, kills) =>
      whileKilling(
        kills,
        (share) => work(sandbox, deals, stage.ledger, stage.notes, stage.isKept, () => 0.1 + share()),
        unstick,
      ),
    async moveThrough(at, kills) {
      await stage.moveTo(at);
      await killing(fleet, kills, random, whileNoneRuns, { allTogether });
      await stage.settled(unstick);
    },
    async close() {
      clearInterval(hurry);
      await stage.close();
    },
  };
}
