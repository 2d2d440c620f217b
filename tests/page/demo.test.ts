import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'baton-demo-'));
chmodSync(folder, 0o755); // as root, the server runs as somebody else, who must get in
const started: ChildProcess[] = [];

interface Demo {
  process: ChildProcess;
  said(): string;
  /** Its address, once it prints one. */
  address(): Promise<string>;
  ended: Promise<number | null>;
}

function startDemo(port: string, dataDir = join(folder, 'data'), ...flags: string[]): Demo {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo/start.ts', ...flags], {
    cwd: PROJECT,
    env: { ...process.env, PORT: port, DATA_DIR: dataDir, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    process: child,
    said: () => said,
    ended,
    async address() {
      for (;;) {
        const [, url] = /Open (http:\S+) /.exec(said) ?? [];
        if (url) return url;
        if (child.exitCode !== null) throw new Error(said);
        await pause(50);
      }
    },
  };
}

afterAll(async () => {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run demo', () => {
  it('starts beside nothing, says what is in its way, and starts again after it was killed', async () => {
    const first = startDemo('0');
    const url = await first.address();
    expect(first.said().match(/http:\/\/\S+/g)).toEqual([url]);
    const { people } = (await (await fetch(`${url}/api/people`)).json()) as { people: unknown[] };
    expect(people).toHaveLength(9);

    const port = new URL(url).port;
    const [samePort, sameFolder] = [startDemo(port, join(folder, 'other')), startDemo('0')];
    expect(await samePort.ended).toBe(1);
    expect(samePort.said()).toBe(
      `Port ${port} is taken, perhaps by another demo. Stop what runs there, or choose another port: PORT=4000 npm run demo\n`,
    );
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.said()).toMatch(/A demo of this folder runs already/);
    expect(sameFolder.said()).not.toMatch(/ {4}at /);

    first.process.kill('SIGKILL');
    await first.ended;
    const second = startDemo(port);
    expect(await second.address()).toBe(url);
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
  }, 120_000);

  it('tells its story, each step by what is on the screen, and exits', async () => {
    const story = startDemo('0', join(folder, 'story'), '--story');
    expect(await story.ended).toBe(0);
    const [, ...scenes] = story.said().split('\n── ');
    const told = scenes.map((scene) => [scene.split('\n')[0]?.split(' · ')[1], scene] as const);
    expect(told.map(([title]) => title)).toEqual(STORY.map(([title]) => title));
    for (const [n, [title, ...reads]] of STORY.entries())
      for (const read of reads) expect([title, told[n]?.[1]]).toEqual([title, expect.stringMatching(read)]);
  }, 240_000);
});

/** Its scenes in order, and what somebody reads in each. */
const STORY: readonly (readonly [title: string, ...reads: RegExp[]])[] = [
  [
    'the deal is won in the CRM, which tells Baton',
    /POST \/v1\/handoffs[\s\S]*"created":1/,
    /Acme Sample is won\. Finish the handoff: due/,
    /\[Finish handoff\]/,
  ],
  [
    'the rep finishes the handoff',
    /From the CRM[\s\S]*> Onboarding takes us six weeks/,
    /Ready to hand over/,
    /Acme Sample \(H-\d+\) is with @csm\.berlin/,
    /is being handed to you by @rep\.berlin[\s\S]*The first team is live within two weeks[\s\S]*\[Review\]/,
    /Waiting for CSM \(Berlin\) to respond/,
  ],
  [
    'the CSM has not responded: a reminder, in one DM for the morning',
    /Today: 1 to do[\s\S]*Respond: due today at 10:00/,
  ],
  [
    'a rep in New York has not handed over what they won on Friday: the sales lead hears',
    /sales\.lead reads[\s\S]*Hazel Sample Hotels[\s\S]*waiting for @rep\.newyork to hand it over/,
  ],
  [
    'a working day has passed: the clock of Acme Sample escalates, too',
    /rep\.berlin reads[\s\S]*Overdue: no response from @csm\.berlin on Acme Sample/,
  ],
  ['the CSM responds', /@csm\.berlin asked for more on Acme Sample[\s\S]*• Champion/],
  ['the rep fills the gap', /sends it again/],
  [
    'the CSM accepts',
    /Accepted by CSM \(Berlin\) · today at 11:00[\s\S]*kickoff not booked yet/,
    /sent it again[\s\S]*CSM \(Berlin\) accepted it/,
  ],
  [
    'the rep introduces the CSM to the customer',
    /> Hi Sample Contact, I’d like you to meet CSM \(Berlin\)/,
    /csm\.berlin reads[\s\S]*Sales Rep \(Berlin\) introduced the new owner/,
  ],
  ['the CSM books the kickoff', /rep\.berlin reads[\s\S]*kickoff booked for/],
  [
    'the kickoff was held today',
    /@csm\.berlin held the kickoff with Acme Sample[\s\S]*Your brief: 4 of 5\. The customer had to repeat: How an outcome/,
  ],
  ['the rep reads it', /You read it · today/, /csm\.berlin reads[\s\S]*@rep\.berlin read your feedback/],
  ['a day later', /has heard nothing of Acme Sample/],
  ['Pine Sample Pharma has been used less for two months', /its score still says “watch”/],
  [
    'on Sunday each account was compared with its own usual: one card, with the reasons',
    /Sliding: 66 of 100 in the last weeks, 13 below its usual 79/,
  ],
  ['the CS lead reads the digest of the week', /at risk in 3 accounts/, /No one is on R-3 yet/],
  ['the lead takes it from there', /CS Lead took it/, /CS Lead planned it/, /My work/],
  ['three good weeks later', /Closed, because it is back near its usual/, /would have flagged 1 risk/],
];
