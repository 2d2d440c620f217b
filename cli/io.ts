import { readFile } from 'node:fs/promises';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { count } from '../src/platform/text.ts';

/** Where a command reads its settings from and writes to; a test hands in its own. */
export interface Io {
  env: NodeJS.ProcessEnv;
  write(text: string): void;
  /** For what is no result: errors, hints. */
  warn(text: string): void;
  /** Rewrites one line on a terminal. Absent where nobody watches. */
  progress?: ((line: string) => void) | undefined;
  /** What somebody at a terminal types. Absent where nobody is there. */
  ask?: ((question: string) => Promise<string>) | undefined;
}

/** Ends the command: the message says what is wrong and what to do about it. */
export class Stop extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A refusal ends the command with its message. */
export function agreed<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Stop(result.message);
  return result;
}

/** The bytes of a file that a command was given. */
export function readInput(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${file} cannot be read (${error.code ?? 'unknown reason'}). Check the path.`);
  });
}

/** Columns as wide as their longest cell, two spaces apart; the last one runs free. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - [...cell].length),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** The first so many lines, and how many more there are of what. */
export function someOf(lines: readonly string[], shown: number, what: string): string {
  const more = lines.length - shown;
  const listed = lines.slice(0, shown).map((line) => `  ${line}\n`);
  return `${listed.join('')}${more > 0 ? `  and ${count(more, `more ${what}`)}\n` : ''}`;
}

const BAR = 30;

/** A bar for the terminal; nothing elsewhere. */
export function progressBar(io: Io): (done: number, total: number) => void {
  return (done, total) => {
    const filled = total === 0 ? BAR : Math.round((done / total) * BAR);
    const end = done >= total ? '\n' : '';
    io.progress?.(`\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done} of ${total}${end}`);
  };
}

/** What the file holds, or stops with what is wrong with it. */
export async function readJson(file: string): Promise<unknown> {
  const text = (await readInput(file)).toString();
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Stop(`${file} is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
}
