// Requests to the server of the page.
import type { Option } from '../../../kit.ts';
import type { Act, Done, Suggest } from '../../shapes.ts';

async function ask<T>(path: string, body?: unknown): Promise<T & Done> {
  try {
    const answer = await fetch(path, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T & Done;
  } catch {
    return { trouble: 'The sandbox does not answer. Is it still running?' } as T & Done;
  }
}

const as = (name: string, part: string): string => `/api/as/${encodeURIComponent(name)}/${part}`;

export const look = <T>(path: string): Promise<T & Done> => ask<T>(path);
export const screenPath = (name: string, place: string | null): string =>
  as(name, `screen${place ? `?place=${encodeURIComponent(place)}` : ''}`);
export const eventsPath = (name: string): string => as(name, 'events');

export const tell = (name: string, act: Act): Promise<Done> => ask(as(name, 'act'), act);
export const moveClock = (name: string, move: string): Promise<Done> => ask(as(name, 'clock'), { move });
export const post = <T>(path: string, body: unknown = {}): Promise<T & Done> => ask<T>(path, body);

export async function askOptions(name: string, asked: Suggest): Promise<Option[]> {
  const { options, trouble } = await ask<{ options?: Option[] }>(as(name, 'suggest'), asked);
  if (trouble) throw new Error(trouble);
  return options ?? [];
}
