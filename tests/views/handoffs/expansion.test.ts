import { describe, expect, it } from 'vitest';
import {
  expansionOf,
  expansionScreen,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  sampleHandoff,
  sampleScreen,
  withheld,
} from '../../../sandbox/gallery/samples.ts';
import type { WarningReason } from '../../../src/health/readiness.ts';
import { essentialsView } from '../../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../../views/handoffs/brief/review-draft-view.ts';
import { listMessage } from '../../../views/handoffs/read/handoff-message.ts';
import { readingView } from '../../../views/handoffs/read/history-view.ts';
import { requestMessage } from '../../../views/handoffs/told/asking-messages.ts';
import { handoffCard, receiptMessage } from '../../../views/handoffs/told/news-messages.ts';
import { answerView } from '../../../views/handoffs/verbs/answer-view.ts';
import { inputIds, words } from './rendered.ts';

const NO_HISTORY = { entries: [], page: 0, more: false };
const common = sampleHandoff();
const expansion = expansionOf(sampleHandoff({ sender: SAMPLE_CSM, receiver: SAMPLE_REP }));
const WHY_NOW = 'Sample reason: their budget closes this month.';

describe('an expansion', () => {
  it('is called one wherever it is named, and the common kind nowhere', () => {
    const list = (handoff: typeof common) =>
      listMessage({ which: 'all', items: [handoff], next: null, viewerId: 'nobody' });
    for (const draw of [handoffCard, receiptMessage, list]) {
      expect(words(draw(expansion))).toMatch(/expansion/i);
      expect(words(draw(common))).not.toMatch(/expansion/i);
    }
    expect(words(requestMessage(expansion, SAMPLE_REP.id))).toMatch(/, an expansion, is being handed to you/);
    expect(words(requestMessage(common, SAMPLE_CSM.id))).not.toMatch(/expansion/);
  });

  it('is accepted as an opportunity, not as an account', () => {
    const accepting = { outcome: 'accept', banner: null } as const;
    expect(words(answerView(expansion, accepting))).toContain('the opportunity becomes yours');
    expect(words(answerView(common, accepting))).toContain('the account becomes yours');
  });

  it('shows why it was asked all the same, in the brief and on the card', () => {
    for (const view of [handoffCard(expansion), requestMessage(expansion, SAMPLE_REP.id)])
      expect(words(view)).toContain(`*Why ask now:* ${WHY_NOW}`);
    for (const view of [
      readingView(expansion, NO_HISTORY),
      answerView(expansion, { outcome: null, banner: null }),
    ])
      expect(words(view)).toContain(`*Why ask now*\\n>${WHY_NOW}`);
  });

  it('keeps that to itself where it is private', () => {
    expect(words(handoffCard(withheld({ ...expansion, private: true })))).not.toMatch(/Why ask now|budget/);
  });

  it('says nothing of it in the common kind, whatever a draft once held', () => {
    const brief = { ...common.brief, whyNow: WHY_NOW };
    expect(words(readingView({ ...common, brief }, NO_HISTORY))).not.toContain(WHY_NOW);
    expect(words(handoffCard({ ...common, brief }))).not.toContain(WHY_NOW);
  });
});

describe('the warning before an expansion', () => {
  const steps = [essentialsView, reviewDraftView];
  const withReason = (reason: WarningReason) =>
    words(essentialsView({ ...expansionScreen(sampleScreen()), warning: { reasons: [reason] } }));
  const signal = { kind: 'signal', label: 'Sample signal', unit: '%', value: 1, days: 12 } as const;

  it('stands on both steps with its reasons, and asks why', () => {
    for (const step of steps) {
      const view = step(expansionScreen(sampleScreen()));
      expect(words(view)).toMatch(/At risk since <!date\^\d+\^\{date_short\}\|Mar 2, 2026>/);
      expect(words(view)).toContain('A risk has been open since');
      expect(words(view)).toContain('Sample seats used 38%, 12 days old');
      expect(inputIds(view)).toContain('whyNow');
    }
  });

  it('is not there where nothing speaks against it', () => {
    for (const step of steps) {
      const view = step({ ...expansionScreen(sampleScreen()), warning: null });
      expect(words(view)).not.toContain('may not be ready');
      expect(inputIds(view)).not.toContain('whyNow');
    }
  });

  it.each<[WarningReason, string]>([
    [{ ...signal, value: 3.25, unit: 'of 5' }, 'Sample signal 3.3 of 5, 12 days old'],
    [{ ...signal, value: 12_000, unit: 'seats' }, 'Sample signal 12,000 seats, 12 days old'],
    [{ ...signal, value: -7.5, days: 1 }, 'Sample signal -7.5%, 1 day old'],
    [{ ...signal, unit: '', days: 0 }, 'Sample signal, less than a day old'],
    [{ ...signal, label: 'Sample <!channel>' }, 'Sample &lt;!channel&gt; 1%'],
    [{ kind: 'band', band: 'critical', since: null }, '• Critical'],
    [{ kind: 'band', band: 'at_risk', since: SAMPLE_NOW }, 'At risk since <!date'],
  ])('puts %j into words', (reason, text) => {
    expect(withReason(reason)).toContain(text);
  });
});
