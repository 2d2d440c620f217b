import { z } from 'zod';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { stored } from '../platform/stored.ts';

export const SHARE_NOTE_MAX = 250;

/** What is kept of a share, beside who and when. */
export const SHARED = stored('shared account', z.object({ channel: z.string(), note: z.string() }));

/** Where it goes and with which words, or why it cannot. */
export function decideShare(command: {
  channel: string;
  note: string;
}): { channel: string; note: string } | Refusal {
  const { channel } = command;
  // No people: in a DM between others nobody would see who may read it.
  if (!/^[CG][A-Z0-9]{2,20}$/.test(channel)) return refuse('no_channel', 'Pick a channel.', 'channel');
  const note = command.note.replaceAll('\u0000', '').trim();
  if ([...note].length > SHARE_NOTE_MAX)
    return refuse('too_long', `Keep it within ${SHARE_NOTE_MAX} characters.`, 'note');
  return { channel, note };
}
