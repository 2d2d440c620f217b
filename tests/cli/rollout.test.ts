import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../cli/run.ts';
import { projectFolder } from '../../src/platform/config.ts';
import { addDays } from '../../src/time/local-date.ts';
import { MONDAY_10, manifest, SIGNING_SECRET, startWorld, type World } from '../support/baton.ts';

// docs/rollout.md, as an admin would follow it: its own commands, one after the other, in a company of 120 people.

vi.setConfig({ testTimeout: 120_000 });

const PEOPLE = [
  ...team('Sales EMEA', 'sales', 'lead.sales-emea', 'vp.sales', 'Europe/Berlin', numbered('rep', 1, 25)),
  ...team(
    'Sales Americas',
    'sales',
    'lead.sales-americas',
    'vp.sales',
    'America/New_York',
    numbered('rep', 26, 50),
  ),
  ...team('CS EMEA', 'cs', 'lead.cs-emea', 'vp.cs', 'Europe/Berlin', numbered('csm', 1, 22)),
  ...team('CS Americas', 'cs', 'lead.cs-americas', 'vp.cs', 'America/New_York', numbered('csm', 23, 44)),
  ...team(
    'Onboarding',
    'service',
    'lead.onboarding',
    'vp.cs',
    'Europe/Berlin',
    numbered('onboarding', 1, 18),
  ),
  ...['vp.sales', 'vp.cs', 'revops'].map((name) => ({ name, zone: 'Europe/Berlin', cells: {} })),
];
const TODAY = MONDAY_10.toISOString().slice(0, 10);

let world: World;
let folder: string;
/** By command, without `npm run baton --`: what it wrote. */
const wrote = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-rollout-'));
  const doc = await readFile(join(projectFolder, 'docs', 'rollout.md'), 'utf8');
  const blocks = [...doc.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
    kind,
    text,
  }));
  const channels = [...doc.matchAll(/\bC0[A-Z0-9]{8}\b/g)].map(([id]) => id);
  world = await startWorld({
    seed: {
      workspace: { name: 'Sample Company', domain: 'sample-company' },
      manifest,
      people: PEOPLE.map(({ name, zone }) => ({
        name,
        tz: zone,
        email: emailOf(name),
        admin: name === 'revops',
      })),
      channels: [...new Set(channels)].map((id) => ({ id, name: id.toLowerCase(), app: true })),
    },
  });
  const columns =
    blocks
      .find(({ kind }) => kind === 'csv')
      ?.text.split('\n')[0]
      ?.split(',') ?? [];
  await Promise.all([
    writeTable(
      'people.csv',
      columns,
      PEOPLE.map(({ name, cells }) => ({ email: emailOf(name), ...cells })),
    ),
    writeTable(
      'accounts.csv',
      Object.keys(account(0)),
      Array.from({ length: 300 }, (_, n) => account(n)),
    ),
    writeTable(
      'deals.csv',
      Object.keys(deal(0)),
      Array.from({ length: 30 }, (_, n) => deal(n)),
    ),
    writeFile(join(folder, 'holidays.ics'), calendar('20261225', '20261226', '20270101')),
    writeFile(join(folder, 'holidays-us.ics'), calendar('20261126', '20261225')),
  ]);
  for (const { kind, text } of blocks) {
    if (kind === 'sh') for (const line of text.trim().split('\n')) await follow(line);
    if (kind === 'json') await addQuestion(JSON.parse(text));
  }
}, 300_000);

afterAll(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

function numbered(name: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, n) => `${name}.${from + n}`);
}

function team(name: string, lane: string, lead: string, manager: string, zone: string, names: string[]) {
  const ofAll = { team: name, lane };
  return [
    { name: lead, zone, cells: { ...ofAll, lead: 'yes', manager: emailOf(manager) } },
    ...names.map((one, n) => ({
      name: one,
      zone,
      cells: { ...ofAll, manager: emailOf(lead), cover: emailOf(names[(n + 1) % names.length] ?? '') },
    })),
  ];
}

function emailOf(name: string): string {
  return `${name}@sample.example`;
}

/** Of ten, one is new and has no CSM yet. */
function account(n: number) {
  const isNew = n % 10 === 0;
  return {
    name: `Sample Customer ${n}`,
    external_id: `S-${n}`,
    segment: n % 3 === 0 ? 'enterprise' : 'mid-market',
    stage: isNew ? 'land' : 'adopt',
    arr: `${20_000 + n * 100}`,
    currency: n % 2 === 0 ? 'EUR' : 'USD',
    renewal: addDays(TODAY, 30 + n),
    sales_owner: emailOf(`rep.${(n % 50) + 1}`),
    cs_owner: isNew ? '' : emailOf(`csm.${(n % 44) + 1}`),
  };
}

/** Of the new accounts: won in the last days, from 20 on expected, and from 25 on won long ago. */
function deal(n: number) {
  const won = n < 20 ? addDays(TODAY, -(n % 5)) : n < 25 ? '' : addDays(TODAY, -90);
  return {
    deal_id: `crm-${n}`,
    state: n >= 20 && n < 25 ? 'expected' : 'won',
    account_id: `S-${n * 10}`,
    account_name: `Sample Customer ${n * 10}`,
    owner: emailOf(`rep.${n + 1}`),
    amount: `${20_000 + n * 1_000}`,
    currency: 'EUR',
    closes_on: n >= 20 && n < 25 ? addDays(TODAY, 10) : '',
    won_on: won,
    contact: 'Sample Contact (COO)',
    why: 'Every site has a tool of its own.',
    promises: 'None',
  };
}

