import { addDays, atLocalTime, localDate } from '../../src/time/local-date.ts';
import type { Driver, Sandbox } from '../server.ts';
import { businessNow } from './move-clock.ts';
import type { Stage } from './stage.ts';

const BERLIN = 'Europe/Berlin';

/** What a story is told with. */
export interface Narrator {
  sandbox: Sandbox;
  /** The CRM sends that Acme Sample was won: what it sends, and the answer. */
  wins: Stage['wins'];
  /** Moves the clock to an hour in Berlin, so many days after the story began. */
  moveTo(days: number, hour: number, minute?: number): Promise<void>;
  /** That day, YYYY-MM-DD. */
  day(days: number): string;
  say(line: string): void;
  scene(title: string): Promise<void>;
  does(who: Driver, what: string): void;
  reads(who: Driver, where: string, text: string): void;
}

/** Prints a transcript of what the people on this stage do and read. */
export async function startNarrator(stage: Stage, say: (line: string) => void): Promise<Narrator> {
  const { sandbox, db, wins } = stage;
  const today = localDate(await businessNow(db), BERLIN);
  return {
    sandbox,
    wins,
    say,
    moveTo: (days, hour, minute = 0) =>
      stage.moveTo(atLocalTime(addDays(today, days), hour * 60 + minute, BERLIN)),
    day: (days) => addDays(today, days),
    async scene(title) {
      const shown = (await businessNow(db)).toLocaleString('en-GB', {
        timeZone: BERLIN,
        weekday: 'long',
        hour: '2-digit',
        minute: '2-digit',
      });
      say(`\n── ${shown} in Berlin · ${title}`);
    },
    does: (who, what) => say(`   ${who.name} ${what}`),
    reads(who, where, text) {
      say(`   ${who.name} reads in ${where}:`);
      for (const line of text.split('\n')) say(`     │ ${line}`);
    },
  };
}

/** A modal was taken. */
export async function done(outcome: Promise<object>): Promise<void> {
  const result = await outcome;
  if ('errors' in result || 'trouble' in result)
    throw new Error(`The modal refused: ${JSON.stringify(result)}`);
}

export function shorten(text: string, lines: number): string {
  const all = text.split('\n');
  return all.length <= lines
    ? text
    : [...all.slice(0, lines), `… and ${all.length - lines} more lines`].join('\n');
}
