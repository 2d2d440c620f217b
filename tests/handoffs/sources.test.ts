import { describe, expect, it } from 'vitest';
import { type Brief, BriefSchema, EMPTY_BRIEF } from '../../src/handoffs/brief/brief.ts';
import { changedFields } from '../../src/handoffs/brief/parts.ts';
import { fillIn, isUntouched, sourcesIn, stillHolding } from '../../src/handoffs/brief/sources.ts';

const CRM = { from: 'deal' } as const;
const EARLIER = { from: 'handoff', name: 'H-12', on: '2027-03-03' } as const;

const typed = (brief: Brief, over: Partial<Brief>): Brief => BriefSchema.parse({ ...brief, ...over });

describe('what is filled in', () => {
  it('says where it comes from until somebody changes it', () => {
    const filled = fillIn(EMPTY_BRIEF, { contact: 'Sample Contact', why: 'Sample reason' }, CRM);
    expect(sourcesIn(filled)).toMatchObject({ contact: CRM, why: CRM });
    const changed = typed(filled, { contact: 'Another Contact' });
    expect(Object.keys(sourcesIn(changed))).toEqual(['why']);
    expect(changedFields(filled, changed)).toEqual(['contact']);
  });

  it('leaves what was typed before, and tells it from what was not', () => {
    const own = typed(EMPTY_BRIEF, { contact: 'Sample Contact' });
    const filled = fillIn(own, { contact: 'Another Contact', technical: 'Sample system' }, CRM);
    expect(filled.contact).toBe('Sample Contact');
    expect(Object.keys(sourcesIn(filled))).toEqual(['technical']);
  });

  it('follows the deal where nobody touched it, also to nothing', () => {
    const filled = fillIn(EMPTY_BRIEF, { contact: 'Sample Contact', why: 'Sample reason' }, CRM);
    const followed = fillIn(typed(filled, { contact: 'Own words' }), { contact: 'Another Contact' }, CRM);
    expect([followed.contact, followed.why]).toEqual(['Own words', undefined]);
  });

  it('stays empty where somebody emptied it', () => {
    const filled = fillIn(EMPTY_BRIEF, { why: 'Sample reason' }, CRM);
    const { why: _, ...emptied } = filled;
    expect(fillIn(BriefSchema.parse(emptied), { why: 'Another reason' }, CRM).why).toBeUndefined();
  });

  it('takes from an earlier brief what the deal does not say', () => {
    const deal = fillIn(EMPTY_BRIEF, { contact: 'Sample Contact' }, CRM);
    const both = fillIn(deal, { contact: 'Former Contact', technical: 'Sample system' }, EARLIER);
    expect(both.contact).toBe('Sample Contact');
    expect(sourcesIn(both)).toMatchObject({ contact: CRM, technical: EARLIER });
  });

  it('is the same after it was stored and read again', () => {
    const people = [{ id: 'p1', name: 'Sample Champion', role: 'champion', note: 'Sample note' } as const];
    const filled = fillIn(EMPTY_BRIEF, { people: [...people] }, CRM);
    const stored = {
      ...filled,
      people: [{ role: 'champion', note: 'Sample note', name: 'Sample Champion', id: 'p1' }],
    };
    expect(Object.keys(sourcesIn(BriefSchema.parse(stored)))).toEqual(['people']);
  });
});

describe('an untouched brief', () => {
  it('has nothing that somebody typed or emptied', () => {
    const filled = fillIn(EMPTY_BRIEF, { why: 'Sample reason' }, CRM);
    expect(isUntouched(EMPTY_BRIEF)).toBe(true);
    expect(isUntouched(filled)).toBe(true);
    expect(isUntouched(typed(filled, { promises: 'None' }))).toBe(false);
    expect(isUntouched(typed(filled, { why: undefined }))).toBe(false);
    expect(isUntouched(typed(filled, { answers: { risks: 'none' } }))).toBe(false);
  });
});

it('an earlier brief still holds but for what it was about then', () => {
  const commitment = (id: string, due?: string) => ({ id, text: `Sample ${id}`, inContract: false, due });
  const earlier = typed(EMPTY_BRIEF, {
    contact: 'Sample Contact',
    why: 'Sample reason',
    goLive: '2027-01-01',
    commitments: [commitment('past', '2027-03-02'), commitment('open', '2027-03-03'), commitment('undated')],
  });
  const { contact, commitments, ...rest } = stillHolding(earlier, '2027-03-03');
  expect(contact).toBe('Sample Contact');
  expect(commitments?.map(({ id }) => id)).toEqual(['open']);
  expect(rest).not.toHaveProperty('why');
  expect(rest).not.toHaveProperty('goLive');
});
