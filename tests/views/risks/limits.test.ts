import { describe, expect, it } from 'vitest';
import { everyRiskMessage, everyRiskModal } from '../../../sandbox/gallery/every-risk-view.ts';
import type { Rendered } from '../../../sandbox/gallery/every-view.ts';
import {
  EMPTIEST_FLAG,
  emptiestDetails,
  emptiestRisk,
  longestDetails,
  longestFlag,
  longestRisk,
  RISK_ENTRY_ACTIONS,
  RISK_RULES,
  RISK_STAGES,
  SAMPLE_FLAG,
  sampleDetails,
  sampleRisk,
  sampleRiskEntry,
} from '../../../sandbox/gallery/risk-samples.ts';
import { AMPERSANDS, EMOJI, filled, longestPerson, MIXED } from '../../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';
import { helpMessage } from '../../../views/baton/help-message.ts';
import { riskListMessage } from '../../../views/risks/messages.ts';
import { NOTE_MAX } from '../../../views/risks/parts/words.ts';

/** A test must say which view is wrong, and with what. */
const wrong = (all: Rendered) =>
  Object.entries(all).flatMap(([name, rendered]) => wrongWith(rendered).map((what) => `${name}: ${what}`));

const FILLERS = { 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI };

describe('what Slack is sent about risks stays within its limits', () => {
  const entries = RISK_ENTRY_ACTIONS.map((action) => sampleRiskEntry(action));
  const bare = RISK_ENTRY_ACTIONS.map((action) =>
    sampleRiskEntry(action, { by: null, to: null, words: null, told: [], change: null, data: {} }),
  );

  it.each(RISK_STAGES)('with a sample risk that is %s', (stage) => {
    for (const rule of RISK_RULES) {
      const risk = sampleRisk(stage, { rule });
      const details = sampleDetails(risk);
      expect(wrong(everyRiskMessage(risk, entries, details))).toEqual([]);
      expect(wrong(everyRiskModal(risk, entries, { details, flag: SAMPLE_FLAG }))).toEqual([]);
    }
  });

  it.each(RISK_STAGES)('with a risk that is %s and has next to nothing in it', (stage) => {
    for (const rule of RISK_RULES) {
      const risk = emptiestRisk(stage, { rule });
      const details = emptiestDetails(risk);
      expect(wrong(everyRiskMessage(risk, bare, details))).toEqual([]);
      expect(wrong(everyRiskModal(risk, bare, { details, flag: EMPTIEST_FLAG }))).toEqual([]);
    }
  });

  for (const [name, filler] of Object.entries(FILLERS)) {
    it.each(RISK_STAGES)(`with every field full of ${name}, in a risk that is %s`, (stage) => {
      const long = RISK_ENTRY_ACTIONS.map((action) => {
        const reasons = longestRisk(filler, stage).reasons;
        return sampleRiskEntry(action, {
          by: longestPerson(filler, 'U0CSM'),
          words: filled(filler, NOTE_MAX),
          told: Array(9).fill(filled(filler, 80)),
          change: { from: 'healthy', to: 'critical', before: 99, score: 1, reasons },
          data: {
            rule: 'exception',
            firstAction: filled(filler, NOTE_MAX),
            dueOn: '2026-03-04',
            checkInOn: '2026-03-09',
            evidence: `https://example.com/${'a'.repeat(2_000)}`,
          },
        });
      });
      for (const rule of RISK_RULES) {
        const risk = longestRisk(filler, stage, { rule });
        const details = longestDetails(filler, risk);
        expect(wrong(everyRiskMessage(risk, long, details))).toEqual([]);
        expect(wrong(everyRiskModal(risk, long, { details, flag: longestFlag(filler) }))).toEqual([]);
      }
    });
  }

  it('with nothing to say at all', () => {
    const none = { items: [], page: 0, next: null, total: 0, viewerId: '' };
    expect(
      wrong({
        help: helpMessage('risk'),
        'help after something unknown': helpMessage('risk', filled(AMPERSANDS, 400), 'list'),
        mine: riskListMessage({ which: 'mine', ...none }),
        all: riskListMessage({ which: 'all', ...none }),
        'a page too far': riskListMessage({ which: 'all', ...none, page: 3 }),
      }),
    ).toEqual([]);
  });
});
