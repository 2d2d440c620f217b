import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logger.ts';
import { cutConnection, errorCode, openConnection } from './database.ts';

export interface Listening {
  close(): Promise<void>;
}

const PING_MS = 30_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Calls a handler for each notification on its channel, over a connection of its own. Rejects if the first
 * connection fails; later ones are replaced by themselves, and then every handler is called once with '',
 * because something may have been missed. Handlers must not throw and must bear being called needlessly.
 */
export async function listen(
  options: { url: string; log: Logger },
  channels: Record<string, (payload: string) => void>,
): Promise<Listening> {
  const { url, log } = options;
  let closed = false;
  let client = await connect();
  const ping = setInterval(() => client.query('SELECT 1').catch(() => cutConnection(client)), PING_MS);
  ping.unref();
  return {
    async close() {
      closed = true;
      clearInterval(ping);
      await client.end().catch(() => {});
    },
  };

  async function connect(): Promise<pg.Client> {
    const fresh = await openConnection(url, 'baton (listen)');
    fresh.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
    try {
      for (const channel of Object.keys(channels))
        await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      cutConnection(fresh);
      throw error;
    }
    fresh.once('end', () => {
      if (!closed) void reconnect();
    });
    return fresh;
  }

  async function reconnect(): Promise<void> {
    log.warn('listening connection lost');
    for (let waitMs = 100; !closed; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
      await pause(waitMs);
      try {
        client = await connect();
        if (closed) return await client.end();
        log.info('listening again');
        for (const handler of Object.values(channels)) handler('');
        return;
      } catch (error) {
        log.warn({ code: errorCode(error) }, 'cannot listen yet');
      }
    }
  }
}
