import type { KnownBlock } from '@slack/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../../listeners/edge.ts';
import { frameSubmission, type SubmissionAck, type SubmissionHandler } from '../../listeners/submission.ts';
import { createSlack } from '../../src/platform/slack/slack.ts';
import { divider, input, modal, section } from '../../views/kit/blocks.ts';
import { textInput } from '../../views/kit/elements.ts';
import { md } from '../../views/kit/text.ts';
import { MONDAY_10, startWorld, type World } from '../support/baton.ts';
import { keptLog } from '../support/log.ts';
import { viewOutput } from '../support/view-output.ts';

const kept = keptLog();
let world: World;
let deps: Deps;
beforeAll(async () => {
  world = await startWorld();
  const { botToken, apiUrl } = world.sandbox;
  const slack = createSlack({ token: botToken, apiUrl, timeoutMs: 2_000 });
  deps = {
    db: world.database.db,
    clock: { now: () => MONDAY_10, wall: () => MONDAY_10 },
    workspace: (await world.ctx()).workspace,
    slack,
    log: kept.log,
  };
});
afterAll(() => world.close());

const typed = input({ id: 'typed', label: 'Typed', element: textInput({ action: 'value' }) });

async function submitted(blocks: KnownBlock[], handler: SubmissionHandler): Promise<SubmissionAck[]> {
  const acks: SubmissionAck[] = [];
  const view = viewOutput({ callback_id: 'form', blocks, submit: { type: 'plain_text', text: 'Send' } });
  const user = { id: world.sandbox.person('rep.berlin').id };
  await frameSubmission(deps, handler)(
    {
      type: 'view_submission',
      user,
      view,
      team: undefined,
      enterprise: undefined,
      is_enterprise_install: false,
    },
    { userId: user.id },
    async (ack) => void acks.push(ack),
  );
  return acks;
}

test('whatever comes next, Slack hears of what was done: a view that it would refuse is said to be lacking', async () => {
  const tooMuch = modal({
    callback: 'next',
    title: 'Next',
    blocks: Array.from({ length: 101 }, () => divider()),
  });
  const [ack, ...others] = await submitted([typed], async () => ({ update: tooMuch }));
  expect(others).toEqual([]);
  const [error] = kept.errors();
  expect(error).toMatchObject({ problems: [expect.stringContaining('more than 100')] });
  expect(JSON.stringify(ack)).toMatch(/Baton has taken this, and cannot show what comes next/);
  expect(JSON.stringify(ack)).toContain(`reference ${error?.['reference']}`);
});

test('an error of an input that this window does not have stands on top of it', async () => {
  const [ack] = await submitted([typed], async () => ({ errors: { gone: 'Say more.' } }));
  expect(ack).toMatchObject({ response_action: 'update' });
  expect(JSON.stringify(ack)).toContain('Say more.');
});

test('where a window is full, what there is to say stands under its first input', async () => {
  const full = [typed, ...Array.from({ length: 99 }, () => section(md`Sample`))];
  const [ack] = await submitted(full, async () => ({ errors: { gone: 'Say more.' } }));
  expect(ack).toEqual({ response_action: 'errors', errors: { typed: 'Say more.' } });
});

test('a handler that fails leaves the window as it is, with what can be done', async () => {
  const [ack] = await submitted([typed], () => Promise.reject(new TypeError('customer words')));
  expect(JSON.stringify(ack)).toMatch(/Something broke in Baton/);
  expect(JSON.stringify(ack)).not.toContain('customer words');
});
