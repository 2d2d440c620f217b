import { expect, test } from 'vitest';
import { manifestFor } from '../../cli/manifest.ts';
import { run } from '../../cli/run.ts';

async function printed(...words: string[]) {
  let [out, warned] = ['', ''];
  const code = await run(['manifest', ...words], {
    env: {},
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      warned += text;
    },
  });
  return { code, out, warned };
}

test('the manifest is for Socket Mode, until an address is given', async () => {
  expect(JSON.parse((await printed()).out)).toEqual(manifestFor(null));
  expect(await printed('--socket')).toEqual(await printed());
  const http = manifestFor('https://baton.example.com/slack/events');
  for (const url of [
    'https://baton.example.com',
    'https://baton.example.com/',
    'https://baton.example.com/slack/events',
  ])
    expect(JSON.parse((await printed('--url', url)).out)).toEqual(http);
  const below = manifestFor('https://example.com/baton/slack/events');
  expect(JSON.parse((await printed('--url', 'https://example.com/baton/')).out)).toEqual(below);
});

test('it can ask for nothing that Baton can do without', async () => {
  expect(JSON.parse((await printed('--without-optional-scopes')).out)).toEqual(manifestFor(null, true));
});

test('two ways, and an address that Slack does not send to, are refused in words', async () => {
  expect(await printed('--socket', '--url', 'https://baton.example.com')).toMatchObject({
    code: 1,
    warned: 'Choose --socket or --url: Slack sends by one way alone.\n',
  });
  for (const url of ['http://baton.example.com', 'baton.example.com'])
    expect(await printed('--url', url)).toMatchObject({ code: 1, out: '' });
});
