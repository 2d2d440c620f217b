import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BOT_TOKEN, SIGNING_SECRET } from './environment.ts';

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Also those that a failed benchmark has left. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

export interface RunningApp {
  port: number;
  pid: number;
  /** From the start of the process until it takes requests. */
  readyMs: number;
  stop(): Promise<void>;
}

interface AppOptions {
  /** The compiled file that is run. */
  file: string;
  apiUrl: string;
  environment: Record<string, string>;
}

/** Baton itself, as `npm start` runs it. */
export async function startBatonApp({ file, apiUrl, environment }: AppOptions): Promise<RunningApp> {
  const started = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { ...settings(apiUrl), LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Baton ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { port, level, msg } = JSON.parse(line) as { port?: number; level: number; msg: string };
      if (msg === 'Baton is ready' && port !== undefined) resolve(port);
      else if (level >= 40) console.error(line);
    });
  });
  return { port, pid: child.pid ?? 0, readyMs: performance.now() - started, stop: () => stop(child) };
}

/** Another program of these files, which tells its port when it listens. */
export async function startOtherApp({ file, apiUrl, environment }: AppOptions): Promise<RunningApp> {
  const started = performance.now();
  const child = fork(file, { env: { ...settings(apiUrl), ...environment }, execArgv: [] });
  running.add(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.once('message', (message) => resolve((message as { port: number }).port));
  });
  return { port, pid: child.pid ?? 0, readyMs: performance.now() - started, stop: () => stop(child) };
}

/** With what moves the clock of this process: those it starts live in the same time. */
const INHERITED = ['PATH', 'LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'NO_FAKE_STAT'];

function settings(apiUrl: string): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: apiUrl,
    PORT: '0',
  };
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.removeAllListeners('exit');
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
