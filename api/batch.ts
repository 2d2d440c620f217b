import { readBody } from '../src/platform/read-body.ts';
import { type Refusal, refuse } from '../src/platform/refusal.ts';

export const MOST_ITEMS = 1_000;

/** Returns the bytes of a request, or too_large. */
export async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer | Refusal> {
  const bytes = await readBody(stream);
  return bytes ?? refuse('too_large', 'A request is at most 1 MB (1,048,576 bytes). Send smaller ones.');
}

/** The items of a body: one by itself, a list of them, or the list under its name. */
export function readBatch(body: unknown, name: string): unknown[] | Refusal {
  const items = Array.isArray(body) ? body : listIn(body, name);
  if (items === null)
    return refuse(
      'bad_body',
      `Send one item, a list of items, or {"${name}": [items]} and nothing beside it.`,
    );
  if (items.length > MOST_ITEMS)
    return refuse(
      'too_many',
      `A request has at most 1,000 items, and this one has ${items.length}. Send several.`,
    );
  return items;
}

function listIn(body: unknown, name: string): unknown[] | null {
  if (typeof body !== 'object' || body === null) return null;
  if (!Object.hasOwn(body, name)) return [body];
  const { [name]: list, ...others } = body as Record<string, unknown>;
  return Array.isArray(list) && Object.keys(others).length === 0 ? list : null;
}

export function readJson(bytes: Buffer): { json: unknown } | Refusal {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refuse('bad_json', 'The body is not JSON in UTF-8.');
  }
}
