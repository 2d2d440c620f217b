// Home as each tab of it is drawn, but for the one on which Baton is set up.

import type { HomeView, KnownBlock } from '@slack/types';
import { TABS } from '../../src/home/home.ts';
import type { Away } from '../../src/people/person.ts';
import { bookReceiptMessage, bookRequestMessage } from '../../views/handoffs/told/book-messages.ts';
import { accountsBlocks } from '../../views/home/accounts-blocks.ts';
import {
  awayForm,
  awayMessage,
  awaySavedView,
  backMessage,
  backView,
  welcomeBack,
} from '../../views/home/away-views.ts';
import { bookMovedView, bookOwnerView, bookPartsView, bookPreviewView } from '../../views/home/book-views.ts';
import { exampleView, finishBlocks } from '../../views/home/first-views.ts';
import { homeView, noticeHome, saidView } from '../../views/home/frame.ts';
import { preferencesSavedView, preferencesView } from '../../views/home/preferences-view.ts';
import { teamBlocks } from '../../views/home/team-blocks.ts';
import { workBlocks } from '../../views/home/work-blocks.ts';
import { refusalMessage } from '../../views/kit/blocks.ts';
import type { Rendered } from './every-view.ts';
import { HOME_NOW, type HomeSamples } from './home-samples.ts';

const SOME_ID = '01890000-0000-7000-8000-0000000000bb';
const NOTHING = { items: [], counts: {}, ends: {}, page: 0, pages: 1 };

export function everyHomeView({ work, accounts, place, team }: HomeSamples): Record<string, HomeView> {
  const tabs = TABS;
  const note = refusalMessage('H-12 was cancelled by Sample Rep.').blocks;
  const tab = (one: (typeof TABS)[number], blocks: KnownBlock[], said: KnownBlock[] = []) =>
    homeView({ tab: one, tabs, note: said, blocks });
  return {
    'home: my work': tab('work', workBlocks(work, HOME_NOW)),
    'home: my work, after a click': tab('work', workBlocks(work, HOME_NOW), note),
    'home: my work, to somebody new': tab('work', [
      ...finishBlocks([{ kind: 'no_lead', teamId: SOME_ID, name: 'CS Global' }, { kind: 'no_fallback' }]),
      ...workBlocks(NOTHING, HOME_NOW, { isUnmet: true }),
    ]),
    'home: accounts': tab('accounts', accountsBlocks(accounts, place)),
    'home: accounts, nothing fits': tab(
      'accounts',
      accountsBlocks({ ...accounts, all: 9, items: [] }, place),
    ),
    'home: team': tab('team', teamBlocks(team)),
    'home: to a guest': noticeHome('Baton is for members of this workspace.'),
  };
}

export function everyHomeModal({ work, book: sample }: HomeSamples): Rendered {
  const { owners, accounts, preview, moved, book, handoffs } = sample;
  const [first] = book.shares;
  if (!first) throw new Error('a sample book goes to somebody');
  const mine = { receiver: first.to, forMemberId: first.to.id };
  return {
    'home: an answer in a window': saidView('Account', workBlocks(work, HOME_NOW)),
    'home: an example': exampleView(),
    'home: preferences': preferencesView(
      { morningMinute: null, mutesReceipts: false },
      { until: null, next: null },
    ),
    'home: preferences, changed': preferencesView(
      { morningMinute: 7 * 60, mutesReceipts: true },
      { until: HOME_NOW, next: { from: HOME_NOW, until: HOME_NOW } },
    ),
    ...awayViews(),
    'home: preferences, saved': preferencesSavedView({
      morningMinute: 7 * 60,
      mutesReceipts: true,
      nextMorning: HOME_NOW,
    }),
    'book: whose': bookOwnerView(owners),
    'book: which, to whom': bookPartsView(preview.owner, accounts),
    'book: all of them': bookPartsView(preview.owner, {
      ...accounts,
      total: accounts.movable.length,
      waiting: { names: [], total: 0 },
    }),
    'book: preview': bookPreviewView(preview),
    'book: moved': bookMovedView(moved),
    'book: request': bookRequestMessage(book, handoffs, mine),
    'book: request to who stands in': bookRequestMessage(book, handoffs, { ...mine, forMemberId: '' }),
    'book: nothing left of a request': bookRequestMessage(book, [], mine),
    'book: receipt': bookReceiptMessage(book, handoffs),
  };
}

/** What `/baton away` and `/baton back` answer. */
function awayViews(): Rendered {
  const person = { id: '01890000-0000-7000-8000-0000000000cc', slackUserId: 'U0REP', name: 'Sample Rep' };
  const answerer = { id: SOME_ID, slackUserId: 'U0COVER', name: 'Sample Cover' };
  const said = (part: Partial<Away>, readerId = person.id) =>
    awayMessage({ person, from: null, answerer, absentCover: null, ...part }, HOME_NOW, readerId);
  const so = { since: HOME_NOW, until: HOME_NOW, covered: 3, waiting: 2 };
  return {
    'home: away': said({}),
    'home: away, nobody covers': said({ answerer: null }),
    'home: away, the cover is away': said({ absentCover: person }, SOME_ID),
    'home: away later': said({ from: HOME_NOW }),
    'home: away later, the cover is away': said({ from: HOME_NOW, absentCover: person }, SOME_ID),
    'home: back': backMessage(person, person.id, so),
    'home: back, nothing happened': backMessage(person, person.id, null),
    'home: back, somebody else': backMessage(person, SOME_ID, null),
    'home: away form': awayForm({ today: '2026-11-23', coverId: null }),
    'home: away form, with a cover': awayForm({ today: '2026-11-23', coverId: answerer.slackUserId }),
    'home: away, saved': awaySavedView({ person, from: HOME_NOW, answerer, absentCover: null }, HOME_NOW),
    'home: back, from the preferences': backView(so, true),
    'home: not away after all': backView(null, false),
    'morning, back again': welcomeBack(so),
    'morning, back again to nothing': welcomeBack({ ...so, covered: 1, waiting: 0 }),
  };
}
