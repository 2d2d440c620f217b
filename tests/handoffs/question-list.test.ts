import { describe, expect, it } from 'vitest';
import { BriefSchema, EMPTY_BRIEF } from '../../src/handoffs/brief/brief.ts';
import { changedFields, fingerprintOf, touchedSince } from '../../src/handoffs/brief/parts.ts';
import { completenessOf, forDeal, isMust, partLabel } from '../../src/handoffs/brief/template.ts';
import { type HandoffKind, KINDS } from '../../src/handoffs/kinds.ts';
import {
  type ListedQuestion,
  QUESTION_LIMITS,
  QuestionListSchema,
  shippedList,
  templateOf,
  whyNotAsked,
  withShipped,
} from '../../src/handoffs/questions/question-list.ts';

const ALL = Object.keys(KINDS) as HandoffKind[];

const own = (name: string, over: Partial<ListedQuestion> = {}): ListedQuestion => ({
  key: `own_${name}`,
  label: `Sample ${name}`,
  hint: '',
  weight: 5,
  first: false,
  hidden: false,
  required: 'no_one',
  answer: 'line',
  ...over,
});

const changed = (list: ListedQuestion[], key: string, over: Partial<ListedQuestion>) =>
  list.map((one) => (one.key === key ? { ...one, ...over } : one));

describe('the shipped questions as a list', () => {
  it.each(ALL)('of %s are asked as they are shipped', (kind) => {
    const list = shippedList(kind);
    const shipped = KINDS[kind].template;
    const template = templateOf(kind, 'sample', list);
    expect(QuestionListSchema.parse(list)).toEqual(list);
    expect(whyNotAsked(kind, list)).toBeNull();
    expect(template.questions).toEqual(shipped.questions);
    expect(template.hidden).toEqual([]);
    expect(template.more).toEqual([]);
    expect(completenessOf(template, EMPTY_BRIEF).missing).toHaveLength(shipped.criteria.length);
    for (const { key, section, weight } of shipped.criteria)
      expect(template.criteria).toContainEqual(expect.objectContaining({ key, section, weight }));
    expect(template.criteria.filter(isMust)).toHaveLength(shipped.criteria.filter(isMust).length);
  });
});

describe('a list of questions', () => {
  const list = shippedList('sales_to_cs');
  const refused = (given: ListedQuestion[]) => whyNotAsked('sales_to_cs', given);

  it('has room for four on the first screen, and says how many are too many', () => {
    const twelve = Array.from({ length: 8 }, (_, n) => own(`q${n}`, { first: true }));
    expect(refused([...list, ...twelve])).toMatchObject({
      refused: 'too_many_first',
      message: expect.stringContaining('12 questions are on the first screen, which has room for 4'),
    });
    expect(refused([...list, ...twelve.map((one) => ({ ...one, hidden: true }))])).toBeNull();
  });

  it('refuses what no screen can ask', () => {
    expect(refused(changed(list, 'champion', { first: true }))).toMatchObject({ refused: 'not_first' });
    expect(refused([...list, own('a'), own('a')])).toMatchObject({ refused: 'twice' });
    expect(refused([...list, own('a', { key: 'weather' })])).toMatchObject({ refused: 'unknown_key' });
    expect(refused([...list, own('a', { answer: 'choice', options: ['Yes', 'Yes'] })])).toMatchObject({
      refused: 'no_options',
    });
    expect(refused([...list, own('a', { answer: undefined })])).toMatchObject({ refused: 'no_answer' });
    expect(refused(changed(list, 'why', { answer: 'day' }))).toMatchObject({ refused: 'shipped' });
  });

  it('needs something that counts', () => {
    expect(refused(list.map((one) => ({ ...one, hidden: true })))).toMatchObject({ refused: 'no_weight' });
    expect(refused(list.map((one) => ({ ...one, weight: 0 })))).toMatchObject({ refused: 'no_weight' });
  });

  it('has an end', () => {
    const many = Array.from({ length: QUESTION_LIMITS.questions }, (_, n) => own(`q${n}`));
    expect(refused([...list, ...many])).toMatchObject({ refused: 'too_many' });
  });

  it('keeps what of the shipped it leaves out, hidden', () => {
    const kept = withShipped('sales_to_cs', [own('a')]);
    expect(kept.map(({ key }) => key)).toEqual(['own_a', ...list.map(({ key }) => key)]);
    expect(kept.slice(1).every(({ hidden }) => hidden)).toBe(true);
  });

  it('asks in a part of their own what neither the first screen nor a shipped part asks', () => {
    const given = [...changed(changed(list, 'why', { first: false }), 'outcome', { first: false }), own('a')];
    const template = templateOf('sales_to_cs', 'sample', given);
    expect(template.more?.map(({ key }) => key)).toEqual(['why', 'own_a']);
    expect(template.criteria.find(({ key }) => key === 'outcome')?.section).toBe('outcomes');
    expect(template.criteria.find(({ key }) => key === 'technical')?.section).toBe('scope');
  });
});

describe('a question that is required for some', () => {
  const given = [own('a', { required: { segments: ['Enterprise'], dealTypes: ['partner'] } }), own('b')];
  const template = templateOf('sales_to_cs', 'sample', given);
  const musts = (segment: string | null, dealType: 'new' | 'partner') =>
    forDeal(template, { segment, dealType })
      .criteria.filter(isMust)
      .map(({ key }) => key);

  it('is required of accounts in the segment, however it is written, and of deals of the type', () => {
    expect(musts('Enterprise', 'new')).toEqual(['own_a']);
    expect(musts(' ENTERPRISE', 'new')).toEqual(['own_a']);
    expect(musts('SMB', 'partner')).toEqual(['own_a']);
    expect(musts('SMB', 'new')).toEqual([]);
    expect(musts(null, 'new')).toEqual([]);
  });
});

describe('what was touched since a brief came back', () => {
  const asked = (text: string) => ({ own_a: { label: 'Sample a', text } });
  const brief = BriefSchema.parse({ why: 'Sample reason', own: asked('one') });

  it('is told apart answer by answer, also of own questions', () => {
    const was = fingerprintOf(brief);
    expect(touchedSince(was, brief)).toEqual([]);
    expect(touchedSince(was, { ...brief, own: asked('two') })).toEqual(['own_a']);
    expect(
      touchedSince(was, { ...brief, own: { ...asked('one'), own_b: { label: 'b', text: 'b' } } }),
    ).toEqual(['own_b']);
    expect(changedFields(brief, { ...brief, why: 'Another', own: {} })).toEqual(['why', 'own_a']);
  });

  it('is not what the version before did not know, as long as it is empty', () => {
    const { promisesSaid: _, ...older } = fingerprintOf(BriefSchema.parse({ promises: 'None' }));
    expect(touchedSince(older, BriefSchema.parse({ promises: 'None' }))).toEqual([]);
    expect(touchedSince(older, BriefSchema.parse({ promises: 'None', promisesSaid: 'assumed' }))).toEqual([
      'promisesSaid',
    ]);
  });

  it('is named as it was asked, also when it is asked no more', () => {
    const template = templateOf('sales_to_cs', 'sample', [own('a', { label: 'Asked now' })]);
    const given = { ...brief, own: { ...asked('one'), own_gone: { label: 'Asked once', text: 'x' } } };
    expect(['own_a', 'own_gone', 'why'].map((part) => partLabel(template, given, part))).toEqual([
      'Asked now',
      'Asked once',
      'Why they bought',
    ]);
  });
});
