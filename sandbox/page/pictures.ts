import type { Core } from '../core.ts';
import { canSee, visibleTo } from '../driver/screen.ts';
import { imageFile, mimetypeOf } from '../files.ts';
import type { Block, Element } from '../kit.ts';
import { messagesIn, type Person, type View } from '../state.ts';

/** A picture that this person sees in a message, a modal or on Home. A file that nothing shows is the app's alone. */
export function pictureFor(core: Core, person: Person, id: string): { type: string; bytes: Buffer } | null {
  const file = imageFile(core, { id });
  if (!file?.bytes) return null;
  const isThere = seenBy(core, person).some((block) =>
    [block, block.accessory, ...(block.elements ?? [])].some((part) => shows(core, part, id)),
  );
  return isThere ? { type: mimetypeOf(core, file), bytes: file.bytes } : null;
}

function seenBy({ world }: Core, person: Person): Block[] {
  const channels = [...world.channels.values()].filter((each) => canSee(each, person));
  const messages = channels.flatMap((each) => messagesIn(world, each.id)).filter(visibleTo(person));
  const views = [...(world.stacks.get(person.id) ?? []), world.homes.get(person.id) ?? ''];
  const shown = views.map((each) => world.views.get(each)).filter((each): each is View => each !== undefined);
  return [...messages.flatMap((each) => each.blocks), ...shown.flatMap((each) => each.body.blocks)];
}

const shows = (core: Core, part: Block | Element | undefined, id: string): boolean =>
  part?.slack_file !== undefined && imageFile(core, part.slack_file)?.id === id;
