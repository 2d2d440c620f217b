import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pictureFor } from '../../sandbox/page/pictures.ts';
import { type Pair, refusal, startPair } from './bolt-app.ts';

/** The smallest beginning by which a PNG is known. */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

describe('files of the sandbox', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair({ rateLimits: false });
  });
  afterEach(() => pair.stop());

  const begin = (bytes = PNG, more: Record<string, unknown> = {}) =>
    pair.client.files.getUploadURLExternal({ filename: 'sample.png', length: bytes.length, ...more });
  const send = (url: string | undefined, bytes: Buffer) =>
    fetch(url ?? '', { method: 'POST', body: new Uint8Array(bytes) });
  const complete = (id = '') => pair.client.files.completeUploadExternal({ files: [{ id }] });
  async function upload(bytes = PNG): Promise<string> {
    const { upload_url, file_id = '' } = await begin(bytes);
    expect((await send(upload_url, bytes)).status).toBe(200);
    await complete(file_id);
    return file_id;
  }
  const mimetype = async (file: string) => (await pair.client.files.info({ file })).file?.mimetype;
  const show = (id: string) =>
    refusal(
      pair.client.chat.postMessage({
        channel: pair.sandbox.channel('sales').id,
        text: 'Sample',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'A sample' }],
      }),
    );

  it('can be shown in a message once Slack has looked at them, and not before', async () => {
    pair.sandbox.core.fileProcessingMs = 60_000;
    const file = await upload();
    expect(file).toMatch(/^F[A-Z0-9]{8,}$/);
    expect(await mimetype(file)).toBe('');
    expect(await show(file)).toBe('invalid_blocks');
    pair.sandbox.clock.move(60_000);
    expect(await mimetype(file)).toBe('image/png');
    expect(await show(file)).toBeNull();
    expect(pair.sandbox.person('rep').sees('sales').at(-1)?.text).toBe('[A sample]');
    expect(await show('F00000404')).toBe('invalid_blocks');
  });

  it('are seen on the page by whoever sees a message that shows them, and by nobody else', async () => {
    const file = await upload();
    pair.sandbox.clock.move(60_000);
    const { core, people } = pair.sandbox;
    const seenBy = (name: string) => {
      const person = people.get(name);
      return person ? pictureFor(core, person, file) : null;
    };
    expect(seenBy('csm')).toBeNull();
    const blocks = [{ type: 'image' as const, slack_file: { id: file }, alt_text: 'A sample' }];
    const channel = pair.sandbox.channel('secret').id;
    const { ts = '' } = await pair.client.chat.postMessage({ channel, text: 'Sample', blocks });
    expect(seenBy('csm')).toEqual({ type: 'image/png', bytes: PNG });
    expect(seenBy('rep')).toBeNull();
    await pair.client.chat.delete({ channel, ts });
    expect(seenBy('csm')).toBeNull();
  });

  it('are what their bytes are, and only images are shown', async () => {
    const file = await upload(Buffer.from('not an image'));
    pair.sandbox.clock.move(60_000);
    expect(await mimetype(file)).toBe('application/octet-stream');
    expect(await show(file)).toBe('invalid_blocks');
  });

  it('are complete only with the bytes that were announced, sent once', async () => {
    const { upload_url, file_id } = await begin();
    expect(await refusal(complete(file_id))).toBe('file_not_found');
    expect((await send(upload_url, PNG.subarray(1))).status).toBe(400);
    expect((await send(upload_url, PNG)).status).toBe(200);
    expect((await send(upload_url, PNG)).status).toBe(400);
    expect((await send(`${upload_url}x`, PNG)).status).toBe(404);
    expect(await refusal(pair.client.files.info({ file: file_id ?? '' }))).toBe('file_not_found');
    expect(await refusal(complete(file_id))).toBeNull();
  });

  it('keep to their limits and scopes', async () => {
    expect(await refusal(begin(Buffer.alloc(0)))).toBe('invalid_arguments');
    expect(await refusal(begin(PNG, { alt_txt: 'x'.repeat(1_001) }))).toBe('alt_txt_too_large');
    const file = await upload();
    pair.sandbox.revokeScope('files:read');
    expect(await refusal(pair.client.files.info({ file }))).toBe('missing_scope');
    pair.sandbox.revokeScope('files:write');
    expect(await refusal(begin())).toBe('missing_scope');
    expect(await refusal(complete(file))).toBe('missing_scope');
  });

  it('can be refused, be slow, and be dropped, as any call', async () => {
    pair.sandbox.faults.error('storage_limit_reached', { method: 'files.getUploadURLExternal', times: 1 });
    expect(await refusal(begin())).toBe('storage_limit_reached');
    const { upload_url, file_id } = await begin();
    pair.sandbox.faults.serverError({ method: 'upload', times: 1 });
    expect((await send(upload_url, PNG)).status).toBe(503);
    pair.sandbox.faults.drop({ method: 'upload', processed: false, times: 1 });
    await expect(send(upload_url, PNG)).rejects.toThrow();
    expect(await refusal(complete(file_id))).toBe('file_not_found');
    pair.sandbox.faults.rateLimit({ method: 'upload', times: 1, retryAfter: 7 });
    expect((await send(upload_url, PNG)).headers.get('retry-after')).toBe('7');
    expect((await send(upload_url, PNG)).status).toBe(200);
    expect(await refusal(complete(file_id))).toBeNull();
  });
});
