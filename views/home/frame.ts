import type { Button, HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Tab } from '../../src/home/home.ts';
import { actions, divider, header, home, modal, section } from '../kit/blocks.ts';
import { button } from '../kit/elements.ts';
import { LIMITS } from '../kit/limits.ts';
import { md } from '../kit/text.ts';
import { HOME_ACTIONS } from './ids.ts';

const TAB_NAMES: Record<Tab, string> = {
  work: 'My work',
  accounts: 'Accounts',
  team: 'Team',
  setup: 'Set up',
};

const TAB_ACTIONS: Record<Tab, string> = {
  work: HOME_ACTIONS.work,
  accounts: HOME_ACTIONS.accounts,
  team: HOME_ACTIONS.team,
  setup: HOME_ACTIONS.setup,
};

/** What every tab stands in: where else one can go, what was said last, and the tab's own blocks. */
export function homeView(frame: {
  tab: Tab;
  tabs: readonly Tab[];
  /** What the last click led to. */
  note: readonly KnownBlock[];
  blocks: readonly KnownBlock[];
}): HomeView {
  const { tab, tabs, note, blocks } = frame;
  const above = [
    actions('tabs', ...tabs.map((one) => tabButton(one, one === tab))),
    ...(note.length > 0 ? [...note, divider()] : []),
    header(TAB_NAMES[tab]),
  ];
  return home([...above, ...blocks.slice(0, LIMITS.viewBlocks - above.length)]);
}

/** Which tab is shown is said in its label and in the title below. */
function tabButton(tab: Tab, isShown: boolean) {
  const text = TAB_NAMES[tab];
  return button({
    action: TAB_ACTIONS[tab],
    text,
    label: isShown ? `${text}, shown now` : text,
  });
}

/** Buttons to the pages before and after this one; nothing where all is on one page. `what`: 'risks', for screen readers. */
export function pageBlocks(page: number, pages: number, what: string): KnownBlock[] {
  if (pages < 2) return [];
  const turn = (action: string, text: string, to: number) =>
    button({ action, text, value: String(to), label: `${text}: ${what}` });
  return [
    section(md`Page ${page + 1} of ${pages}`),
    actions(
      'pages',
      ...(page > 0 ? [turn(HOME_ACTIONS.previousPage, 'Previous page', page - 1)] : []),
      ...(page + 1 < pages ? [turn(HOME_ACTIONS.nextPage, 'Next page', page + 1)] : []),
    ),
  ];
}

/** A Home that says one thing: to guests, and when Baton cannot read. */
export function noticeHome(text: string): HomeView {
  return home([section(md`${text}`)]);
}

/** What is said in a message elsewhere, for where there is none. */
export function noteOf({ text, blocks }: { text: string; blocks?: readonly KnownBlock[] }): KnownBlock[] {
  return blocks ? [...blocks] : [section(md`${text}`)];
}

/** The same in a window. Its buttons work there: each draws the window anew. */
export function saidView(title: string, blocks: readonly KnownBlock[]): ModalView {
  return modal({ callback: 'notice', title, blocks: [...blocks], close: 'Done' });
}

/** The window asks whose: of their people, or of anyone for admins. */
export const moveBookButton = (): Button =>
  button({
    action: HOME_ACTIONS.moveBook,
    text: 'Move accounts…',
    label: 'Move accounts of a CSM to others',
  });
