import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { HandoffState } from '../../../src/handoffs/handoff.ts';
import { CLOCKS } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry } from '../../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../../src/handoffs/picture.ts';
import { actedMessage } from '../../../views/handoffs/acted-message.ts';
import { answerView } from '../../../views/handoffs/answer-view.ts';
import type { BriefScreen } from '../../../views/handoffs/brief-screen.ts';
import { cancelView } from '../../../views/handoffs/cancel-view.ts';
import { channelBlockedMessage } from '../../../views/handoffs/channel-blocked-message.ts';
import { decideMessage } from '../../../views/handoffs/decide-message.ts';
import { doneView } from '../../../views/handoffs/done-view.ts';
import { escalationMessage } from '../../../views/handoffs/escalation-message.ts';
import { essentialsView } from '../../../views/handoffs/essentials-view.ts';
import { eventMessage } from '../../../views/handoffs/event-message.ts';
import { handoffCard } from '../../../views/handoffs/handoff-card.ts';
import { handoffMessage } from '../../../views/handoffs/handoff-message.ts';
import { helpMessage } from '../../../views/handoffs/help-message.ts';
import { historyView } from '../../../views/handoffs/history-view.ts';
import { ANSWER_OUTCOMES } from '../../../views/handoffs/ids.ts';
import { listMessage } from '../../../views/handoffs/list-message.ts';
import { loadingView } from '../../../views/handoffs/loading-view.ts';
import type { Message } from '../../../views/handoffs/message.ts';
import { type MorningItem, morningMessage } from '../../../views/handoffs/morning-message.ts';
import { nudgeMessage } from '../../../views/handoffs/nudge-message.ts';
import { readingView } from '../../../views/handoffs/reading-view.ts';
import { reassignView } from '../../../views/handoffs/reassign-view.ts';
import { receiptMessage } from '../../../views/handoffs/receipt-message.ts';
import { refusalMessage } from '../../../views/handoffs/refusal-message.ts';
import { reminderMessage } from '../../../views/handoffs/reminder-message.ts';
import { requestMessage } from '../../../views/handoffs/request-message.ts';
import { returnedMessage } from '../../../views/handoffs/returned-message.ts';
import { reviewDraftView } from '../../../views/handoffs/review-draft-view.ts';
import { sectionView } from '../../../views/handoffs/section-view.ts';
import {
  AMPERSANDS,
  EMOJI,
  emptiestPicture,
  emptiestScreen,
  filled,
  longestPicture,
  longestScreen,
  MIXED,
  SAMPLE_NOW,
  SAMPLE_STRANGER,
  sampleEntry,
  samplePicture,
  sampleScreen,
} from '../../support/pictures.ts';
import { wrongWith } from './rendered.ts';

type Rendered = Record<string, ModalView | Message>;

const STATES: HandoffState[] = ['submitted', 'acknowledged', 'returned', 'accepted', 'cancelled'];
const ROLES = ['cover', 'counterpart', 'lead', 'manager', 'fallback_channel'] as const;
const ACTIONS = [
  'submitted',
  'acknowledged',
  'accepted',
  'returned',
  'resubmitted',
  'reassigned',
  'cancelled',
  'nudged',
  'snoozed',
  'decision_promised',
  'amended',
  'escalated',
  'something_else',
];

const EVERY_ROLE = ['sender', 'receiver'] as const;

function morningItem(picture: HandoffPicture, clock: (typeof CLOCKS)[number]): MorningItem {
  return { picture, clock, isLate: true, roles: EVERY_ROLE };
}

function everyMessage(picture: HandoffPicture, entries: HistoryEntry[]): Rendered {
  const viewers = [picture.sender.id, picture.receiver.id, picture.owes?.id ?? '', SAMPLE_STRANGER.id];
  const all: Rendered = {
    card: handoffCard(picture),
    receipt: receiptMessage(picture),
    returned: returnedMessage(picture, picture.owes?.id ?? '', picture.receiver),
    nudge: nudgeMessage(picture, picture.sender, true),
    'nudge of before': nudgeMessage(picture, picture.sender, false),
    decide: decideMessage(picture, EVERY_ROLE),
    acknowledged: actedMessage('acknowledged', picture),
    nudged: actedMessage('nudged', picture),
    snoozed: actedMessage('snoozed', picture),
    morning: morningMessage(
      CLOCKS.flatMap((clock) => Array.from({ length: 4 }, () => morningItem(picture, clock))),
      picture.receiver.id,
    ),
    'morning of somebody else': morningMessage(
      CLOCKS.map((clock) => morningItem(picture, clock)),
      SAMPLE_STRANGER.id,
    ),
    list: listMessage({
      which: 'mine',
      items: Array(10).fill(picture),
      next: 'cursor',
      viewerId: picture.receiver.id,
    }),
    everything: listMessage({ which: 'all', items: [picture], next: null, viewerId: SAMPLE_STRANGER.id }),
  };
  for (const viewer of viewers) {
    all[`request ${viewer}`] = requestMessage(picture, viewer);
    for (const entry of entries.filter(({ action }) => action === 'reassigned'))
      all[`request ${viewer}, passed on`] = requestMessage(picture, viewer, true, entry);
    all[`handoff ${viewer}`] = handoffMessage(picture, entries, viewer, EVERY_ROLE);
  }
  for (const clock of CLOCKS) {
    all[`reminder ${clock}`] = reminderMessage(picture, clock, true);
    for (const role of ROLES)
      all[`escalation ${clock} ${role}`] = escalationMessage(picture, {
        clock,
        role,
        overdueSince: SAMPLE_NOW,
      });
  }
  for (const entry of entries) all[`event ${entry.action}`] = eventMessage(entry, picture, picture.sender.id);
  return all;
}

