import { errorCode } from './database.ts';

/** What may be logged of an error: its kind, code and place. Its text may quote data, and is left out. */
export function failureOf(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = errorCode(error);
  const at = placeOf(error);
  return { error: error.name, ...(code && { code }), ...(at && { at }) };
}

const FRAME = /^ {4}at (?:[\w$.<>#[\] ]+ \()?((?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/;

/** Returns the topmost frame. A message may have lines that begin with *at*, so only what stands below it is read. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const from = stack.indexOf(message);
  const lines = (from < 0 ? stack : stack.slice(from + message.length)).split('\n').reverse();
  const end = lines.findIndex((line) => !isFrame(line));
  const frames = end < 0 ? lines : lines.slice(0, end);
  return frames.reverse().flatMap((line) => FRAME.exec(line)?.[1] ?? [])[0];
}

/** Those of the engine itself, such as `at new Promise (<anonymous>)`, name no file. */
const isFrame = (line: string): boolean =>
  FRAME.test(line) || /^ {4}at [\w$.<>#[\] ]+ \(<anonymous>\)$/.test(line);
