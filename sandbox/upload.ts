import type { Reply } from './api/index.ts';
import type { Core } from './core.ts';

/** Takes the bytes of a file whose address was asked for: once, and as many as were announced. */
export function takeBytes(core: Core, ticket: string, bytes: Buffer): Reply {
  const file = [...core.world.files.values()].find((each) => each.ticket === ticket);
  if (!file) return { status: 404, headers: {}, body: {} };
  if (file.bytes !== null || bytes.length !== file.length) return { status: 400, headers: {}, body: {} };
  file.bytes = bytes;
  return { status: 200, headers: {}, body: {} };
}
