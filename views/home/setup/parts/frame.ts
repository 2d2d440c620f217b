import type { KnownBlock, ModalView } from '@slack/types';
import type { Page } from '../../../../src/home/setup.ts';
import { actions, context, input, modal, section } from '../../../kit/blocks.ts';
import { button, checkboxes, option } from '../../../kit/elements.ts';
import { VALUE } from '../../../kit/ids.ts';
import { md } from '../../../kit/text.ts';
import { encodePlace, type Place, type Screen, SETUP_ACTIONS } from '../ids.ts';

/** What was just done, on top of the list it was done in. A refusal takes its place. */
export function noticeBlocks(notice: string | null): KnownBlock[] {
  return notice === null ? [] : [section(md`${notice}`, { id: 'banner' })];
}

/** A window that lists something. */
export function listView(title: string, notice: string | null, blocks: KnownBlock[]): ModalView {
  return modal({ callback: 'notice', title, close: 'Done', blocks: [...noticeBlocks(notice), ...blocks] });
}

/** Leads to the pages before and after this one; nothing where all is on one. */
export function turnBlocks(screen: Screen, { page, more }: Page<unknown>): KnownBlock[] {
  const turn = (action: string, text: string, to: number) =>
    button({ action, text, value: encodePlace({ screen, page: to, id: '' }), label: `${text} of ${screen}` });
  const buttons = [
    ...(page > 0 ? [turn(SETUP_ACTIONS.previous, 'Previous page', page - 1)] : []),
    ...(more ? [turn(SETUP_ACTIONS.next, 'Next page', page + 1)] : []),
  ];
  return buttons.length > 0 ? [context(md`Page ${page + 1}`), actions('pages', ...buttons)] : [];
}

/** The way back to the list that somebody came from; from Home they came without one. */
export function backBlocks(list: Screen, { page }: Place): KnownBlock[] {
  if (page === null) return [];
  const value = encodePlace({ screen: list, page, id: '' });
  return [actions('back', button({ action: SETUP_ACTIONS.back, text: 'Back to the list', value }))];
}

/** Opens what is behind one entry of a list, in place. */
export function goButton(place: Place, text: string, label: string) {
  return button({ action: SETUP_ACTIONS.go, text, value: encodePlace(place), label });
}

/** Slack's menus of people, channels and dates cannot be emptied once something was chosen: these boxes do it. */
export function clearingBlocks(
  set: readonly (readonly [value: string, text: string, isSet: boolean])[],
): KnownBlock[] {
  const options = set.filter(([, , isSet]) => isSet).map(([value, text]) => option(value, text));
  if (options.length === 0) return [];
  return [
    input({
      id: 'clear',
      label: 'Remove',
      optional: true,
      element: checkboxes({ action: VALUE, options }),
    }),
  ];
}
