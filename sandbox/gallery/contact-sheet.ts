// Every view with ordinary, the longest and the emptiest data, each checked.

import type { HomeView, ModalView } from '@slack/types';
import type { HandoffState } from '../../src/handoffs/handoff.ts';
import { helpMessage } from '../../views/baton/help-message.ts';
import { channelBlockedMessage, scopeMissingMessage } from '../../views/baton/repair-messages.ts';
import { doneView, loadingView } from '../../views/handoffs/verbs/done-view.ts';
import { type Message, refusalMessage } from '../../views/kit/blocks.ts';
import { emptiestAccount, longestAccount, ordinaryAccount } from './account-samples.ts';
import { everyAccountView } from './every-account-view.ts';
import { everyDealView } from './every-deal-view.ts';
import { everyDigestView } from './every-digest-view.ts';
import { everyFollowUpView } from './every-follow-up-view.ts';
import { everyHomeModal, everyHomeView } from './every-home-view.ts';
import { everyQuestionView, everySetupView, setupHome } from './every-setup-view.ts';
import { ACTIONS, everyMessage, everyModal, everyStep } from './every-view.ts';
import { emptiestHome, longestHome, ordinaryHome } from './home-samples.ts';
import { everyOwnQuestion, SAMPLE_LISTS } from './question-samples.ts';
import { everyRiskSheet } from './risk-sheet.ts';
import {
  DATA,
  type Data,
  emptiestHandoff,
  emptiestScreen,
  filled,
  longestHandoff,
  longestScreen,
  MIXED,
  SAMPLE_NOW,
  sampleEntry,
  sampleHandoff,
  sampleScreen,
} from './samples.ts';
import { emptiestSetup, longestSetup, ordinarySetup } from './setup-samples.ts';
import { wrongWith } from './wrong-with.ts';

export { DATA, type Data };

type View = Message | ModalView | HomeView;

interface Drawn {
  view: View;
  /** What Slack, the sandbox or Baton's own rules have against it. */
  problems: string[];
}

export interface Shown extends Record<Data, Drawn | null> {
  name: string;
}

/** In which states a view is drawn; `submitted` where nothing is said. */
const STATES: Record<string, HandoffState[]> = {
  card: ['submitted', 'acknowledged', 'returned', 'accepted', 'finished', 'cancelled'],
  receipt: ['submitted', 'acknowledged', 'returned', 'accepted', 'finished', 'cancelled'],
  request: ['submitted', 'acknowledged'],
  returned: ['returned'],
  decide: ['acknowledged'],
  feedback: ['finished'],
  finish: ['accepted'],
  'accepted:': ['accepted'],
};
const ALL_STATES = [...new Set(Object.values(STATES).flat())];

const HANDOFFS_OF = {
  normal: (state: HandoffState) => sampleHandoff({ state }),
  longest: (state: HandoffState) => longestHandoff(MIXED, { state }),
  emptiest: (state: HandoffState) => emptiestHandoff({ state }),
};
const SCREENS = { normal: sampleScreen(), longest: longestScreen(MIXED), emptiest: emptiestScreen() };
const ACCOUNTS = {
  normal: ordinaryAccount(),
  longest: longestAccount(MIXED),
  emptiest: emptiestAccount(),
};
const HOMES = { normal: ordinaryHome(), longest: longestHome(MIXED), emptiest: emptiestHome() };
const SETUPS = { normal: ordinarySetup(), longest: longestSetup(MIXED), emptiest: emptiestSetup() };
const LISTS = SAMPLE_LISTS(MIXED);
const BANNERS = { normal: 'Someone else was faster.', longest: filled(MIXED, 300), emptiest: null };

