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

  it('tells its story and exits', async () => {
    const story = startDemo('0', join(folder, 'story'), '--story');
    expect(await story.ended).toBe(0);
    expect(story.said()).toMatch(/Both handoffs are accepted/);
    expect(story.said()).toMatch(
      /Sliding: 66 of 100 in the last weeks, 13 below its usual 79.*took it.*planned it.*back near its usual/s,
    );
  }, 120_000);
});