function everyModal(picture: HandoffPicture, entries: HistoryEntry[], banner: string | null): Rendered {
  const page = { entries: [...entries, ...entries].slice(0, 20), next: '2', first: false };
  const all: Rendered = {
    reading: readingView(picture, page),
    'reading without history': readingView(picture, { entries: [], next: null, first: true }),
    history: historyView(picture, page),
    'empty history': historyView(picture, { entries: [], next: null, first: true }),
    reassign: reassignView(picture, banner),
    cancel: cancelView(picture, banner),
  };
  for (const outcome of [null, ...ANSWER_OUTCOMES])
    all[`answer ${outcome}`] = answerView(picture, { outcome, banner });
  return all;
}

function everyStep(screen: BriefScreen): Rendered {
  const all: Rendered = { essentials: essentialsView(screen), review: reviewDraftView(screen) };
  for (const part of ['people', 'outcomes', 'commitments'] as const)
    for (const rowId of [null, 'new-row', screen.brief[part][0]?.id ?? null])
      all[`${part} ${rowId}`] = sectionView(screen, part, rowId);
  for (const part of ['concerns', 'scope', 'told', 'dates'] as const)
    all[part] = sectionView(screen, part, null);
  return all;
}

/** A test must say which view is wrong, and with what. */
const wrong = (all: Rendered) =>
  Object.entries(all).flatMap(([name, rendered]) => wrongWith(rendered).map((what) => `${name}: ${what}`));

const FILLERS = { 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI };

describe('what Slack is sent about handoffs stays within its limits', () => {
  const entries = ACTIONS.map((action) => sampleEntry({ action, id: action }));
  const bare = ACTIONS.map((action) => sampleEntry({ action, id: action, by: null, to: null, words: null }));

  for (const isPrivate of [false, true]) {
    const privately = isPrivate ? 'private ' : '';
    it.each(STATES)(`with a ${privately}sample handoff that is %s`, (state) => {
      const picture = samplePicture({ state, private: isPrivate });
      expect(wrong(everyMessage(picture, entries))).toEqual([]);
      expect(wrong(everyModal(picture, entries, null))).toEqual([]);
    });

    it.each(STATES)(`with a ${privately}handoff that is %s and has next to nothing in it`, (state) => {
      const picture = emptiestPicture({ state, private: isPrivate });
      expect(wrong(everyMessage(picture, bare))).toEqual([]);
      expect(wrong(everyModal(picture, bare, null))).toEqual([]);
    });
  }

  for (const [name, filler] of Object.entries(FILLERS)) {
    const long = ACTIONS.map((action, id) =>
      sampleEntry({
        action,
        id: `${id}`,
        words: filled(filler, 1_500),
        labels: Array(17).fill(filled(filler, 30)),
        by: longestPicture(filler).sender,
      }),
    );
    it.each(STATES)(`with every field full of ${name}, in a handoff that is %s`, (state) => {
      const picture = longestPicture(filler, { state });
      expect(wrong(everyMessage(picture, long))).toEqual([]);
      expect(wrong(everyModal(picture, long, filled(filler, 300)))).toEqual([]);
    });

    it(`with every field of a draft full of ${name}`, () => {
      expect(wrong(everyStep(longestScreen(filler)))).toEqual([]);
      expect(wrong(everyStep(longestScreen(filler, { mode: 'fix' })))).toEqual([]);
      const newAccount = longestScreen(filler, { account: null, accountName: filled(filler, 300) });
      expect(wrong(everyStep(newAccount))).toEqual([]);
    });

    it(`with what stands beside a handoff full of ${name}`, () => {
      const text = filled(filler, 400);
      const done = { number: 2_147_483_647, accountName: filled(filler, 120), receiverSlackUserId: 'U0CSM' };
      expect(
        wrong({
          help: helpMessage(text, filled(filler, 100)),
          refusal: refusalMessage(text),
          blocked: channelBlockedMessage({ channel: 'C0SAMPLE', reason: text }),
          loading: loadingView(text),
          done: doneView({ ...done, askedSlackUserId: 'U0COVER', limitAt: SAMPLE_NOW, resubmitted: true }),
        }),
      ).toEqual([]);
    });
  }

  it('with drafts that are new, filled in, and returned', () => {
    expect(wrong(everyStep(sampleScreen()))).toEqual([]);
    expect(wrong(everyStep(emptiestScreen()))).toEqual([]);
    expect(wrong(everyStep(emptiestScreen({ accountName: '' })))).toEqual([]);
    expect(wrong(everyStep(emptiestScreen({ mode: 'fix' })))).toEqual([]);
    const gaps = { criteria: ['why', 'technical', 'go_live'], note: 'Sample question' };
    expect(wrong(everyStep(sampleScreen({ mode: 'fix', gaps })))).toEqual([]);
  });

  it('with nothing to say at all', () => {
    const done = { number: 1, accountName: 'X', receiverSlackUserId: 'U0CSM', askedSlackUserId: 'U0CSM' };
    expect(
      wrong({
        help: helpMessage(),
        refusal: refusalMessage(''),
        morning: morningMessage([], 'nobody'),
        mine: listMessage({ which: 'mine', items: [], next: null, viewerId: 'nobody' }),
        all: listMessage({ which: 'all', items: [], next: null, viewerId: 'nobody' }),
        blocked: channelBlockedMessage({ channel: 'C0SAMPLE', reason: 'not_in_channel' }),
        loading: loadingView('Handoff'),
        done: doneView({ ...done, limitAt: null, resubmitted: false }),
      }),
    ).toEqual([]);
  });
});
