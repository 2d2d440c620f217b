// Uploaded files: https://docs.slack.dev/messaging/working-with-files
import type { Core } from './core.ts';
import type { FileRef } from './kit.ts';
import { collect, isFields, type Report, type Violation } from './rules/check.ts';
import type { StoredFile } from './state.ts';

/** What an image block may show. */
const IMAGES: readonly [mime: string, starts: readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

/** What the bytes are, whatever the name says. '' until the file has been looked at. */
export function mimetypeOf(core: Core, { bytes, completedAt }: StoredFile): string {
  const isLookedAt = completedAt !== null && core.world.clock.now() >= completedAt + core.fileProcessingMs;
  if (!bytes || !isLookedAt) return '';
  const known = IMAGES.find(([, starts]) => starts.every((byte, at) => bytes[at] === byte));
  return known?.[0] ?? 'application/octet-stream';
}

export const privateUrl = (core: Core, { id, name }: StoredFile): string =>
  `https://files.slack.com/files-pri/${core.world.team.id}-${id}/${encodeURIComponent(name)}`;

/** The file that an image shows, if the app has it and it is one that can be shown. */
export function imageFile(core: Core, { id, url }: FileRef): StoredFile | undefined {
  const file =
    id === undefined
      ? [...core.world.files.values()].find((each) => privateUrl(core, each) === url)
      : core.world.files.get(id);
  return file && mimetypeOf(core, file).startsWith('image/') ? file : undefined;
}

/** Files that are named in blocks and cannot be shown: unknown, still being looked at, or no image. */
export function checkFiles(core: Core, blocks: unknown, rule = 'invalid_blocks'): Violation[] {
  return collect(rule, (report) => look(core, blocks, '/blocks', report));
}

function look(core: Core, value: unknown, path: string, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((each, index) => {
      look(core, each, `${path}/${index}`, report);
    });
  } else if (isFields(value)) {
    const { slack_file: ref, ...rest } = value;
    if (isFields(ref) && !imageFile(core, ref as FileRef)) report(`${path}/slack_file`, 'invalid slack file');
    for (const [name, each] of Object.entries(rest)) look(core, each, `${path}/${name}`, report);
  }
}
