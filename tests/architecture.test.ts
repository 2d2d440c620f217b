import { existsSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { WithheldHandoff } from '../src/handoffs/read/details.ts';
import { type Edge, edgesOf, importsIn, productFiles, sourceFiles, sourceOf } from './support/sources.ts';

// Which part may import which. Everything here is read from the import statements, types included.

const FILES = sourceFiles();
const EDGES = FILES.flatMap(edgesOf);
const INNER = EDGES.filter((edge): edge is Edge & { to: string } => edge.to !== null);

/** `src/<folder>` within src, else the folder at the root; `app` for app.ts. What starts the demo stands alone. */
const partOf = (path: string): string =>
  /^(src\/[^/]+|sandbox\/(?:demo|gallery)|[^/]+)\//.exec(path)?.[1] ?? path.replace(/\.ts$/, '');

const PARTS = [...new Set([...FILES, 'prisma/generated/client.ts'].map(partOf))];
const ENGINES = ['src/cases', 'src/outbox', 'src/workspaces', 'src/time', 'src/platform'];
const CAPABILITIES = PARTS.filter((part) => part.startsWith('src/') && !ENGINES.includes(part));
const SRC = [...CAPABILITIES, ...ENGINES];

/** What each part may import beside itself. A part that is not listed may import nothing. */
const ARROWS: Record<string, readonly string[]> = {
  app: ['listeners', 'jobs', 'api', 'cli', 'views', ...SRC, 'src', 'prisma'],
  listeners: [...SRC, 'src', 'views', 'prisma'],
  jobs: [...SRC, 'src', 'views', 'prisma'],
  // every-case.ts: what is done for each kind of case.
  src: SRC,
  api: [...SRC, 'views', 'prisma'],
  cli: [...SRC, 'views', 'prisma'],
  views: [...CAPABILITIES, 'src/cases', 'src/time', 'src/platform', 'prisma'],
  ...Object.fromEntries(CAPABILITIES.map((part) => [part, [...SRC, 'prisma']])),
  // Whose case it is, and when they work, decides whom it speaks to.
  'src/cases': [
    'src/outbox',
    'src/people',
    'src/settings',
    'src/workspaces',
    'src/time',
    'src/platform',
    'prisma',
  ],
  'src/outbox': ['src/workspaces', 'src/time', 'src/platform', 'prisma'],
  // Whose workspaces a process serves is asked by whatever claims work.
  'src/workspaces': ['src/platform', 'prisma'],
  'src/time': ['src/platform'],
  'src/platform': ['prisma'],
  // Its rules are its own: the product is checked by them.
  sandbox: [],
  'sandbox/demo': ['sandbox', 'app', ...SRC],
  'sandbox/gallery': ['sandbox', 'views', ...SRC],
  bench: PARTS,
  tests: PARTS,
  'vitest.config': ['tests'],
};

/** A verb reads or writes the database: it is handed a context or a connection, or writes SQL. */
const HANDED = ['Ctx', 'TxCtx', 'ReadCtx', 'Db', 'Tx'];
const VERBS = new Set(
  EDGES.filter(
    ({ to, names, typeOnly }) =>
      (to === 'src/platform/ctx.ts' && names.some((name) => HANDED.includes(name))) ||
      (to === 'prisma/generated/client.ts' && !typeOnly && names.includes('Prisma')),
  ).map(({ from }) => from),
);
const isVerb = (path: string): boolean => VERBS.has(path);

/** A statement, by the client or in SQL. */
const QUERY = /\b(?:db|tx)\s*\.\s*\w+\s*\.\s*\w+\(|\$(?:query|execute)Raw/;

/** Verbs that another capability may use, and why. */
const VERBS_OF_OTHERS: Record<string, string> = {
  'accounts → src/people/find-handles.ts': 'an import looks up the owners of all its rows at once',
  'accounts → src/people/load-people.ts': 'who may confirm or merge is decided as the transaction sees them',
  'accounts → src/settings/load-settings.ts': 'who is an admin is a setting',
  'deals → src/accounts/hold-accounts.ts': 'an account is not merged away under its deal',
  'deals → src/accounts/import/load-known.ts':
    'the account of a deal is found in the transaction that records it, as an import finds it',
  'deals → src/handoffs/routing/suggest-receiver.ts':
    'who is told before it is won is who would be suggested then',
  'deals → src/handoffs/brief/deal-draft.ts': 'a draft follows its deal, and goes with it',
  'deals → src/handoffs/verbs/submit.ts': 'a handoff is submitted and its deal handed over, or neither',
  'deals → src/people/find-handles.ts': 'the owners of all deals of a batch are looked up at once',
  'deals → src/people/load-people.ts':
    'who may act and who answers is decided on people as the transaction sees them',
  'deals → src/settings/load-settings.ts': 'clocks are set by the policy as the transaction sees it',
  'digests → src/figures/exposed.ts': 'a digest is read, kept and sent as of one moment',
  'digests → src/figures/load-at-risk.ts': 'what was at risk is kept with the digest that says it',
  'digests → src/figures/load-figures.ts': 'a digest is read, kept and sent as of one moment',
  'digests → src/figures/load-top.ts': 'a digest is read, kept and sent as of one moment',
  'digests → src/figures/take-baselines.ts': 'a digest is read, kept and sent as of one moment',
  'digests → src/health/read/load-standings.ts':
    'why a band is not the one of its score is kept with the digest that says it',
  'digests → src/people/load-people.ts': 'who may read it is decided as the transaction sees them',
  'digests → src/risks/read/load-listed.ts': 'a digest is read, kept and sent as of one moment',
  'digests → src/settings/load-settings.ts': 'when it is due is decided as the transaction sees it',
  'figures → src/risks/read/ranking.ts': 'what a person has set aside counts nowhere, by one rule',
  'figures → src/settings/load-settings.ts': 'a baseline is taken by the limits as the transaction sees them',
  'handoffs → src/accounts/change/create-account.ts':
    'a new account and its handoff are there together or not at all',
  'handoffs → src/accounts/hold-accounts.ts': 'an account is not merged away under its handoff',
  'handoffs → src/accounts/change/set-account-fields.ts':
    'accepting hands the account over in the same transaction',
  'handoffs → src/health/read/load-standings.ts':
    'an expansion is warned of health as the transaction that submits it sees it',
  'handoffs → src/people/load-people.ts':
    'who may act and who answers is decided on people as the transaction sees them',
  'handoffs → src/people/stands-in-for.ts': 'whose work somebody does decides which handoffs are theirs',
  'handoffs → src/risks/verbs/flag-risk.ts':
    'what was handed over is urgent with the risk that is flagged as that, or neither is',
  'handoffs → src/risks/verbs/reassign.ts': 'a risk goes to the new owner with the account',
  'handoffs → src/settings/load-settings.ts': 'clocks are set by the policy as the transaction sees it',
  'health → src/accounts/account-scene.ts': 'who may override is decided as the transaction sees them',
  'health → src/accounts/find/find-accounts.ts':
    'the account of a signal is found in the transaction that records it',
  'health → src/accounts/hold-accounts.ts': 'a correction finds the latest anew where no merge is under way',
  'health → src/accounts/change/set-account-fields.ts': 'how an account is made due is said in one place',
  'health → src/people/load-people.ts': 'what an unhappy customer said is told with the signal that keeps it',
  'health → src/settings/load-settings.ts': 'what an unhappy customer said is told in working hours',
  'home → src/figures/exposed.ts': 'what an account is worth, and whose it is, is said in one place',
  'home → src/handoffs/questions/load-templates.ts':
    'what a question of its own was called is said where it is kept',
  'home → src/health/read/load-standings.ts': 'why a band is not the one of its score is said in one place',
  'home → src/people/load-people.ts': 'who leads whom is read in the statement that reads the work',
  'home → src/risks/read/ranking.ts': 'accounts are ranked and set aside on Home as risks are',
  'home → src/settings/load-settings.ts': 'sums are told in the currency that is set',
  'people → src/settings/load-settings.ts': 'the calendar of a team is checked against that of the workspace',
  'retention → src/health/calibration/load-left.ts': 'by which signals it is told who left stays',
  'retention → src/settings/load-settings.ts': 'how long something is kept is a setting',
  'risks → src/accounts/change/create-account.ts':
    'a new account and its risk are there together or not at all',
  'risks → src/accounts/find/find-accounts.ts': 'the account of a listed risk may have been merged since',
  'risks → src/accounts/hold-accounts.ts': 'an account is not merged away under its risk',
  'risks → src/health/rules/load-config.ts': 'what alerts said is judged by the rules in force',
  'risks → src/health/read/load-expected.ts': 'lists say what of an account is expected',
  'risks → src/health/read/load-standings.ts': 'a risk is opened on health as the transaction sees it',
  'risks → src/health/signals/record-signals.ts': 'what a person flags is a signal and a risk, or neither',
  'risks → src/people/load-people.ts':
    'who may act and who answers is decided on people as the transaction sees them',
  'risks → src/people/stands-in-for.ts': 'whose work somebody does decides which risks are theirs',
  'risks → src/settings/load-settings.ts': 'clocks are set by the policy as the transaction sees it',
};

/** Also the clocks made of the system's, and what formats the present where it is given nothing. */
const OWN_CLOCK =
  /\bDate\.now\b|\bnew Date\b(?!\s*\(\s*(?:[^)\s]|$))|\bTemporal\.Now\b|(?<![\w.]|new )Date\(\s*\)/;
const READS_THE_DAY = new RegExp(
  `${OWN_CLOCK.source}|\\b(?:systemClock|movableClock)\\b|\\.format(?:ToParts)?\\(\\)`,
);

/** Where the real time is read outside the product, and why. */
const REAL_TIME: Record<string, string> = {
  'sandbox/clock.ts': 'signatures are checked by real time, and what people live in is an offset from it',
  'sandbox/demo/move-clock.ts': 'business time is an offset from real time',
  'bench/': 'a benchmark runs beside processes that live in real time, and compares the sides of one run',
  'tests/architecture.test.ts': 'it holds samples of what is forbidden',
  'tests/cases/clocks/world.ts': 'leases are wall time; what is due is not',
  'tests/jobs/heartbeat.test.ts': 'beats are wall time',
  'tests/outbox/': 'leases and the pace of delivery are wall time',
  'tests/platform/clock-watch.test.ts': 'what is tested is a clock beside the real one',
  'tests/simulation/': 'leases and the pace of delivery are wall time',
  'tests/workspaces/': 'leases and the pace of delivery are wall time',
};

const arrow = ({ from, to }: Edge): string => `${from} → ${to}`;

/** This file is read like the others: a sample must not look like an import of it. */
const readFrom = (sample: string) => importsIn(sample.replaceAll('IMPORT', 'import'));

describe('the reader of imports', () => {
  it('sees every way to write one', () => {
    const sample = [
      "import a, { type B, c as d } from './one.ts';",
      "import type { E } from '../two.ts';",
      'import {',
      '  type F,',
      '  type G,',
      "} from './three.ts';",
      "import './four.ts';",
      "import * as h from 'a-package';",
      "export { i } from './five.ts';",
      "export * from './six.ts';",
      "export type { J } from './seven.ts';",
      "const k = await IMPORT('./eight.ts');",
      "type L = IMPORT('./nine.ts').L;",
      "// import { no } from './commented.ts';",
      "/* IMPORT('./commented.ts') */",
      "export const text = 'words from a customer';",
      "const m = from('./not-an-import.ts');",
    ].join('\n');
    const one = (specifier: string, names: string[], typeOnly: boolean) => ({ specifier, names, typeOnly });
    expect(readFrom(sample)).toEqual([
      one('./one.ts', ['a', 'B', 'c'], false),
      one('../two.ts', ['E'], true),
      one('./three.ts', ['F', 'G'], true),
      one('./four.ts', [], false),
      one('a-package', ['*'], false),
      one('./five.ts', ['i'], false),
      one('./six.ts', ['*'], false),
      one('./seven.ts', ['J'], true),
      one('./eight.ts', [], false),
      one('./nine.ts', [], false),
    ]);
    expect(() => readFrom('await IMPORT(path)')).toThrow();
    expect(() => readFrom('await IMPORT(`./$' + '{name}.ts`)')).toThrow();
  });

  it('sees the whole project, and every path it reads leads to a file', () => {
    expect(FILES.length).toBeGreaterThan(250);
    expect(INNER.length).toBeGreaterThan(1_000);
    expect(productFiles().filter((path) => !edgesOf(path).length).length).toBeLessThan(50);
    const root = new URL('../', import.meta.url);
    expect(INNER.filter(({ to }) => !existsSync(new URL(to, root))).map(arrow)).toEqual([]);
  });

  it('tells verbs from nouns', () => {
    const handoffs = FILES.filter((path) => path.startsWith('src/handoffs/'));
    expect(handoffs.filter(isVerb)).toEqual(
      expect.arrayContaining(['verbs/answer', 'scene', 'read/find-handoffs'].map(inHandoffs)),
    );
    expect(handoffs.filter((path) => !isVerb(path))).toEqual(
      expect.arrayContaining(
        ['handoff', 'kinds', 'brief/brief', 'rules/rights', 'rules/parties', 'read/details'].map(inHandoffs),
      ),
    );
  });
});

const inHandoffs = (name: string): string => `src/handoffs/${name}.ts`;

describe('the parts of the house', () => {
  it('import only what they may', () => {
    const wrong = INNER.filter(({ from, to }) => {
      const [part, target] = [partOf(from), partOf(to)];
      return part !== target && !ARROWS[part]?.includes(target);
    });
    expect(wrong.map(arrow)).toEqual([]);
  });

  it('take nothing but types from the database client, where they do not own rows', () => {
    const doors = /^(views|listeners|jobs|api|cli)\//;
    const wrong = INNER.filter(
      ({ from, to, typeOnly }) => doors.test(from) && partOf(to) === 'prisma' && !typeOnly,
    );
    expect(wrong.map(arrow)).toEqual([]);
  });

  it('query nothing at a door: what is asked of the database belongs to the capability that owns it', () => {
    const wrong = productFiles()
      .filter((path) => /^(listeners|api|cli)\//.test(path))
      .flatMap((path) => linesOf(path).filter(({ text }) => QUERY.test(text)));
    expect(wrong).toEqual([]);
    for (const text of [
      'ctx.db.member.findMany({',
      'await db.timer.count(',
      'tx.tx.team.findFirst(',
      'db.$executeRaw`',
    ])
      expect(text).toMatch(QUERY);
    for (const text of ['findHandles(visit.db, workspace.id)', '{ db, log }', 'opened.db;'])
      expect(text).not.toMatch(QUERY);
  });

  it('draw views from nouns', () => {
    const next = nextOf(INNER.map(({ from, to }) => [from, to]));
    const drawn = INNER.filter(({ from }) => from.startsWith('views/'));
    expect(drawn.filter(({ to }) => [to, ...reachedFrom(to, next)].some(isVerb)).map(arrow)).toEqual([]);
  });

  it("call other capabilities' verbs only where one transaction needs both", () => {
    const found = INNER.filter(({ from, to }) => {
      const [part, target] = [partOf(from), partOf(to)];
      return part !== target && CAPABILITIES.includes(part) && CAPABILITIES.includes(target) && isVerb(to);
    });
    const used = found.map(({ from, to }) => `${partOf(from).replace('src/', '')} → ${to}`);
    expect([...new Set(used)].sort()).toEqual(Object.keys(VERBS_OF_OTHERS).sort());
  });

  it('leave Slack to the doors, the views and the outbox', () => {
    const slack = EDGES.filter(({ specifier }) => specifier.startsWith('@slack/'));
    const allowed = /^(app\.ts|(listeners|jobs|cli|views|sandbox|tests|bench|src\/outbox|src\/platform)\/)/;
    expect(slack.filter(({ from }) => !allowed.test(from)).map(({ from }) => from)).toEqual([]);
    const packages = slack.filter(({ from }) => from.startsWith('views/')).map(({ specifier }) => specifier);
    expect([...new Set(packages)]).toEqual(['@slack/types']);
  });
});

/** Where handoffs are read outside their capability, and why nothing private is told by it. */
const READ_ELSEWHERE: Record<string, string> = {
  'src/accounts/read/load-timeline.ts': 'private ones are read by the ids that loadReadablePrivate gives',
  'src/accounts/merge/move-to-survivor.ts': 'they go to another account, unread',
  'src/accounts/merge/preview-merge.ts': 'counts them',
  'src/cases/ask-stand-ins.ts': 'asks whoever stands in, who may read them',
  'src/cases/measure-cases.ts': 'counts them by kind',
  'src/cases/owed.ts': 'writes what is owed',
  'src/cases/redraw.ts': 'has messages drawn anew, each for its reader',
  'src/cases/sweep.ts': 'finds those that are out of date',
  'src/cases/told/load-told.ts': 'tells which of those that remind somebody still do',
  'src/deals/find/candidates.ts':
    'asks whether an account has one, and whose draft was left: private ones are left out',
  'src/deals/take/load-handed-over.ts': 'asks whether there is one',
  'src/deals/verbs/hand-over.ts': 'asks of the one that its sender submits which deal it is of',
  'src/digests/load-late.ts': 'private ones are counted: account and name are taken out in the statement',
  'src/figures/load-figures.ts': 'figures of times and returns',
  'src/home/load-meanwhile.ts': 'counts whoever’s own they are',
  'src/home/load-my-accounts.ts': 'asks whether one waits',
  'src/home/load-team-work.ts': 'counts them, and of returns nothing below three of a kind',
  'src/home/load-work.ts':
    'those of the reader and of whom they answer for, who may read them; of others no private one',
  'src/people/stands-in-for.ts': 'asks whether somebody has a private one',
  'src/retention/forget-cases.ts': 'deletes those that are kept long enough, unread',
  'src/retention/purge/purge-account.ts': 'deletes those of an account, unread',
  'src/retention/purge/purge-person.ts': 'asks whether somebody owes a step',
  'src/retention/forget-told.ts': 'keeps what was said of those that are open',
};

describe('handoffs', () => {
  const READS = /\b(?:FROM|JOIN|INTO|UPDATE) (?:handoffs|owed)\b|\b(?:db|tx)\.(?:handoff|owed)\./;

  it('are read for a reader: elsewhere only where nothing private is told', () => {
    const elsewhere = productFiles().filter(
      (path) => !path.startsWith('src/handoffs/') && READS.test(sourceOf(path)),
    );
    const product = elsewhere.filter((path) => !/^(bench|sandbox|tests)\//.test(path));
    expect(product.sort()).toEqual(Object.keys(READ_ELSEWHERE).sort());
  });

  it('are withheld by src/handoffs alone: a view is told by the type', () => {
    const decides = /\bmayRead\(|outlineOf\(|detailsOf\(|readable: /;
    const wrong = FILES.filter((path) => /^(views|listeners|jobs|api|cli)\//.test(path)).flatMap((path) =>
      linesOf(path).filter(({ text }) => decides.test(text) && !/digests/.test(path)),
    );
    expect(wrong).toEqual([]);
    expectTypeOf<WithheldHandoff>().not.toHaveProperty('account');
    expectTypeOf<WithheldHandoff>().not.toHaveProperty('brief');
    expectTypeOf<WithheldHandoff>().not.toHaveProperty('gaps');
  });
});

describe('kinds of handoffs', () => {
  it('differ in one table: elsewhere a kind is named only by what makes handoffs of that kind', () => {
    const named = productFiles().filter((path) =>
      /'(?:sales_to_cs|sales_to_service|service_to_cs|cs_to_sales|cs_account|cs_to_cs)'/.test(sourceOf(path)),
    );
    const product = named.filter((path) => !/^(bench|sandbox|tests)\//.test(path));
    expect(product.sort()).toEqual([
      // A book goes from one CSM to others.
      'src/handoffs/books/write-book.ts',
      'src/handoffs/kinds.ts',
    ]);
  });
});

describe('no circle', () => {
  it('between files', () => {
    expect(circlesIn(INNER.map(({ from, to }) => [from, to]))).toEqual([]);
  });

  it('between the folders of src and those beside it', () => {
    const product = new Set(productFiles());
    const edges = INNER.filter(({ from }) => product.has(from)).map(
      ({ from, to }) => [partOf(from), partOf(to)] as const,
    );
    expect(circlesIn(edges.filter(([from, to]) => from !== to))).toEqual([]);
  });

  it('goes unseen', () => {
    expect(
      circlesIn([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'b'],
        ['d', 'a'],
        ['e', 'e'],
      ]),
    ).toEqual([['b', 'c'], ['e']]);
  });
});

describe('the code', () => {
  it('reads the time from the clock alone', () => {
    const wrong = productFiles()
      .filter((path) => path !== 'src/platform/clock.ts')
      .flatMap((path) => linesOf(path).filter(({ text }) => OWN_CLOCK.test(text)));
    expect(wrong).toEqual([]);
    for (const text of [
      'Date.now()',
      'new Date()',
      'new Date',
      'Temporal.Now.instant()',
      'map(Date.now)',
      'Date()',
    ])
      expect(text).toMatch(OWN_CLOCK);
    for (const text of ['new Date(value)', 'new Date(', 'toDate()', 'localDate(at)'])
      expect(text).not.toMatch(OWN_CLOCK);
  });

  it('lives in the time it is given where it is tested, shown and driven, so that the tests pass on any day', () => {
    const around = FILES.filter((path) => /^(tests|sandbox|bench)\//.test(path));
    const reading = around.filter((path) =>
      linesOf(path).some(({ text }) => !/^import /.test(text) && READS_THE_DAY.test(text)),
    );
    const excused = Object.keys(REAL_TIME);
    expect(reading.filter((path) => !excused.some((each) => path.startsWith(each)))).toEqual([]);
    expect(excused.filter((each) => !reading.some((path) => path.startsWith(each)))).toEqual([]);
    for (const text of ['Date.now()', 'systemClock.now()', 'movableClock()', 'f.format()'])
      expect(text).toMatch(READS_THE_DAY);
    for (const text of ['performance.now()', 'world.now()', '  now() {', 'now(): number;', 'f.format(at)'])
      expect(text).not.toMatch(READS_THE_DAY);
  });

  it('hands instants, ids and lists to raw SQL by its helpers', () => {
    const bare = /\}::(?:timestamptz|uuid|text\[\])/;
    const wrong = productFiles()
      .filter((path) => path !== 'src/platform/sql.ts')
      .flatMap((path) => linesOf(path).filter(({ text }) => bare.test(text)));
    expect(wrong).toEqual([]);
    for (const text of ['id}::uuid', '[...ids]}::uuid[]', 'ctx.now}::timestamptz'])
      expect(text).toMatch(bare);
    for (const text of ["(data ->> 'id')::uuid", 'uuid(id)}', 'instant(at)}::date'])
      expect(text).not.toMatch(bare);
  });

  it('has a place for everything, and none called utils', () => {
    expect(FILES.filter((path) => path.split('/').some((name) => /^utils?(\.|$)/i.test(name)))).toEqual([]);
  });
});

function linesOf(path: string): { at: string; text: string }[] {
  return sourceOf(path)
    .split('\n')
    .map((text, index) => ({ at: `${path}:${index + 1}`, text }))
    .filter(({ text }) => !/^\s*(\/\/|\/?\*)/.test(text));
}

/** The groups that can reach themselves: whoever is reached by each of its members and reaches it back. */
function circlesIn(edges: readonly (readonly [string, string])[]): string[][] {
  const next = nextOf(edges);
  const reach = new Map([...next.keys()].map((start) => [start, reachedFrom(start, next)]));
  const inCircle = [...reach].filter(([start, reached]) => reached.has(start)).map(([start]) => start);
  const groups = inCircle.map((a) =>
    inCircle.filter((b) => reach.get(a)?.has(b) && reach.get(b)?.has(a)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(' '), group])).values()];
}

type Next = ReadonlyMap<string, ReadonlySet<string>>;

function nextOf(edges: readonly (readonly [string, string])[]): Next {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  return next;
}

function reachedFrom(start: string, next: Next): Set<string> {
  const reached = new Set<string>();
  const ahead = [...(next.get(start) ?? [])];
  for (let one = ahead.pop(); one !== undefined; one = ahead.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    ahead.push(...(next.get(one) ?? []));
  }
  return reached;
}
