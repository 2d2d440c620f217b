import { describe, expect, it } from 'vitest';
import { SAMPLE_CSM, sampleEntry, sampleHandoff } from '../../../sandbox/gallery/samples.ts';
import { historyView, readingView } from '../../../views/handoffs/read/history-view.ts';
import { json, words } from './rendered.ts';

const handoff = sampleHandoff();

describe('the history of a handoff', () => {
  it('says who did what and when, with their words', () => {
    const entries = [
      sampleEntry(),
      sampleEntry({
        action: 'returned',
        by: SAMPLE_CSM,
        words: 'Sample question',
        labels: ['Why they bought'],
      }),
      sampleEntry({ action: 'escalated', by: null, words: null }),
      sampleEntry({ action: 'escalated', by: null, words: null, labels: ['Sample Lead', 'Sample Rep'] }),
    ];
    const text = words(historyView(handoff, { entries, page: 0, more: false }));
    expect(text).toContain('<@U0REP> reassigned it to <@U0CSM>');
    expect(text).toContain('>Sample reason');
    expect(text).toContain('<@U0CSM> asked for more: Why they bought');
    expect(text).toContain('Escalated (overdue)');
    expect(text).toContain('Escalated to Sample Lead and Sample Rep (overdue)');
    expect([...text.matchAll(/<!date/g)]).toHaveLength(4);
  });

  it('leads to older and back to the latest, alone and below the brief', () => {
    const page = { entries: [sampleEntry()], page: 1, more: true };
    for (const view of [historyView(handoff, page), readingView(handoff, page)]) {
      expect(json(view)).toContain(`"value":"${handoff.id}:2"`);
      expect(json(view)).toContain(`"value":"${handoff.id}:0"`);
    }
    const only = historyView(handoff, { ...page, page: 0, more: false });
    expect(json(only)).not.toContain('handoff_history_page');
  });

  it('does not claim to whom it first went, when that is not known any more', () => {
    const entries = [sampleEntry({ action: 'submitted', to: null, words: null })];
    const text = words(historyView(handoff, { entries, page: 0, more: false }));
    expect(text).toMatch(/<@U0REP> handed it over(?! to)/);
  });
});
