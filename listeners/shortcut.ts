import type { ModalView } from '@slack/types';
import type { Refusal } from '../src/platform/refusal.ts';
import { tellAt, tellInDm } from './answer.ts';
import type { Deps, Visit, Who } from './edge.ts';
import { openThen } from './modal.ts';
import type { MessageShortcutPayload, ShortcutPayload } from './payloads.ts';

/** The message whose menu it was chosen in. */
export interface OnMessage {
  channelId: string;
  channelName: string;
  ts: string;
  /** As Slack hands it over: whoever wants its words reads it. */
  message: unknown;
}

/** Opens a window; `message` is null for a shortcut from anywhere in Slack. */
export interface ShortcutHandler {
  opens: string;
  view: (visit: Visit, message: OnMessage | null) => Promise<ModalView | Refusal>;
}

/** Runs one row of the tables of shortcuts. Where there is no conversation to answer in, a failure is a DM. */
export function frameShortcut(deps: Deps, { opens, view }: ShortcutHandler) {
  return async (payload: ShortcutPayload, who: Who, ack: () => Promise<void>): Promise<void> => {
    await ack();
    const isOnMessage = payload.type === 'message_action';
    const message = isOnMessage ? onMessage(payload) : null;
    const url = isOnMessage ? payload.response_url : undefined;
    const tell = url === undefined ? tellInDm(deps, who.userId) : tellAt(url, deps.log);
    await openThen(deps, who, payload.trigger_id, opens, (visit) => view(visit, message), tell);
  };
}

function onMessage({ channel, message_ts, message }: MessageShortcutPayload): OnMessage {
  return { channelId: channel.id, channelName: channel.name, ts: message_ts, message };
}
