import { randomBytes } from 'node:crypto';
import type { Core } from './core.ts';

/** A trigger_id lives 3 seconds, a response_url 30 minutes and 5 uses. */
export const TRIGGER_MS = 3_000;
export const RESPONSE_URL_MS = 30 * 60_000;
export const RESPONSE_URL_USES = 5;

export function newTrigger(core: Core, personId: string, viewId: string | null = null): string {
  const id = `${core.world.nextId('')}.${core.world.nextId('')}.${randomBytes(8).toString('hex')}`;
  core.world.triggers.set(id, { personId, at: core.world.clock.now(), used: false, viewId });
  return id;
}

export function newResponseUrl(
  core: Core,
  personId: string,
  channel: string,
  messageTs: string | null,
): string {
  const token = randomBytes(12).toString('hex');
  core.world.responseUrls.set(token, { personId, channel, at: core.world.clock.now(), uses: 0, messageTs });
  return `${core.url}/response/${token}`;
}
