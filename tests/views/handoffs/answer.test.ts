import { describe, expect, it } from 'vitest';
import {
  AMPERSANDS,
  filled,
  longestHandoff,
  sampleBrief,
  sampleHandoff,
} from '../../../sandbox/gallery/samples.ts';
import { decodeState } from '../../../views/handoffs/ids.ts';
import { readingView } from '../../../views/handoffs/read/history-view.ts';
import { answerView } from '../../../views/handoffs/verbs/answer-view.ts';
import { inputIds, json, words } from './rendered.ts';

const view = (outcome: 'accept' | 'return' | 'decide_by' | null) =>
  answerView(sampleHandoff(), { outcome, banner: null });

describe('the receiver’s review', () => {
  it('asks for the answer first, then shows the whole brief and names what is not answered', () => {
    const text = words(view(null));
    expect(text).toContain('Sample reason: answers took two days');
    expect(text).toContain('Sample Champion');
    expect(text.indexOf('Your answer')).toBeLessThan(text.indexOf('Sample reason'));
    expect(text).toContain('Must-haves: all 4 answered. Not answered: Economic buyer');
    for (const { label } of sampleHandoff().completeness.missing) expect(text).toContain(label);
    expect(text).toContain('What was not sold: None');
  });

  it('names its button after the answer', () => {
    expect((['accept', 'return', 'decide_by'] as const).map((outcome) => view(outcome).submit?.text)).toEqual(
      ['Accept', 'Ask for more', 'Set the day'],
    );
  });

  it('asks nothing more to accept, gaps and a note to ask for more, a date to decide later', () => {
    expect(inputIds(view('accept'))).toEqual(['answer']);
    expect(inputIds(view('return'))).toEqual(['answer', 'gaps', 'gaps2', 'note']);
    expect(inputIds(view('decide_by'))).toEqual(['answer', 'decideBy']);
  });

  it('offers every criterion as a gap, the missing ones first', () => {
    const blocks = view('return').blocks.filter((block) => block.block_id?.startsWith('gaps'));
    const offered = [...json(blocks).matchAll(/"value":"(\w+)"/g)].map(([, key]) => key);
    const handoff = sampleHandoff();
    const missing = handoff.completeness.missing.map(({ key }) => key);
    expect(offered.slice(0, missing.length)).toEqual(missing);
    expect(new Set(offered)).toEqual(new Set(handoff.criteria.map(({ key }) => key)));
  });

  it('carries which handoff it is, and as of when', () => {
    const { id, version } = sampleHandoff();
    expect(decodeState(view(null).private_metadata ?? '')).toEqual({ id, v: version, step: 'answer' });
  });

  it('shows a long text in full, in as many sections as it takes', () => {
    const why = filled(AMPERSANDS, 1_500);
    const handoff = sampleHandoff({ brief: sampleBrief({ why }) });
    for (const rendered of [
      answerView(handoff, { outcome: null, banner: null }),
      readingView(handoff, { entries: [], page: 0, more: false }),
    ]) {
      expect([...json(rendered).matchAll(/&amp;/g)]).toHaveLength(1_500);
    }
  });

  it('escapes what people wrote', () => {
    const rendered = json(
      answerView(longestHandoff('<!channel> '), { outcome: 'return', banner: '<!here>' }),
    );
    expect(rendered).not.toContain('<!channel>');
    expect(rendered).not.toContain('<!here>');
  });
});
