import { type SpawnOptions, spawn } from 'node:child_process';

export interface Outcome {
  ok: boolean;
  output: string;
}

/** Who a child process runs as; empty for ourselves. */
export type Identity = { uid: number; gid: number } | Record<never, never>;

/** Runs a program to its end. Not being able to start it is an outcome too. */
export function run(
  program: string,
  args: string[],
  options: Pick<SpawnOptions, 'cwd'> & { as?: Identity } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? '/',
      ...options.as,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

/** Without the PG* variables, which would redirect PostgreSQL's programs, and without our own secrets. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  return Object.fromEntries([
    ...kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ['LC_ALL', 'C'],
  ]);
}
