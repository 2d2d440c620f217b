import type { Core } from './core.ts';
import { checkFiles } from './files.ts';
import { type Block, withIds } from './kit.ts';
import { postMessage } from './post.ts';
import { checkMessage } from './rules/message.ts';
import { messagesIn, type Post } from './state.ts';
import { RESPONSE_URL_MS, RESPONSE_URL_USES } from './triggers.ts';

export interface Said {
  text?: string;
  blocks?: Block[];
  response_type?: string;
  replace_original?: boolean;
  delete_original?: boolean;
  thread_ts?: string;
}

/** What the app posts to a response_url: 5 times in 30 minutes, to the person or the whole channel. */
export function postToResponseUrl(core: Core, token: string, said: Said): { status: number; body: string } {
  const url = core.world.responseUrls.get(token);
  if (!url) return { status: 404, body: 'no_service' };
  if (core.world.clock.now() - url.at > RESPONSE_URL_MS) return refused(core, 'expired_url');
  if (url.uses >= RESPONSE_URL_USES) return refused(core, 'used_url');
  if (!said.delete_original) {
    const [violation] = [...checkMessage({ ...said }), ...checkFiles(core, said.blocks)];
    if (violation) return refused(core, violation.rule, 400);
  }
  url.uses += 1;
  const all = messagesIn(core.world, url.channel);
  const original = all.find((each) => each.ts === url.messageTs);
  if (said.delete_original) {
    if (original) all.splice(all.indexOf(original), 1);
  } else if (said.replace_original && original) {
    original.text = said.text ?? '';
    original.blocks = withIds(said.blocks ?? []);
    original.edited = { user: original.user, ts: core.world.nextTs() };
  } else say(core, { personId: url.personId, channel: url.channel, via: 'response_url' }, said);
  return { status: 200, body: 'ok' };
}

function refused(core: Core, code: string, status = 404): { status: number; body: string } {
  core.traffic.flag(`response_url: ${code}`);
  return { status, body: code };
}

/** Says it to one person only, unless `response_type` is in_channel. */
export function say(
  core: Core,
  to: { personId: string; channel: string; via: Post['via'] },
  said: Said,
): void {
  postMessage(core, {
    channel: to.channel,
    user: core.world.app.botUserId,
    text: said.text ?? '',
    blocks: said.blocks,
    threadTs: said.thread_ts,
    via: to.via,
    ...(said.response_type === 'in_channel' ? {} : { onlyFor: to.personId }),
  });
}
