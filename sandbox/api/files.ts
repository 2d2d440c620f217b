import { randomUUID } from 'node:crypto';
import type { Core } from '../core.ts';
import { mimetypeOf, privateUrl } from '../files.ts';
import type { StoredFile } from '../state.ts';
import { type Answer, fail, type Handler, text } from './call.ts';

const LONGEST_ALT = 1_000;

const getUploadURL: Handler = (core, args) => {
  const length = Number(text(args, 'length'));
  if (!Number.isInteger(length) || length < 1) fail('invalid_arguments', wrong('length'));
  const name = text(args, 'filename') ?? '';
  const altText = text(args, 'alt_txt') ?? '';
  if (altText.length > LONGEST_ALT) fail('alt_txt_too_large');
  const file: StoredFile = {
    id: core.world.nextId('F'),
    ticket: randomUUID(),
    name,
    title: name,
    altText,
    length,
    bytes: null,
    completedAt: null,
  };
  core.world.files.set(file.id, file);
  return { upload_url: `${core.url}/upload/v1/${file.ticket}`, file_id: file.id };
};

/** Without a channel only: shared into one, it would be a message whose ts nobody is told. */
const completeUpload: Handler = (core, args) => {
  if (['channel_id', 'channels'].some((name) => text(args, name) !== undefined))
    fail('posting_to_channel_denied');
  const wanted = args['files'];
  if (!Array.isArray(wanted) || wanted.length === 0) return fail('invalid_arguments', wrong('files'));
  const found = wanted.map(({ id, title }: { id?: string; title?: string }) => {
    const file = core.world.files.get(id ?? '');
    return file?.bytes ? { file, title } : fail('file_not_found');
  });
  for (const { file, title } of found) {
    if (title) file.title = title;
    file.completedAt ??= core.world.clock.now();
  }
  return { files: found.map(({ file }) => filePayload(core, file)) };
};

const info: Handler = (core, args) => {
  const file = core.world.files.get(text(args, 'file') ?? '');
  if (!file || file.completedAt === null) return fail('file_not_found');
  return { file: filePayload(core, file), comments: [], response_metadata: { next_cursor: '' } };
};

/** What the file is comes after a while: until then these are empty, as Slack leaves them. */
function filePayload(core: Core, file: StoredFile): Answer {
  const mimetype = mimetypeOf(core, file);
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    user: core.world.app.botUserId,
    size: file.length,
    mimetype,
    filetype: mimetype.split('/')[1] ?? '',
    pretty_type: (mimetype.split('/')[1] ?? '').toUpperCase(),
    is_public: false,
    ...(file.altText && { alt_txt: file.altText }),
    url_private: privateUrl(core, file),
    channels: [],
    groups: [],
    ims: [],
    shares: {},
  };
}

const wrong = (name: string) => ({ response_metadata: { messages: [`[ERROR] invalid value: ${name}`] } });

export const files: Record<string, Handler> = {
  'files.getUploadURLExternal': getUploadURL,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
};
