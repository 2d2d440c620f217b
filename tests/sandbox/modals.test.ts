import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Pair, plain, refusal, startPair } from './bolt-app.ts';

const input = (label: string, blockId: string, rest: object = {}) => ({
  type: 'input' as const,
  block_id: blockId,
  label: plain(label),
  element: { type: 'plain_text_input' as const, action_id: 'text', ...rest },
});

const modal = (title: string, blocks: ModalView['blocks'], rest: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain(title),
  submit: plain('Send'),
  blocks,
  ...rest,
});

const divider = { type: 'divider' as const };

describe('modals in the sandbox', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
  });
  afterEach(() => pair.stop());

  const opens = (view: ModalView) =>
    pair.app.command('/form', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });

  it('open from a command, take what a person fills in and send it', async () => {
    const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
    const seen: unknown[] = [];
    opens(
      modal('Form', [
        input('Why', 'why'),
        { ...input('Nothing', 'none'), optional: true },
        {
          type: 'input',
          block_id: 'kind',
          label: plain('Kind'),
          element: { type: 'static_select', action_id: 'kind', options: [option('New'), option('Renewal')] },
        },
        {
          type: 'input',
          block_id: 'who',
          label: plain('Receiver'),
          element: { type: 'users_select', action_id: 'who' },
        },
        {
          type: 'input',
          block_id: 'when',
          label: plain('Date'),
          element: { type: 'datepicker', action_id: 'when' },
        },
        {
          type: 'input',
          block_id: 'gaps',
          label: plain('Gaps'),
          element: { type: 'checkboxes', action_id: 'gaps', options: [option('Goals'), option('Dates')] },
        },
      ]),
    );
    pair.app.view('form', async ({ ack, view }) => {
      seen.push(view.state.values);
      await ack();
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form', { in: 'sales' });
    const form = await rep.modal();
    expect(form.title).toBe('Form');
    expect(form.labels()).toEqual(['Why', 'Nothing', 'Kind', 'Receiver', 'Date', 'Gaps']);
    await form.fill('Why', 'Onboarding');
    await form.choose('Kind', 'Renewal');
    await form.choose('Receiver', 'Carl Csm');
    await form.date('Date', '2026-12-01');
    await form.check('Gaps', ['Goals', 'Dates']);
    expect(await form.submit()).toEqual({ closed: true });
    expect(rep.hasModal()).toBe(false);
    expect(seen).toEqual([
      {
        why: { text: { type: 'plain_text_input', value: 'Onboarding' } },
        none: { text: { type: 'plain_text_input', value: null } },
        kind: { kind: { type: 'static_select', selected_option: option('Renewal') } },
        who: { who: { type: 'users_select', selected_user: pair.sandbox.person('csm').id } },
        when: { when: { type: 'datepicker', selected_date: '2026-12-01' } },
        gaps: { gaps: { type: 'checkboxes', selected_options: [option('Goals'), option('Dates')] } },
      },
    ]);
    expect(pair.sandbox.traffic.violations).toEqual([]);
  });

  it('show an error under an empty or overlong field and send nothing', async () => {
    opens(modal('Form', [input('Why', 'why', { max_length: 5 })]));
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    expect(await form.submit()).toEqual({ errors: { Why: 'Please complete this required field.' } });
    await form.fill('Why', 'sixsix');
    expect(await form.submit()).toEqual({ errors: { Why: 'Enter 5 characters or fewer.' } });
    expect(pair.sandbox.traffic.dispatches('view_submission')).toEqual([]);
  });

  it('need a trigger that is fresh, unspent and known', async () => {
    const errors: (string | null)[] = [];
    const view = modal('Form', [input('Why', 'why')]);
    pair.app.command('/form', async ({ ack, body, client }) => {
      await ack();
      const open = () => refusal(client.views.open({ trigger_id: body.trigger_id, view }));
      if (body.text === 'late') pair.sandbox.clock.move(3_001);
      errors.push(await open(), await open());
      errors.push(await refusal(client.views.open({ trigger_id: '1.2.3', view })));
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    await rep.until(() => errors.length === 3);
    await rep.types('/form late');
    await rep.until(() => errors.length === 6);
    expect(errors).toEqual([
      null,
      'exchanged_trigger_id',
      'invalid_trigger_id',
      'expired_trigger_id',
      'expired_trigger_id',
      'invalid_trigger_id',
    ]);
  });

  it('refuse a view over Slack’s limits', async () => {
    const errors: (string | null)[] = [];
    pair.app.command('/form', async ({ ack, body, client }) => {
      await ack();
      const { submit: _submit, ...noSubmit } = modal('Form', [input('Why', 'why')]);
      const open = (view: ModalView) => refusal(client.views.open({ trigger_id: body.trigger_id, view }));
      errors.push(
        await open(noSubmit),
        await open(modal('A title of over 24 letters', [divider])),
        await open(modal('Form', [input('a', 'b'), input('c', 'b')])),
      );
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    await rep.until(() => errors.length === 3);
    expect(errors).toEqual(['invalid_arguments', 'invalid_arguments', 'invalid_arguments']);
    expect(rep.hasModal()).toBe(false);
  });

  it('keep what was typed while block and action stay, and start anew under a new block_id', async () => {
    opens(
      modal('Form', [
        input('Kept', 'kept', { initial_value: 'old' }),
        input('Reset', 'reset1', { initial_value: 'old' }),
      ]),
    );
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.fill('Kept', 'typed');
    await form.fill('Reset', 'typed');
    await pair.client.views.update({
      view_id: form.id,
      view: modal('Later', [
        input('Kept', 'kept', { initial_value: 'new' }),
        input('Reset', 'reset2', { initial_value: 'new' }),
      ]),
    });
    expect([form.title, form.value('Kept'), form.value('Reset')]).toEqual(['Later', 'typed', 'new']);
  });

  it('refuse an update with an old hash', async () => {
    opens(modal('Form', [input('Why', 'why')]));
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    const update = (hash?: string) =>
      pair.client.views.update({
        view_id: form.id,
        view: modal('Next', [input('Why', 'why')]),
        ...(hash ? { hash } : {}),
      });
    const first = await update();
    expect(await refusal(update(first.view?.hash))).toBeNull();
    expect(await refusal(update(first.view?.hash))).toBe('hash_conflict');
    expect(await refusal(pair.client.views.update({ view_id: 'V404', view: modal('x', [divider]) }))).toBe(
      'not_found',
    );
  });

  it('show the errors of an ack under their fields, and trouble when they name no input', async () => {
    opens(modal('Form', [input('Why', 'why')]));
    pair.app.view('form', async ({ ack, view }) => {
      const wrong = view.state.values['why']?.['text']?.value === 'wrong';
      await ack({ response_action: 'errors', errors: wrong ? { nowhere: 'No' } : { why: 'Say more.' } });
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.fill('Why', 'short');
    expect(await form.submit()).toEqual({ errors: { Why: 'Say more.' } });
    expect(form.text()).toContain('! Say more.');
    await form.fill('Why', 'wrong');
    expect(await form.submit()).toEqual({ trouble: expect.stringContaining('trouble') });
    expect(pair.sandbox.traffic.violations).toEqual([expect.stringContaining('nowhere')]);
  });

  it('are updated, pushed and cleared by the ack', async () => {
    opens(modal('One', [input('Why', 'why')]));
    pair.app.view('form', async ({ ack, view }) => {
      const title = view.title.text;
      if (title === 'One')
        await ack({ response_action: 'update', view: modal('Two', [input('Why', 'why')]) });
      else if (title === 'Two') await ack({ response_action: 'push', view: modal('Three', [divider]) });
      else await ack({ response_action: 'clear' });
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.fill('Why', 'because');
    expect(await form.submit()).toEqual({ updated: true });
    expect([form.title, form.value('Why')]).toEqual(['Two', 'because']);
    expect(await form.submit()).toEqual({ pushed: true });
    const top = await rep.modal({ title: 'Three' });
    await expect(form.submit()).rejects.toThrow('covered');
    expect(await top.submit()).toEqual({ closed: true });
    expect(rep.hasModal()).toBe(false);
  });

  it('stay open with trouble when the app does not answer in time', async () => {
    await pair.stop();
    pair = await startPair({ ackTimeoutMs: 1_000 });
    opens(modal('Form', [{ ...input('Why', 'why'), optional: true }]));
    pair.app.view('form', async () => {});
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    expect(await form.submit()).toEqual({ trouble: expect.any(String) });
    expect(rep.hasModal()).toBe(true);
    expect(pair.sandbox.traffic.dispatches('view_submission')[0]).toMatchObject({ problem: 'timeout' });
  });

  it('tell the app of closing only when asked to', async () => {
    const closed: string[] = [];
    opens(modal('Form', [divider], { notify_on_close: true }));
    pair.app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, view }) => {
      closed.push(view.id);
      await ack();
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.close();
    expect(closed).toEqual([form.id]);
    expect(rep.hasModal()).toBe(false);
  });

  it('ask the app for the options of an external menu, from the third letter on', async () => {
    opens(
      modal('Form', [
        {
          type: 'input',
          block_id: 'account',
          label: plain('Account'),
          element: { type: 'external_select', action_id: 'account' },
        },
      ]),
    );
    pair.app.options('account', async ({ ack, payload }) => {
      await ack({
        options: ['Acme', 'Acme North']
          .filter((each) => each.includes(payload.value))
          .map((each) => ({ text: plain(each), value: each })),
      });
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    expect(await form.search('Account', 'Ac')).toEqual([]);
    expect(await form.search('Account', 'Acm')).toEqual(['Acme', 'Acme North']);
    await form.choose('Account', 'Acme North', { query: 'Acme' });
    expect(form.value('Account')).toBe('Acme North');
  });

  it('report choices at once where Slack does, with the state of the whole view', async () => {
    const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
    const options = [option('One'), option('Two')];
    const reported: unknown[] = [];
    opens(
      modal('Form', [
        {
          type: 'input',
          block_id: 'kind',
          dispatch_action: true,
          label: plain('Kind'),
          element: { type: 'static_select', action_id: 'kind', options },
        },
        { ...input('Name', 'name'), dispatch_action: true },
        {
          type: 'section',
          block_id: 'team',
          text: plain('Team'),
          accessory: { type: 'multi_users_select', action_id: 'team', placeholder: plain('Who') },
        },
        {
          type: 'actions',
          block_id: 'how',
          elements: [{ type: 'radio_buttons', action_id: 'how', options }],
        },
      ]),
    );
    pair.app.action(/.*/, async ({ ack, action, body }) => {
      await ack();
      const { view } = body as unknown as { view: { state: { values: Record<string, unknown> } } };
      reported.push([action.type, Object.keys(view.state.values)]);
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.choose('Kind', 'Two');
    await form.fill('Name', 'typed and left');
    await form.fill('Name', 'typed', { enter: true });
    await form.choose('Team', ['rep', 'helper']);
    await form.pick('One');
    const all = ['kind', 'name', 'team', 'how'];
    // The first menu offers One, too, and comes first.
    expect(reported).toEqual([
      ['static_select', all],
      ['plain_text_input', all],
      ['multi_users_select', all],
      ['static_select', all],
    ]);
    expect([form.value('Team'), form.value('Kind')]).toEqual([['Rita Rep', 'Helper'], 'One']);
    expect(form.text()).toContain('> Rita Rep, Helper');
    await expect(form.choose('Team', 'gone')).rejects.toThrow('does not list gone');
  });

  it('stack three deep at most, and close one by one', async () => {
    const errors: (string | null)[] = [];
    const deeper = {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, action_id: 'deeper', text: plain('Deeper') }],
    };
    opens(modal('Level 1', [deeper]));
    pair.app.action('deeper', async ({ ack, body, client }) => {
      await ack();
      const { trigger_id } = body as unknown as { trigger_id: string };
      errors.push(
        await refusal(client.views.push({ trigger_id, view: modal(`Level ${errors.length + 2}`, [deeper]) })),
      );
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    for (const level of [1, 2, 3]) {
      await (await rep.modal({ title: `Level ${level}` })).clickButton('Deeper');
      await rep.until(() => errors.length === level);
    }
    expect(errors).toEqual([null, null, 'push_limit_reached']);
    await (await rep.modal({ title: 'Level 3' })).close();
    await rep.modal({ title: 'Level 2' });
  });

  it('let a person wait for the view that follows a loading one', async () => {
    pair.app.command('/form', async ({ ack, body, client }) => {
      await ack();
      const { submit: _submit, ...loading } = modal('Form', [{ type: 'section', text: plain('Loading') }]);
      const opened = await client.views.open({ trigger_id: body.trigger_id, view: loading });
      await client.views.update({
        view_id: opened.view?.id ?? '',
        hash: opened.view?.hash ?? '',
        view: modal('Form', [input('Why', 'why')]),
      });
    });
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal();
    await form.fill('Why', 'later');
    expect(form.text()).toBe('Form\nWhy\n> later\n[Send]');
  });

  it('say what is there when a field is not', async () => {
    await pair.stop();
    pair = await startPair({ patienceMs: 40 });
    opens(modal('Form', [input('Why', 'why')]));
    const rep = pair.sandbox.person('rep');
    await rep.types('/form');
    const form = await rep.modal({ timeoutMs: 2_000 });
    await expect(form.fill('When', 'now')).rejects.toThrow(/no field When; there are: Why.*Visible:\nForm/s);
    await expect(form.clickButton('Go')).rejects.toThrow('no button Go');
  });
});
