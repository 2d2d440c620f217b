import { setTimeout as pause } from 'node:timers/promises';
import { lookForSlides } from '../../src/health/slides/look-for-slides.ts';
import { latestLook, lookAt } from '../../src/health/slides/weeks.ts';
import type { Db, WorkspaceRef } from '../../src/platform/ctx.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { raiseAlerts } from '../../src/risks/alerts/raise-alerts.ts';
import { Served } from '../../src/workspaces/served.ts';
import type { Feed } from './feed.ts';

const PATIENCE_MS = 20_000;

interface Looking {
  start: Date;
  db: Db;
  workspace: WorkspaceRef;
  log: Logger;
}

/** Baton looks for slides every second. Where weeks pass in a moment, that is done for it when it is due. */
export function startLooks(looking: Looking): Feed {
  let week = latestLook(looking.start);
  return {
    next: () => lookAt(week + 1),
    async send(at) {
      if (at < lookAt(week + 1)) return;
      week = latestLook(at);
      await look(looking, week, at);
    },
  };
}

/** Until it is done: Baton itself may be at it, too. */
async function look({ db, workspace, log }: Looking, week: number, at: Date): Promise<void> {
  const clock = { now: () => at, wall: () => at };
  const served = new Served([{ workspace, token: '', botId: '' }]);
  const patience = performance.now() + PATIENCE_MS;
  while (performance.now() < patience) {
    if (await lookForSlides({ db, clock, served, log, raise: raiseAlerts }, week)) return;
    await pause(50);
  }
  throw new Error('The weekly look did not end');
}