export function contactSheet(): Shown[] {
  const drawn = new Map<string, Shown>();
  for (const data of DATA)
    for (const [key, view] of Object.entries(viewsWith(data))) {
      const name = readable(key);
      const shown = drawn.get(name) ?? { name, normal: null, longest: null, emptiest: null };
      drawn.set(name, { ...shown, [data]: { view, problems: wrongWith(view) } });
    }
  return [...drawn.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** A name that is the same whatever the data, and says what one sees. */
const READABLE: [RegExp, string][] = [
  [/member-U0REP/, 'as the sender'],
  [/member-U0CSM/, 'as the receiver'],
  [/member-U0COVER/, 'as the cover'],
  [/member-U0ONLOOKER/, 'as an onlooker'],
  [/ [poc]\d$/, ', a row opened'],
  [/ new-row$/, ', a new row'],
  [/^(draft: \w+) null$/, '$1, all rows'],
  [/^answer null$/, 'answer, none chosen'],
  [/^event something_else$/, 'event of an unknown kind'],
  [/_/g, ' '],
];
const readable = (name: string): string =>
  READABLE.reduce((rest, [pattern, words]) => rest.replace(pattern, words), name);

function viewsWith(data: Data): Record<string, View> {
  const entries = ACTIONS.map((action) => sampleEntry({ action, id: action, ...ENTRIES[data] }));
  const all: Record<string, View> = {};
  for (const state of ALL_STATES) {
    const handoff = HANDOFFS_OF[data](state);
    const views = { ...everyMessage(handoff, entries), ...everyModal(handoff, entries, BANNERS[data]) };
    for (const [name, view] of Object.entries(views)) {
      const states = STATES[name.split(' ')[0] ?? ''];
      if (!(states ?? ['submitted']).includes(state)) continue;
      all[states && states.length > 1 ? `${name}, ${state}` : name] = view;
    }
  }
  const steps = Object.entries(everyStep(SCREENS[data])).map(([name, view]) => [`draft: ${name}`, view]);
  return {
    ...all,
    ...(Object.fromEntries(steps) as Record<string, View>),
    ...beside(data),
    ...everyAccountView(ACCOUNTS[data]),
    ...everyRiskSheet(data),
    ...everyDealView(data),
    ...everyFollowUpView(data),
    ...everyDigestView(data),
    ...everyHomeView(HOMES[data]),
    ...everyHomeModal(HOMES[data]),
    'home: set up': setupHome(SETUPS[data]),
    ...everySetupView(SETUPS[data]),
    ...everyQuestionView(LISTS[data], data),
    ...everyOwnQuestion(SCREENS[data], HANDOFFS_OF[data]('submitted'), LISTS[data], MIXED),
  };
}

const ENTRIES = {
  normal: {},
  longest: {
    words: filled(MIXED, 1_500),
    labels: Array<string>(17).fill(filled(MIXED, 30)),
    by: longestHandoff(MIXED).sender,
  },
  emptiest: { by: null, to: null, words: null },
};

/** What stands beside a handoff. */
function beside(data: Data): Record<string, View> {
  const text = { normal: 'There is no account called Sampel.', longest: filled(MIXED, 400), emptiest: '' }[
    data
  ];
  const accountName = { normal: 'Example GmbH', longest: filled(MIXED, 120), emptiest: 'X' }[data];
  const isEmpty = data === 'emptiest';
  return {
    help: isEmpty ? helpMessage('handoff') : helpMessage('handoff', text, 'list'),
    refusal: refusalMessage(text),
    'channel blocked': channelBlockedMessage({
      channel: 'C0SAMPLE',
      reason: data === 'longest' ? text : 'not_in_channel',
    }),
    'scope missing': scopeMissingMessage({ scope: data === 'longest' ? text : 'chat:write' }),
    loading: loadingView(data === 'longest' ? text : 'Handoff'),
    done: doneView({
      number: data === 'longest' ? 2_147_483_647 : 12,
      accountName,
      receiverSlackUserId: 'U0CSM',
      askedSlackUserId: isEmpty ? 'U0CSM' : 'U0COVER',
      limitAt: isEmpty ? null : SAMPLE_NOW,
      resubmitted: data === 'longest',
      mutesReceipts: isEmpty,
    }),
  };
}
