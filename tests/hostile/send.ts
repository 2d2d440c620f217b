import { newTrigger } from '../../sandbox/triggers.ts';
import { postSigned } from '../handoffs/forge.ts';
import type { World } from '../support/baton.ts';
import type { Recorded } from './record.ts';

/** Sends it signed, as Slack would: a command as a form, an event as JSON, all else as JSON in a form. */
export async function send(world: World, kind: Recorded['kind'], payload: Record<string, unknown>) {
  const started = performance.now();
  const { status, body } = await post(world, kind, payload);
  return { status, body, ms: performance.now() - started };
}

function post(world: World, kind: Recorded['kind'], payload: Record<string, unknown>) {
  if (kind === 'event') return postSigned(world, JSON.stringify(payload), 'application/json');
  if (kind !== 'command')
    return postSigned(world, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(payload))
    for (const one of Array.isArray(value) ? value : [value])
      form.append(key, typeof one === 'string' ? one : JSON.stringify(one));
  return postSigned(world, form.toString());
}

/** A recorded payload as if it was done now: what Slack lets happen once may happen again. */
export function anew(world: World, { payload }: Recorded): Record<string, unknown> {
  const userId = (payload['user'] as { id?: string } | undefined)?.id ?? String(payload['user_id'] ?? '');
  const trigger = payload['trigger_id'] && userId ? newTrigger(world.sandbox.core, userId) : null;
  return { ...payload, ...(trigger ? { trigger_id: trigger } : {}) };
}
