import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import type { Act, Done, Screen } from '../../sandbox/page/shapes.ts';
import { type Page, startPage } from '../../sandbox/page/start-page.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { manifest } from '../support/baton.ts';

const SECRET = 'a secret for tests';

let sandbox: Sandbox;
let page: Page;

beforeAll(async () => {
  sandbox = await startSandbox({
    signingSecret: SECRET,
    seed: {
      people: [{ name: 'insider' }, { name: 'outsider' }, { name: 'guest', guest: 'single' }],
      channels: [
        { name: 'open', app: true },
        { name: 'closed', private: true, members: ['insider'], app: true },
      ],
    },
  });
  page = await startPage({ port: 0, files: () => new Map(), baton: () => null, reset: async () => {} });
  page.show({ sandbox, move: async () => {} });
  sandbox.person('insider').says('a secret of the few', { in: 'closed' });
  await api('chat.postEphemeral', {
    channel: channel('open'),
    user: person('insider'),
    text: 'for one alone',
  });
  await api('chat.postMessage', { channel: person('insider'), text: 'in a DM' });
});

afterAll(async () => {
  await page?.close();
  await sandbox?.close();
});

const channel = (name: string): string => sandbox.channel(name).id;
const person = (name: string): string => sandbox.person(name).id;

async function api(method: string, args: Record<string, string>): Promise<void> {
  const answer = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams(args),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

async function screen(name: string, place?: string): Promise<Screen> {
  return (await (await fetch(`${page.url}/api/as/${name}/screen?place=${place ?? ''}`)).json()) as Screen;
}

async function does(name: string, act: Act): Promise<Done> {
  const answer = await fetch(`${page.url}/api/as/${name}/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  return (await answer.json()) as Done;
}

const texts = (seen: Screen) => seen.place?.messages.map(({ text }) => text);

describe('each person', () => {
  it('sees a Home tab and modals of their own', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'my work' } }];
    await api('views.publish', {
      user_id: person('insider'),
      view: JSON.stringify({ type: 'home', blocks }),
    });
    expect((await screen('insider')).home?.body.blocks).toMatchObject(blocks);
    expect((await screen('outsider')).home).toBeNull();
    expect((await screen('insider')).modal).toBeNull();
  });

  it('sees the channels, messages and DMs that are theirs, and no others', async () => {
    const names = async (name: string) =>
      (await screen(name)).channels.filter(({ kind }) => kind !== 'im').map((each) => each.name);
    expect(await names('insider')).toEqual(['open', 'closed']);
    expect(await names('outsider')).toEqual(['open']);
    expect(await names('guest')).toEqual([]);

    expect(texts(await screen('insider', channel('closed')))).toEqual(['a secret of the few']);
    expect((await screen('outsider', channel('closed'))).place).toBeNull();
    expect(texts(await screen('insider', channel('open')))).toEqual(['for one alone']);
    expect(texts(await screen('outsider', channel('open')))).toEqual([]);
    const dm = (await screen('insider')).channels.find(({ kind }) => kind === 'im')?.id;
    expect(texts(await screen('insider', dm))).toEqual(['in a DM']);
    expect((await screen('outsider', dm)).place).toBeNull();
  });

  it('does nothing where they may not be', async () => {
    expect(await does('outsider', { do: 'type', channel: channel('closed'), text: 'hello' })).toEqual({
      trouble: 'outsider cannot see closed',
    });
    const ts = (await screen('insider', channel('closed'))).place?.messages[0]?.ts ?? '';
    const stolen = { do: 'shortcut', callback: 'any', message: { channel: channel('closed'), ts } } as const;
    expect(await does('outsider', stolen)).toEqual({ trouble: 'This message is not there any more.' });
    expect(await does('outsider', { do: 'close', view: 'V00000001' })).toEqual({
      trouble: 'This is not on your screen any more.',
    });
  });

  it('has unread marks of their own', async () => {
    const unread = async (name: string) =>
      (await screen(name)).channels.find(({ name }) => name === 'open')?.unread;
    await does('insider', { do: 'type', channel: channel('open'), text: 'to <everyone> & all' });
    expect(await unread('outsider')).toBe(1);
    expect(texts(await screen('outsider', channel('open')))).toEqual(['to &lt;everyone&gt; &amp; all']);
    await does('outsider', { do: 'read', channel: channel('open') });
    expect(await unread('outsider')).toBe(0);
    expect(await unread('insider')).toBe(1);
  });
});

describe('the page', () => {
  it('knows nobody else, and no other way in', async () => {
    expect((await fetch(`${page.url}/api/as/nobody/screen`)).status).toBe(404);
    expect((await fetch(`${page.url}/api/as/baton/screen`)).status).toBe(404);
    const form = await fetch(`${page.url}/api/reset`, { method: 'POST', body: 'x=1' });
    expect(form.status).toBe(400);
    expect(await statusWith('attacker.example')).toBe(403);
    expect(await statusWith(new URL(page.url).host)).toBe(200);
  });

  it('is a page for people, that looks again by itself, before anything is there', async () => {
    let files: Map<string, string> | null = null;
    const early = await startPage({
      port: 0,
      files: () => files,
      baton: () => null,
      reset: async () => {},
    });
    const starting = await fetch(`${early.url}/`);
    expect([starting.status, starting.headers.get('content-type')]).toEqual([
      503,
      'text/html; charset=utf-8',
    ]);
    expect(await starting.text()).toMatch(/http-equiv="refresh".*Baton is starting/s);
    files = new Map([['/index.html', '<p>here</p>']]);
    expect(await (await fetch(`${early.url}/`)).text()).toBe('<p>here</p>');
    await early.close();
  });

  it('tells who types a command that nobody can answer while Slack is away', async () => {
    const app = createServer((asked, answer) => void asked.resume().on('end', () => answer.end()));
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const { port } = app.address() as AddressInfo;
    const company = await startSandbox({
      signingSecret: SECRET,
      seed: companySeed(manifest),
      appUrls: () => [`http://127.0.0.1:${port}`],
    });
    page.show({ sandbox: company, move: async () => {} });
    const typed = (text: string) =>
      does('rep.berlin', { do: 'type', channel: company.channel('sales').id, text });
    expect(await typed('/handoff help')).toEqual({});
    await turn('away', true);
    expect(await typed('/handoff help')).toEqual({ trouble: expect.stringMatching(/^Slack is away/) });
    expect(await typed('a line for people')).toEqual({});
    await turn('away', false);
    expect(await typed('/handoff help')).toEqual({});
    page.show({ sandbox, move: async () => {} });
    await company.close();
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  });

  it('says that it begins anew, while it does', async () => {
    page.pause();
    expect((await fetch(`${page.url}/api/people`)).status).toBe(503);
    page.show({ sandbox, move: async () => {} });
    expect((await fetch(`${page.url}/api/people`)).status).toBe(200);
  });
});

const turn = (fault: string, on: boolean) =>
  fetch(`${page.url}/api/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault, on }),
  });

const statusWith = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(`${page.url}/api/people`, { headers: { host } }, (res) => {
      res.resume();
      resolve(res.statusCode);
    })
      .on('error', reject)
      .end();
  });
