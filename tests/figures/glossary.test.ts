import { describe, expect, it } from 'vitest';
import { HandoffState, Lane, RiskOutcome, RiskState, Stage } from '../../prisma/generated/client.ts';
import { GLOSSARY, lookUp } from '../../src/figures/glossary.ts';
import { BANDS } from '../../src/figures/glossary-words.ts';
import { SETTING_KEYS } from '../../src/settings/catalogue.ts';

const all = GLOSSARY.flatMap(({ entries }) => entries);

describe('the glossary', () => {
  it.each([
    ...[Stage, RiskState, RiskOutcome, HandoffState].flatMap((one) => Object.values(one)),
    ...Object.values(Lane).map((lane) => lane.replace('cs', 'customer success')),
    ...Object.keys(BANDS),
    ...['ARR at risk', 'save rate', 'false alarms', 'first-pass acceptance', 'time to first value'],
  ])('says what %s means, and where it comes from', (word) => {
    const { found, exact } = lookUp(word);
    expect(exact).toBe(true);
    for (const { entry } of found)
      expect(`${entry.says} ${entry.from}`).toMatch(/^\p{Lu}.{15,}\. \p{Lu}.{10,}\.$/u);
  });

  it('tells all the meanings of a word that has several', () => {
    expect(lookUp('lost').found.map(({ group }) => group)).toEqual([
      'How a risk ends',
      'Why ARR at risk changed',
    ]);
  });

  it('finds what is nearly written, or a part of it', () => {
    const terms = (word: string) => lookUp(word).found.map(({ entry }) => entry.term);
    expect(terms('Save-Rate')).toEqual(['save rate']);
    expect(terms('acknowleged')).toEqual(['on it']);
    expect(terms('acknowledged in time')).toEqual(['responded on time']);
    expect(terms('false alarm')).toEqual(['false alarms']);
    expect(terms('CS')).toEqual(['customer success']);
    expect(terms('zzzzzzzz')).toEqual([]);
  });

  it('has one definition a word in each group, no exclamation mark, and no key of a setting', () => {
    for (const { entries } of GLOSSARY)
      expect(new Set(entries.map(({ term }) => term)).size).toBe(entries.length);
    for (const { says, from } of all) {
      expect(says + from).not.toContain('!');
      for (const key of SETTING_KEYS.filter((one) => one.includes('.')))
        expect(`${says} ${from}`).not.toContain(key);
    }
  });
});
