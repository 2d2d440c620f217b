import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  everyMessage,
  everyModal,
  everyStep,
  type Rendered,
} from '../../../sandbox/gallery/every-view.ts';
import {
  AMPERSANDS,
  EMOJI,
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
} from '../../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';
import type { HandoffState } from '../../../src/handoffs/handoff.ts';
import { helpMessage } from '../../../views/baton/help-message.ts';
import { channelBlockedMessage, scopeMissingMessage } from '../../../views/baton/repair-messages.ts';
import { morningMessage } from '../../../views/cases/morning-message.ts';
import { listMessage } from '../../../views/handoffs/read/handoff-message.ts';
import { doneView, loadingView } from '../../../views/handoffs/verbs/done-view.ts';
import { refusalMessage } from '../../../views/kit/blocks.ts';

const STATES: HandoffState[] = ['submitted', 'acknowledged', 'returned', 'accepted', 'finished', 'cancelled'];

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
      const handoff = sampleHandoff({ state, private: isPrivate });
      expect(wrong(everyMessage(handoff, entries))).toEqual([]);
      expect(wrong(everyModal(handoff, entries, null))).toEqual([]);
    });

    it.each(STATES)(`with a ${privately}handoff that is %s and has next to nothing in it`, (state) => {
      const handoff = emptiestHandoff({ state, private: isPrivate });
      expect(wrong(everyMessage(handoff, bare))).toEqual([]);
      expect(wrong(everyModal(handoff, bare, null))).toEqual([]);
    });
  }

  for (const [name, filler] of Object.entries(FILLERS)) {
    const long = ACTIONS.map((action, id) =>
      sampleEntry({
        action,
        id: `${id}`,
        words: filled(filler, 1_500),
        labels: Array(17).fill(filled(filler, 30)),
        by: longestHandoff(filler).sender,
      }),
    );
    it.each(STATES)(`with every field full of ${name}, in a handoff that is %s`, (state) => {
      const handoff = longestHandoff(filler, { state });
      expect(wrong(everyMessage(handoff, long))).toEqual([]);
      expect(wrong(everyModal(handoff, long, filled(filler, 300)))).toEqual([]);
    });

    it(`with every field of a draft full of ${name}`, () => {
      expect(wrong(everyStep(longestScreen(filler)))).toEqual([]);
      expect(wrong(everyStep(longestScreen(filler, { mode: 'fix' })))).toEqual([]);
      const newAccount = longestScreen(filler, { account: null, accountName: filled(filler, 300) });
      expect(wrong(everyStep(newAccount))).toEqual([]);
    });

    it(`with what stands beside a handoff full of ${name}`, () => {
      const text = filled(filler, 400);
      const done = {
        number: 2_147_483_647,
        accountName: filled(filler, 120),
        receiverSlackUserId: 'U0CSM',
        mutesReceipts: false,
      };
      expect(
        wrong({
          help: helpMessage('handoff', text, filled(filler, 100)),
          refusal: refusalMessage(text),
          blocked: channelBlockedMessage({ channel: 'C0SAMPLE', reason: text }),
          scope: scopeMissingMessage({ scope: text }),
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
        help: helpMessage('handoff'),
        refusal: refusalMessage(''),
        morning: morningMessage([]),
        mine: listMessage({ which: 'mine', items: [], next: null, viewerId: 'nobody' }),
        all: listMessage({ which: 'all', items: [], next: null, viewerId: 'nobody' }),
        blocked: channelBlockedMessage({ channel: 'C0SAMPLE', reason: 'not_in_channel' }),
        loading: loadingView('Handoff'),
        done: doneView({ ...done, limitAt: null, resubmitted: false, mutesReceipts: true }),
      }),
    ).toEqual([]);
  });
});
