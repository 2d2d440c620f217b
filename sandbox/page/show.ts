import type { ServerResponse } from 'node:http';
import type { Sandbox } from '../server.ts';
import { NotAllowed } from './act.ts';
import type { Scene } from './screen.ts';
import type { Move } from './shapes.ts';
import { makeSwitches, type Switches } from './switches.ts';
import { makeUnread } from './unread.ts';

/** Changes within this time are told at once. */
const TOGETHER_MS = 25;

/** A sandbox with an app behind it. */
export interface Play {
  sandbox: Sandbox;
  /** Moves the app's time and the sandbox's, by way of everything that falls due, for somebody in `zone`. */
  move(how: Move, zone: string): Promise<void>;
}

/** One play as the page shows it, from its start to the next reset. */
export interface Show {
  play: Play;
  switches: Switches;
  scene(): Scene;
  /** Tells this browser of every change from now on. */
  listen(res: ServerResponse): void;
  moving(move: () => Promise<void>): Promise<void>;
  reset(): Promise<void>;
  end(): void;
}

export function startShow(play: Play, stage: number, reset: () => Promise<void>): Show {
  const { traffic } = play.sandbox.core;
  const unread = makeUnread();
  const listeners = new Set<ServerResponse>();
  let isMoving = false;
  let telling: NodeJS.Timeout | undefined;
  const tell = (): void => {
    if (telling) return;
    telling = setTimeout(() => {
      telling = undefined;
      for (const each of listeners) each.write('data: changed\n\n');
    }, TOGETHER_MS).unref();
  };
  const unwatch = traffic.watch(tell);
  return {
    play,
    switches: makeSwitches(play.sandbox),
    scene: () => ({ core: play.sandbox.core, unread, stage, moving: isMoving }),
    listen(res) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write('retry: 500\n\n');
      listeners.add(res);
      res.on('close', () => listeners.delete(res));
    },
    async moving(move) {
      if (isMoving) throw new NotAllowed('The clock is moving already.');
      isMoving = true;
      tell();
      try {
        await move();
      } finally {
        isMoving = false;
        tell();
      }
    },
    async reset() {
      if (isMoving) throw new NotAllowed('Wait until the clock has stopped.');
      await reset();
    },
    end() {
      unwatch();
      // Browsers come back by themselves, to the next show.
      for (const each of listeners) each.end();
    },
  };
}
