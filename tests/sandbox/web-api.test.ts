import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, plain, refusal, startPair } from './bolt-app.ts';

describe('the Web API of the sandbox', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ rateLimits: false });
  });
  afterAll(() => pair.stop());

  const channel = (name: string) => pair.sandbox.channel(name).id;
  const person = (name: string) => pair.sandbox.person(name).id;

  it('knows who the token is', async () => {
    expect(await pair.client.auth.test()).toMatchObject({
      team_id: pair.sandbox.teamId,
      user_id: pair.sandbox.botUserId,
    });
    expect(await refusal(pair.client.auth.test({ token: 'xoxb-other' }))).toBe('invalid_auth');
  });

  it('refuses a call without its scope and says which', async () => {
    pair.sandbox.revokeScope('users:read');
    const error = await pair.client.users.list({ limit: 10 }).catch((each) => each.data);
    expect(error).toMatchObject({ ok: false, error: 'missing_scope', needed: 'users:read' });
    expect(error.provided).toContain('chat:write');
    pair.sandbox.grantScope('users:read');
    expect(await refusal(pair.client.users.list({ limit: 10 }))).toBeNull();
  });

  it('needs the scope of the kind of conversation', async () => {
    pair.sandbox.revokeScope('groups:read');
    expect(await refusal(pair.client.conversations.info({ channel: channel('secret') }))).toBe(
      'missing_scope',
    );
    expect(await refusal(pair.client.conversations.info({ channel: channel('sales') }))).toBeNull();
    pair.sandbox.grantScope('groups:read');
  });

  it('posts only where the app is a member', async () => {
    const say = (where: string) => refusal(pair.client.chat.postMessage({ channel: where, text: 'Hello' }));
    expect(await say(channel('sales'))).toBeNull();
    expect(await say(channel('open'))).toBe('not_in_channel');
    expect(await say(channel('closed'))).toBe('channel_not_found');
    expect(await say('C404')).toBe('channel_not_found');
    await pair.client.conversations.join({ channel: channel('open') });
    expect(await say(channel('open'))).toBeNull();
    pair.sandbox.admin.archive('open');
    expect(await say(channel('open'))).toBe('is_archived');
    pair.sandbox.admin.unarchive('open');
  });

  it('opens a DM for a person id and answers with the DM', async () => {
    const posted = await pair.client.chat.postMessage({ channel: person('rep'), text: 'For you' });
    expect(posted.channel).toMatch(/^D/);
    expect(pair.sandbox.person('rep').sees('dm').at(-1)?.text).toBe('For you');
    expect(await refusal(pair.client.chat.postMessage({ channel: person('helper'), text: 'Hi' }))).toBe(
      'cannot_dm_bot',
    );
    expect(await refusal(pair.client.conversations.open({ users: person('gone') }))).toBe('user_disabled');
    // As in Slack: the DM of a deactivated person still takes messages, which nobody reads.
    expect(await refusal(pair.client.chat.postMessage({ channel: person('gone'), text: 'Hi' }))).toBeNull();
  });

  it('refuses what breaks the limits of a message', async () => {
    const send = (body: { text?: string; blocks?: object[] }) =>
      pair.client.apiCall('chat.postMessage', { channel: channel('sales'), ...body }).then(
        () => null,
        (error) => error.data,
      );
    expect((await send({}))?.error).toBe('no_text');
    const header = { type: 'header', text: plain('x'.repeat(151)) };
    const refused = await send({ text: 'x', blocks: [header] });
    expect(refused.error).toBe('invalid_blocks');
    expect(refused.response_metadata.messages[0]).toContain('[json-pointer:/blocks/0/text');
    const longest = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3000) } };
    expect((await send({ text: 'x', blocks: [longest, longest, longest, longest] }))?.error).toBe(
      'msg_blocks_too_long',
    );
    expect(
      await refusal(
        pair.client.chat.update({ channel: channel('sales'), ts: '1.000001', text: 'x'.repeat(4001) }),
      ),
    ).toBe('msg_too_long');
  });

  it('updates only messages of the app, and text without blocks takes the place of the blocks', async () => {
    const where = channel('sales');
    const theirs = pair.sandbox.person('rep').says('Mine', { in: 'sales' });
    expect(await refusal(pair.client.chat.update({ channel: where, ts: theirs.ts, text: 'Yours' }))).toBe(
      'cant_update_message',
    );
    expect(await refusal(pair.client.chat.update({ channel: where, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'In *blocks*' } }];
    const { ts } = await pair.client.chat.postMessage({ channel: where, text: 'fallback', blocks });
    expect(pair.sandbox.person('rep').sees('sales').at(-1)?.text).toBe('In blocks');
    await pair.client.chat.update({ channel: where, ts: ts ?? '', text: 'Only text' });
    expect(pair.sandbox.person('rep').sees('sales').at(-1)).toMatchObject({
      text: 'Only text',
      edited: true,
    });
  });

  it('returns metadata from history and replies only when asked', async () => {
    const where = channel('secret');
    const metadata = { event_type: 'delivery', event_payload: { delivery_id: 'd1' } };
    const root = await pair.client.chat.postMessage({ channel: where, text: 'Root', metadata });
    await pair.client.chat.postMessage({ channel: where, text: 'Reply', thread_ts: root.ts ?? '' });
    const history = await pair.client.conversations.history({ channel: where, include_all_metadata: true });
    expect(history.messages).toHaveLength(1);
    expect(history.messages?.[0]?.metadata).toMatchObject(metadata);
    const bare = await pair.client.conversations.history({ channel: where });
    expect(bare.messages?.[0]?.metadata).toBeUndefined();
    const replies = await pair.client.conversations.replies({ channel: where, ts: root.ts ?? '' });
    expect(replies.messages?.map((each) => each.text)).toEqual(['Root', 'Reply']);
    const later = await pair.client.conversations.history({ channel: where, oldest: root.ts ?? '' });
    expect(later.messages).toEqual([]);
  });

  it('pages lists by cursor', async () => {
    const names: string[] = [];
    for await (const page of pair.client.paginate('users.list', { limit: 2 }))
      names.push(...((page as { members?: { name: string }[] }).members ?? []).map((each) => each.name));
    expect(names).toEqual(['baton', 'rep', 'csm', 'gone', 'guest', 'helper']);
    expect(await refusal(pair.client.users.list({ limit: 2, cursor: 'nonsense' }))).toBe('invalid_cursor');
  });

  it('shows an ephemeral message to one person of the channel only', async () => {
    await pair.client.chat.postEphemeral({
      channel: channel('sales'),
      user: person('csm'),
      text: 'Between us',
    });
    expect(pair.sandbox.person('csm').sees('sales').at(-1)).toMatchObject({
      text: 'Between us',
      ephemeral: true,
    });
    expect(
      pair.sandbox
        .person('rep')
        .sees('sales')
        .some((each) => each.text === 'Between us'),
    ).toBe(false);
    const to = person('guest');
    expect(
      await refusal(pair.client.chat.postEphemeral({ channel: channel('sales'), user: to, text: 'x' })),
    ).toBe('user_not_in_channel');
  });

  it('lets nobody see a private channel or a DM of others', () => {
    expect(() => pair.sandbox.person('rep').sees('secret')).toThrow('cannot see');
    expect(() => pair.sandbox.person('guest').sees('sales')).toThrow('cannot see');
    expect(() => pair.sandbox.person('gone').sees('dm')).toThrow('deactivated');
  });

  it('takes JSON bodies as well as forms', async () => {
    const answer = await fetch(`${pair.sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pair.sandbox.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: channel('sales'), text: 'As JSON', blocks: [{ type: 'divider' }] }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
    expect(await refusal(pair.client.apiCall('no.such.method'))).toBe('unknown_method');
  });

  it('hides people of another company until a shared channel joins the two', async () => {
    const stranger = pair.sandbox.admin.addPerson({ name: 'partner', stranger: true });
    const look = () => refusal(pair.client.users.info({ user: stranger.id }));
    expect(await look()).toBe('user_not_visible');
    expect(await refusal(pair.client.conversations.open({ users: stranger.id }))).toBe('user_not_visible');
    pair.sandbox.admin.share('open');
    pair.sandbox.admin.invite('open', 'partner');
    expect(await look()).toBeNull();
    const { channel: info } = await pair.client.conversations.info({ channel: channel('open') });
    expect(info).toMatchObject({ is_ext_shared: true });
  });

  it('tells of deactivated people without a zone, and of emails only with their scope', async () => {
    const { user: gone } = await pair.client.users.info({ user: person('gone') });
    expect(gone).toMatchObject({ deleted: true });
    expect(gone?.tz).toBeUndefined();
    expect((await pair.client.users.info({ user: person('rep') })).user?.profile?.email).toBe(
      'rep@sandbox.example',
    );
    pair.sandbox.revokeScope('users:read.email');
    expect((await pair.client.users.info({ user: person('rep') })).user?.profile?.email).toBeUndefined();
    pair.sandbox.grantScope('users:read.email');
    expect((await pair.client.users.lookupByEmail({ email: 'REP@sandbox.example' })).user?.id).toBe(
      person('rep'),
    );
    expect(await refusal(pair.client.users.lookupByEmail({ email: 'gone@sandbox.example' }))).toBe(
      'users_not_found',
    );
  });

  it('tells a revoked token from an inactive app', async () => {
    pair.sandbox.faults.revokeToken();
    expect(await refusal(pair.client.auth.test())).toBe('token_revoked');
    pair.sandbox.faults.deactivateApp();
    expect(await refusal(pair.client.auth.test())).toBe('account_inactive');
    pair.sandbox.faults.deactivateApp(false);
    expect(await refusal(pair.client.auth.test())).toBeNull();
  });
});
