import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Pair, plain, startPair } from './bolt-app.ts';

const button = (text: string, rest: object = {}) => ({
  type: 'button' as const,
  action_id: text.toLowerCase(),
  text: plain(text),
  value: 'h1',
  ...rest,
});
const actions = (...elements: ReturnType<typeof button>[]) => ({ type: 'actions' as const, elements });
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

describe('commands and messages in the sandbox', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
  });
  afterEach(() => pair.stop());

  const post = (name: string, text: string, ...blocks: object[]) =>
    pair.client.apiCall('chat.postMessage', { channel: pair.sandbox.channel(name).id, text, blocks });

  it('show what a command answers to its writer only', async () => {
    pair.app.command('/hello', async ({ ack, command }) =>
      ack(`Hello ${command.user_name} in ${command.channel_name}`),
    );
    const rep = pair.sandbox.person('rep');
    await rep.types('/hello', { in: 'sales' });
    expect(rep.sees('sales')).toMatchObject([{ text: 'Hello rep in sales', ephemeral: true }]);
    expect(pair.sandbox.person('csm').sees('sales')).toEqual([]);
    await rep.types('/hello', { in: 'dm' });
    expect(rep.sees('dm')).toMatchObject([{ text: 'Hello rep in directmessage' }]);
  });

  it('tell a person that a command was not answered', async () => {
    await pair.stop();
    pair = await startPair({ ackTimeoutMs: 200 });
    pair.app.command('/silent', async () => {});
    await expect(pair.sandbox.person('rep').types('/silent')).rejects.toThrow('operation_timeout');
    await pair.stop();
    await expect(pair.sandbox.person('rep').types('/silent')).rejects.toThrow('dispatch_failed');
  });

  it('is not believed by an app with another signing secret', async () => {
    await pair.stop();
    pair = await startPair({ signingSecret: 'another' });
    pair.app.command('/hello', async ({ ack }) => ack());
    await expect(pair.sandbox.person('rep').types('/hello')).rejects.toThrow('http_401');
  });

  it('take commands only where a person can write', async () => {
    await expect(pair.sandbox.person('rep').types('/hello', { in: 'secret' })).rejects.toThrow('cannot see');
    pair.sandbox.admin.archive('open');
    await expect(pair.sandbox.person('rep').types('/hello', { in: 'open' })).rejects.toThrow('archived');
  });

  it('carry a click with its message, its value and a trigger', async () => {
    const clicked: unknown[] = [];
    pair.app.action('review', async ({ ack, body, action }) => {
      await ack();
      if (body.type === 'block_actions' && action.type === 'button')
        clicked.push([
          body.user.id,
          body.message?.text,
          action.value,
          typeof body.trigger_id,
          body.channel?.name,
        ]);
    });
    await post('sales', 'Acme', section('Acme is won'), actions(button('Review')));
    const csm = pair.sandbox.person('csm');
    expect(await csm.clicks('Review', { in: 'sales', message: /Acme/ })).toBeNull();
    expect(clicked).toEqual([[csm.id, 'Acme', 'h1', 'string', 'sales']]);
  });

  it('ask before a button with a question', async () => {
    let clicks = 0;
    pair.app.action('cancel', async ({ ack }) => {
      await ack();
      clicks += 1;
    });
    const confirm = {
      title: plain('Sure?'),
      text: plain('It goes.'),
      confirm: plain('Yes'),
      deny: plain('No'),
    };
    await post('sales', 'x', section('x'), actions(button('Cancel', { confirm })));
    const csm = pair.sandbox.person('csm');
    expect(await csm.clicks('Cancel', { in: 'sales' })).toBe('Sure?\nIt goes.\nYes\nNo');
    expect(clicks).toBe(0);
    expect(await csm.clicks('Cancel', { in: 'sales', confirm: true })).toBeNull();
    expect(clicks).toBe(1);
  });

  it('say what was visible when something does not appear', async () => {
    await post('sales', 'Acme');
    const looking = pair.sandbox.person('rep').clicks('Review', { in: 'sales', timeoutMs: 50 });
    await expect(looking).rejects.toThrow(/the button Review.*Visible:[\s\S]*baton: Acme/);
  });

  it('offer the options of menus', async () => {
    const picked: unknown[] = [];
    pair.app.action('more', async ({ ack, action }) => {
      await ack();
      if (action.type === 'overflow') picked.push(action.selected_option.value);
    });
    const options = [
      { text: plain('Snooze'), value: 's' },
      { text: plain('Reassign'), value: 'r' },
    ];
    await post('sales', 'x', {
      ...section('x'),
      accessory: { type: 'overflow', action_id: 'more', options },
    });
    await pair.sandbox.person('csm').picks('Reassign', { in: 'sales' });
    expect(picked).toEqual(['r']);
  });

  it('show mentions, channels and dates as their reader sees them', async () => {
    const { sandbox } = pair;
    const text = `*<@${sandbox.person('csm').id}>* in <#${sandbox.channel('open').id}> by <!date^1798790400^{date_short} {time}|later> &amp; <https://a.example|here>`;
    await post('sales', text);
    expect(sandbox.person('csm').sees('sales')[0]?.text).toBe('@csm in #open by Jan 1, 2027 9:00 AM & here');
    expect(sandbox.person('rep').sees('sales')[0]?.text).toBe('@csm in #open by Jan 1, 2027 3:00 AM & here');
  });

  it('carry what was chosen in the menus of a message', async () => {
    const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
    const values: unknown[] = [];
    pair.app.action('gap', async ({ ack }) => ack());
    pair.app.action('send', async ({ ack, body }) => {
      await ack();
      values.push((body as unknown as { state: { values: unknown } }).state.values);
    });
    const select = { type: 'static_select', action_id: 'gap', options: [option('Goals'), option('Dates')] };
    await post('sales', 'x', { type: 'actions', block_id: 'row', elements: [select, button('Send')] });
    const csm = pair.sandbox.person('csm');
    await csm.picks('Dates', { in: 'sales' });
    await csm.clicks('Send', { in: 'sales' });
    await pair.sandbox.person('rep').clicks('Send', { in: 'sales' });
    expect(values).toEqual([
      { row: { gap: { type: 'static_select', selected_option: option('Dates') } } },
      { row: { gap: { type: 'static_select', selected_option: null } } },
    ]);
  });

  it('can be sent again as they were', async () => {
    const clicks: string[] = [];
    pair.app.action('review', async ({ ack, body }) => {
      await ack();
      clicks.push((body as unknown as { trigger_id: string }).trigger_id);
    });
    await post('sales', 'x', actions(button('Review')));
    await pair.sandbox.person('csm').clicks('Review', { in: 'sales' });
    expect(await pair.sandbox.resend('block_actions')).toMatchObject({ status: 200 });
    expect(clicks).toHaveLength(2);
    expect(clicks[0]).toBe(clicks[1]);
  });

  it('keep replies in their thread', async () => {
    const channel = pair.sandbox.channel('sales').id;
    const root = await pair.client.chat.postMessage({ channel, text: 'Root' });
    await pair.client.chat.postMessage({ channel, text: 'Reply', thread_ts: root.ts ?? '' });
    expect(pair.sandbox.person('rep').sees('sales')).toMatchObject([
      { text: 'Root', replies: [{ text: 'Reply' }] },
    ]);
  });

  it('take five answers on a response_url within thirty minutes', async () => {
    const urls: string[] = [];
    pair.app.command('/ask', async ({ ack, command }) => {
      urls.push(command.response_url);
      await ack();
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/ask', { in: 'sales' });
    await rep.types('/ask', { in: 'sales' });
    const respond = async (url: string, body: object) => {
      const answer = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
      return answer.ok ? 'ok' : answer.text();
    };
    const [first = '', second = ''] = urls;
    const answers: string[] = [];
    for (let each = 1; each <= 6; each++) answers.push(await respond(first, { text: `${each}` }));
    expect(answers).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'used_url']);
    expect(rep.sees('sales').map((each) => each.text)).toEqual(['1', '2', '3', '4', '5']);
    expect(pair.sandbox.person('csm').sees('sales')).toEqual([]);
    expect(await respond(second, { text: 'for all', response_type: 'in_channel' })).toBe('ok');
    expect(pair.sandbox.person('csm').sees('sales')).toMatchObject([{ text: 'for all', ephemeral: false }]);
    pair.sandbox.clock.move(30 * 60_000 + 1);
    expect(await respond(second, { text: 'late' })).toBe('expired_url');
  });

  it('let a response replace or delete the message that was clicked', async () => {
    pair.app.action('done', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'Done', replace_original: true });
    });
    pair.app.action('dismiss', async ({ ack, respond }) => {
      await ack();
      await respond({ delete_original: true });
    });
    await post('sales', 'Todo', section('Todo'), actions(button('Done'), button('Dismiss')));
    await post('sales', 'Other', section('Other'), actions(button('Dismiss')));
    const rep = pair.sandbox.person('rep');
    await rep.clicks('Done', { in: 'sales', message: 'Todo' });
    await rep.until(() => rep.sees('sales').some((each) => each.text === 'Done'));
    await rep.clicks('Dismiss', { in: 'sales', message: 'Other' });
    await rep.until(() => rep.sees('sales').length === 1);
  });

  it('run shortcuts, on a message too', async () => {
    const run: unknown[] = [];
    pair.app.shortcut({ type: 'shortcut', callback_id: 'start' }, async ({ ack, shortcut }) => {
      await ack();
      run.push(shortcut.type);
    });
    pair.app.shortcut({ type: 'message_action', callback_id: 'flag' }, async ({ ack, shortcut }) => {
      await ack();
      run.push(shortcut.message.text);
    });
    const rep = pair.sandbox.person('rep');
    rep.says('They are unhappy', { in: 'sales' });
    await rep.shortcut('start');
    await rep.shortcut('flag', { in: 'sales', message: 'unhappy' });
    expect(run).toEqual(['shortcut', 'They are unhappy']);
  });

  it('know only the commands of a manifest, and escape mentions where it says so', async () => {
    await pair.stop();
    const { SEED } = await import('./bolt-app.ts');
    const slash_commands = [{ command: '/away', should_escape: true }];
    pair = await startPair({
      seed: {
        ...SEED,
        manifest: { features: { slash_commands }, oauth_config: { scopes: { bot: ['commands'] } } },
      },
    });
    let text = '';
    pair.app.command('/away', async ({ ack, command }) => {
      text = command.text;
      await ack();
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/away friday @csm');
    expect(text).toBe(`friday <@${pair.sandbox.person('csm').id}|csm>`);
    await expect(rep.types('/other')).rejects.toThrow('not a valid command');
  });

  it('publish a Home tab, with a hash against races', async () => {
    pair.app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [section('Your work'), actions(button('Start'))] },
      });
    });
    let started = 0;
    pair.app.action('start', async ({ ack }) => {
      await ack();
      started += 1;
    });
    const home = await pair.sandbox.person('rep').home();
    expect(home.text()).toBe('Your work\n[Start]');
    await home.clickButton('Start');
    expect(started).toBe(1);
    const publish = (hash?: string) =>
      pair.client.views.publish({
        user_id: pair.sandbox.person('rep').id,
        view: { type: 'home', blocks: [section('New')] },
        ...(hash ? { hash } : {}),
      });
    await expect(publish('1.old')).rejects.toThrow('hash_conflict');
    await publish();
    expect(home.text()).toBe('New');
  });
});
