import { setTimeout as pause } from 'node:timers/promises';
import type { WorkspaceRef } from '../../platform/ctx.ts';
import type { SlackFailure } from '../../platform/slack/slack.ts';
import type { Delivery, Picture } from '../delivery.ts';
import { ask } from './limits.ts';

/** No step begins later than this, so that all of it ends, with its last call, within half a lease. */
const PATIENCE_MS = 12_000;
const CALL_MS = 10_000;
/** Between looks whether Slack is done with the file: this, then twice as long each time. */
const FIRST_LOOK_MS = 250;
/** Slack's limit. */
const LONGEST_ALT = 1_000;

type Uploaded = { fileId: string } | 'stopped' | { failure: SlackFailure };

/**
 * Puts a picture into Slack as a file of ours alone: it is in no channel and posts nothing until a message shows it.
 * It can be shown only once Slack has looked at it, which is seen by its type being known.
 */
export async function uploadPicture(
  d: Delivery,
  workspace: WorkspaceRef,
  picture: Picture,
): Promise<Uploaded> {
  const client = d.slack(workspace);
  const until = d.clock.wall().getTime() + PATIENCE_MS;
  const left = () => until - d.clock.wall().getTime();
  const begun = await ask(d, workspace, 'files.getUploadURLExternal', () =>
    client.files.getUploadURLExternal(announced(picture)),
  );
  if ('failure' in begun) return begun;
  const { upload_url: url, file_id: fileId } = begun.answer;
  if (url === undefined || fileId === undefined) return given('unreadable_answer');
  const refused = left() > 0 ? await sendBytes(url, picture.png) : late;
  if (refused !== null) return { failure: refused };
  if (left() <= 0) return { failure: late };
  const ended = await ask(d, workspace, 'files.completeUploadExternal', () =>
    client.files.completeUploadExternal({ files: [{ id: fileId, title: picture.name }] }),
  );
  if ('failure' in ended) return ended;
  for (let wait = FIRST_LOOK_MS; ; wait *= 2) {
    if (d.stopping) return 'stopped';
    const seen = await ask(d, workspace, 'files.info', () => client.files.info({ file: fileId }));
    if ('failure' in seen) return seen;
    // Slack has looked at it.
    if (seen.answer.file?.mimetype) return { fileId };
    if (left() <= wait) return given('file_not_processed');
    await pause(wait);
  }
}

/** Slack calls it alt_txt; its own client's types do not. */
function announced({ name, png, alt }: Picture) {
  return { filename: name, length: png.length, alt_txt: alt.slice(0, LONGEST_ALT) };
}

/** The address is for these bytes alone and needs no token. */
async function sendBytes(url: string, bytes: Buffer): Promise<SlackFailure | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return null;
    const code = `upload_http_${answer.status}`;
    const mayPass = answer.status === 429 || answer.status >= 500;
    return mayPass ? { kind: 'unreachable', code } : { kind: 'other', code };
  } catch {
    return { kind: 'unreachable', code: 'upload_failed' };
  }
}

const late: SlackFailure = { kind: 'unreachable', code: 'upload_slow' };

const given = (code: string): Uploaded => ({ failure: { kind: 'other', code } });
