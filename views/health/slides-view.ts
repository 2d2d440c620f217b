import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { ListedSlide, ListedSlides } from '../../src/health/slides/listed.ts';
import { context, divider, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { option, overflow } from '../kit/elements.ts';
import { bold, lines, md } from '../kit/text.ts';
import { listingText, WHY_LISTED } from '../risks/parts/words.ts';
import { HEALTH_ACTIONS, HEALTH_CALLBACKS } from './ids.ts';
import { expectedShort } from './words.ts';

const NAME_SHOWN = 60;

/**
 * One account in a list of those that slide or have been low for long, with a menu: on a phone it stands beside the
 * words. `shown`: its name, as far as there is room.
 */
export function listedBlock(
  listed: ListedSlide,
  shown: string,
  flag: { action: string; value: string },
): SectionBlock {
  const { accountId, expected } = listed;
  return section(
    lines([md`${bold(shown)}: ${listingText(listed)}`, ...(expected ? [expectedShort(expected)] : [])]),
    {
      accessory: overflow(flag.action, [
        option(flag.value, 'Flag a risk'),
        option(`expect:${accountId}`, 'Expected until…'),
      ]),
    },
  );
}

/** Why they are in it, and how many more there are. */
export function listedContext({ total, some }: ListedSlides): KnownBlock {
  const more = total - some.length;
  return context(md`${more > 0 ? `and ${more.toLocaleString('en-US')} more · ` : ''}${WHY_LISTED}`);
}

/** Those of the reader's own. `note`: what the last click led to. */
export function slidesView(listed: ListedSlides, note: readonly KnownBlock[] = []): ModalView {
  const rows = listed.some.map((one) =>
    listedBlock(one, clip(one.name, NAME_SHOWN), {
      action: HEALTH_ACTIONS.flagSliding,
      value: one.accountId,
    }),
  );
  return modal({
    callback: HEALTH_CALLBACKS.slides,
    title: 'Watch',
    close: 'Done',
    blocks: [
      ...(note.length > 0 ? [...note, divider()] : []),
      ...(rows.length > 0
        ? [...rows, listedContext(listed)]
        : [section(md`None of your accounts is sliding or low for long without an open risk.`)]),
    ],
  });
}
