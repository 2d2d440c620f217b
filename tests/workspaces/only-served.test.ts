import { describe, expect, it } from 'vitest';
import { edgesOf, productFiles, sourceOf } from '../support/sources.ts';

// Read from the sources: whatever looks for work names the workspaces served, and nothing else hands out a client.

const FILES = productFiles();
const within = (folder: string) => (path: string) => path.startsWith(folder);
const importing = (name: string) =>
  FILES.filter((path) => edgesOf(path).some(({ names }) => names.includes(name))).sort();
const saying = (words: RegExp) => FILES.filter((path) => words.test(sourceOf(path))).sort();

/** Calls that read or write rows, each with what stands in it: the text up to the next one. */
const callsIn = (path: string): string[] =>
  sourceOf(path)
    .split(/(?=\$(?:query|execute)Raw\b|\bworkspace\.(?:findMany|findFirst)\b)/)
    .slice(1);

/** Themselves, or the room that is made of them. */
const NAMES_THEM = /\bserved\.active\b|\$\{room\}|FROM \$\{served\} w/;

/** What passes over held rows among those that it was given, and looks for no work. */
const HOLDS: Record<string, string> = {
  'src/cases/owed.ts': 'cases whose clocks this transaction holds',
  'src/cases/redraw.ts': 'one case of those that were found in the workspaces served',
  'src/health/slides/decide-week.ts': 'accounts of one workspace that is served',
  'src/health/slides/look-at-accounts.ts': 'accounts of one workspace that is served',
  'src/outbox/send/record.ts': 'messages that this process has leased',
};

describe('a Slack client', () => {
  it('is made in one place, and that is asked by three: who holds a token, who asks whose it is, and who opens a socket', () => {
    expect(saying(/new \w*Client\(options|extends WebClient/)).toEqual(['src/platform/slack/slack.ts']);
    expect(importing('createSlack')).toEqual([
      'src/platform/slack/open-socket.ts',
      'src/workspaces/served.ts',
      'src/workspaces/workspace.ts',
    ]);
    expect(importing('introduce')).toEqual(['cli/open.ts']);
  });

  it('is held for workspaces by the process that connected to them, and by nothing else', () => {
    expect(saying(/new Served\(/)).toEqual(['src/workspaces/workspace.ts']);
  });
});

describe('work', () => {
  it('is claimed of the workspaces served', () => {
    const claims = FILES.filter((path) => /SKIP LOCKED/.test(sourceOf(path)) && !(path in HOLDS));
    expect(claims.length).toBeGreaterThan(6);
    const wrong = claims.flatMap((path) =>
      callsIn(path)
        .filter((call) => /SKIP LOCKED/.test(call) && !NAMES_THEM.test(call))
        .map((call) => `${path}: ${call.slice(0, 60)}`),
    );
    expect(wrong).toEqual([]);
    const rooms = FILES.flatMap((path) => sourceOf(path).match(/= roomFor\(\{[^}]*/g) ?? []);
    expect(rooms.length).toBeGreaterThan(1);
    expect(rooms.filter((room) => !room.includes('served: d.served.active'))).toEqual([]);
  });

  it('is looked for in the workspaces served, by whatever reads more than one', () => {
    const wrong = FILES.filter((path) => !within('src/workspaces/')(path) && path !== 'app.ts').flatMap(
      (path) =>
        callsIn(path)
          .filter((call) => /^workspace\./.test(call) && !/\bserved\.where\b/.test(call.slice(0, 200)))
          .map(() => path),
    );
    expect(wrong).toEqual([]);
    const joined = saying(/\b(?:FROM|JOIN)\s+"?workspaces"?\b(?!\s+(?:w\s+)?WHERE (?:w\.)?id = \$)/);
    expect(joined).toEqual([
      'src/home/load-setup.ts',
      'src/workspaces/served.ts',
      'src/workspaces/tokens.ts',
    ]);
  });

  it('of every workspace there is, is for the command line alone', () => {
    expect(importing('listWorkspaces').filter((path) => !within('cli/')(path))).toEqual([]);
  });

  it('is done by jobs that are handed the workspaces served', () => {
    const table = sourceOf('jobs/index.ts');
    const calls = [...table.matchAll(/\b(\w+)\(\{ db,([^}]*)\}/g)].map(([, name, given]) => [name, given]);
    expect(calls.length).toBeGreaterThan(9);
    expect(calls.filter(([, given = '']) => !/\bserved\b/.test(given)).map(([name]) => name)).toEqual([]);
    expect([...table.matchAll(/\b\w+\(db\b/g)].map(([call]) => call)).toEqual([]);
  });

  it('changes the state of a workspace only where it is served, left or lost', () => {
    expect(saying(/state = 'blocked', blocked_reason|state: 'blocked', blockedReason/)).toEqual([
      'src/outbox/readers/block.ts',
      'src/workspaces/workspace.ts',
    ]);
    expect(saying(/state: 'active', blockedReason/)).toEqual(['src/workspaces/workspace.ts']);
  });
});