async function writeTable(file: string, columns: string[], rows: readonly Record<string, string>[]) {
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  await writeFile(join(folder, file), `${[columns.join(','), ...lines].join('\n')}\n`);
}

function calendar(...days: string[]): string {
  const events = days.flatMap((day) => [
    ...['BEGIN:VEVENT', `UID:${day}@sample.example`, `DTSTART;VALUE=DATE:${day}`],
    ...[`SUMMARY:Sample day`, 'END:VEVENT'],
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//sample//EN', ...events, 'END:VCALENDAR'].join('\r\n');
}

/** As a shell would: words with quotes, and where the output goes. Files are in the folder. */
async function follow(line: string): Promise<void> {
  const [, command = ''] = /^npm run baton -- (.+)$/.exec(line) ?? [];
  expect([line, command]).not.toEqual([line, '']);
  const [asked = '', into] = command.split(' > ');
  const words = [...asked.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
  let out = '';
  let err = '';
  const code = await run(
    words.map((word) => (/\.(csv|ics|json)$/.test(word) ? join(folder, word) : word)),
    {
      env: {
        ...{ DATABASE_URL: world.database.url, SANDBOX: 'true', LOG_LEVEL: 'silent' },
        ...{ SLACK_BOT_TOKEN: world.sandbox.botToken, SLACK_SIGNING_SECRET: SIGNING_SECRET },
        SLACK_API_URL: world.sandbox.apiUrl,
      },
      write: (text) => {
        out += text;
      },
      warn: (text) => {
        err += text;
      },
    },
  );
  expect([line, code, code === 0 ? '' : out + err]).toEqual([line, 0, '']);
  if (into) await writeFile(join(folder, into), out);
  wrote.set(asked, out);
}

async function addQuestion(question: unknown): Promise<void> {
  const file = join(folder, 'questions.json');
  const lists = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown[]>;
  for (const list of Object.values(lists)) list.push(question);
  await writeFile(file, JSON.stringify(lists));
}

test('120 people are in five teams, with their channels, hours and rules', () => {
  expect(PEOPLE).toHaveLength(120);
  expect(wrote.get('people import people.csv')).toMatch(/^120 rows imported, 0 rejected\.\nNew teams: /);
  expect(wrote.get('teams list')?.trim().split('\n')).toHaveLength(1 + 5);
  expect(wrote.get('holidays import holidays.ics --dry-run')).toMatch(/^3 days would be added/);
  expect(wrote.get('holidays import holidays.ics')).toMatch(/^3 days added/);
  // Christmas of everyone is not Christmas of this team: it began with none.
  expect(wrote.get('holidays import holidays-us.ics --for-team "CS Americas"')).toMatch(/^2 days added/);
});

test('a dry run says what is then done', () => {
  const imports = (what: string) => [wrote.get(`${what} --dry-run`), wrote.get(what)] as const;
  for (const [what, done] of [
    ['accounts import accounts.csv', '300 created, 0 updated, 0 rejected.'],
    ['handoffs import deals.csv', '30 new, 0 changed, 0 unchanged, 0 rejected.'],
  ] as const) {
    const [dry, real] = imports(what);
    expect([what, dry]).toEqual([what, expect.stringContaining(`Nothing was written. Would be: ${done}`)]);
    expect([what, real]).toEqual([what, expect.stringContaining(done)]);
  }
  const [dry, real] = imports('templates import questions.json');
  expect(dry).toMatch(/sales_to_cs: \d+ questions, can be published/);
  expect(real).toMatch(/published as version 1/);
});

test('what holds for a handoff is what was set', () => {
  const explained = wrote.get(
    'policies explain --kind sales_to_cs --segment enterprise --receiving-team "CS EMEA"',
  );
  expect(explained).toMatch(/handoff\.acknowledge +4 working hours/);
  expect(explained).toMatch(/handoff\.decide +3 working days/);
});

test('only who won something lately is asked, and hands it over by the rules of this company', async () => {
  const isAsked = (name: string) =>
    world.sandbox
      .person(name)
      .sees('dm')
      .some(({ text }) => /is won\. Finish the handoff/.test(text));
  const asked = () => PEOPLE.map(({ name }) => name).filter(isAsked);
  const rep = world.sandbox.person('rep.1');
  await rep.until(() => asked().length === 20);
  expect(asked()).toEqual(numbered('rep', 1, 20));
  await rep.clicks('Finish handoff', { message: /Sample Customer 0/ });
  const draft = await rep.modal({ title: 'Start a handoff', text: /From the CRM/ });
  // In the rep's zone, and in turn.
  expect(draft.text()).toMatch(
    /Hand over to\n> Csm\.\d+\nSuggested: next in turn in CS EMEA, near your time zone/,
  );
  await draft.fill('First desired outcome', 'Orders go out in a day');
  expect(await draft.submit()).toEqual({ updated: true });
  await draft.until(/Needed before you hand over:\nHosting region/);
  await draft.clickButton('Add: Hosting region');
  await draft.until(/Where their data has to stay/);
  await draft.choose('Hosting region', 'EU');
  expect(await draft.submit()).toEqual({ updated: true });
  await draft.until(/Ready to hand over/);
  expect(await draft.submit()).toEqual({ updated: true });
  await draft.until(/Their response is due today at 2:00 PM/);
  await world.sandbox.person('csm.1').message(/Sample Customer 0[\s\S]*Due today at 2:00 PM/);
  expect(world.sandbox.traffic.violations).toEqual([]);
});
