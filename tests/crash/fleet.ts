import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { builtProcess } from './built.ts';

/** One Baton in a process of its own. */
export interface BatonProcess {
  readonly pid: number;
  /** Where it listens; null until it is ready. */
  url: string | null;
  /** Resolves when it listens; rejects when it ends before. */
  ready: Promise<void>;
  /** Sends the signal and waits for the end: the exit code, null when it was killed. */
  end(signal: 'SIGKILL' | 'SIGTERM', withinMs?: number): Promise<number | null>;
}

export interface Fleet {
  /** How many run when none was killed. */
  readonly size: number;
  running(): BatonProcess[];
  /** Addresses of those that are ready. */
  urls(): string[];
  start(): Promise<BatonProcess>;
  killed: number;
  /** Errors that processes logged, with how often. */
  errors: Map<string, number>;
  kill(process: BatonProcess): Promise<void>;
  /** Kills whatever runs. */
  close(): Promise<void>;
}

const SCRIPTS = {
  /** The product as it is. */
  app: async () => ['--import', 'tsx', fileURLToPath(new URL('../../app.ts', import.meta.url))],
  /** The same at a pace for tests. */
  fast: async () => [await builtProcess()],
};
const START_MS = 60_000;

export function makeFleet(options: {
  script: keyof typeof SCRIPTS;
  size: number;
  env: Record<string, string>;
}): Fleet {
  const running = new Set<BatonProcess>();
  const errors = new Map<string, number>();
  const children = new Set<ChildProcess>();
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL');
  });

  async function start(): Promise<BatonProcess> {
    const child = spawn(process.execPath, await SCRIPTS[options.script](), {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    void exited.then(() => {
      children.delete(child);
      running.delete(baton);
    });
    child.stderr.on('data', (chunk: Buffer) => count(errors, `stderr: ${String(chunk).slice(0, 300)}`));
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error('Baton did not start in time'));
        child.kill('SIGKILL');
      }, START_MS);
      void exited.then((code) => reject(new Error(`Baton ended with ${code} before it was ready`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = readLine(line);
        if (said.level >= 50)
          count(errors, [said.msg, said.job, said.error, said.code, said.at].filter(Boolean).join(' · '));
        if (said.msg !== 'Baton is ready') return;
        baton.url = `http://127.0.0.1:${said.port}`;
        clearTimeout(timer);
        resolve();
      });
    });
    ready.catch(() => {}); // whoever waits for it hears of it; one killed while it starts is nobody's failure
    const baton: BatonProcess = {
      pid: child.pid ?? 0,
      url: null,
      ready,
      async end(signal, withinMs = 60_000) {
        baton.url = null;
        child.kill(signal);
        const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
        const code = await exited;
        clearTimeout(timer);
        return code;
      },
    };
    running.add(baton);
    return baton;
  }

  const fleet: Fleet = {
    size: options.size,
    running: () => [...running],
    urls: () => [...running].flatMap(({ url }) => url ?? []),
    start,
    killed: 0,
    errors,
    async kill(baton) {
      fleet.killed += 1;
      await baton.end('SIGKILL');
    },
    async close() {
      await Promise.all([...running].map((baton) => baton.end('SIGKILL')));
    },
  };
  return fleet;
}

interface Line {
  level: number;
  msg?: string;
  port?: number;
  job?: string;
  error?: string;
  code?: string;
  at?: string;
}

function readLine(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return { level: 50, msg: line };
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
