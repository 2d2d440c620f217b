import { type Reply, rateLimited } from './api/index.ts';
import { sleep } from './clock.ts';
import type { Core } from './core.ts';

/** The answer to a call with whatever trouble was asked for. `dropped`: it is not to be sent; null: nothing was done. */
export async function underFaults(
  core: Core,
  { method, channels }: { method: string; channels: string[] },
  call: () => Reply,
): Promise<{ reply: Reply | null; dropped: boolean }> {
  const postsBefore = core.world.posts.length;
  const drawn = core.draw(method, channels);
  const fault = <W extends (typeof drawn)[number]['what']>(what: W) =>
    drawn.find((each): each is Extract<(typeof drawn)[number], { what: W }> => each.what === what);
  const drop = fault('drop');
  const reply = ((): Reply | null => {
    const limited = fault('rateLimit');
    if (limited) return rateLimited(limited.retryAfter);
    const broken = fault('serverError');
    if (broken) return { status: broken.code, headers: {}, body: {} };
    const wrong = fault('error');
    if (wrong) return { status: 200, headers: {}, body: { ok: false, error: wrong.error } };
    return drop && !drop.processed ? null : call();
  })();
  const slow = fault('slow');
  if (drop) for (const post of core.world.posts.slice(postsBefore)) post.dropped = true;
  if (slow) await sleep(slow.ms);
  return { reply, dropped: drop !== undefined };
}
