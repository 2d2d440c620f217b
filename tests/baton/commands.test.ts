import { describe, expect, it } from 'vitest';
import { batonCommand } from '../../listeners/commands.ts';
import { GLOSSARY } from '../../src/figures/glossary.ts';
import { validateMessage } from '../../views/kit/validate.ts';

function answer(text: string): { text: string; shown: string } {
  const answered = batonCommand(text);
  if (!('says' in answered)) throw new Error('what is said rests on nothing that is stored');
  const { text: said, blocks = [] } = answered.says;
  validateMessage({ text: said, blocks });
  return { text: said, shown: JSON.stringify(blocks) };
}

describe('/baton', () => {
  it.each(['', 'help', ' HELP '])('says what it understands, asked “%s”', (text) => {
    const { shown } = answer(text);
    for (const command of [
      '/baton glossary',
      '/baton preferences',
      '/handoff help',
      '/risk help',
      '/account help',
      '/digest help',
    ])
      expect(shown).toContain(command);
  });

  it('says that it does not understand, and what was probably meant', () => {
    expect(answer('glosary').text).toContain('doesn’t know “glosary”. Did you mean /baton glossary?');
    expect(answer('save rate').text).toContain('Did you mean /baton glossary save rate?');
    expect(answer('<!channel> & more').text).toContain('“&lt;!channel&gt; &amp; more”');
    expect(answer('x'.repeat(3_000)).text.length).toBeLessThan(400);
  });

  it('lists every word', () => {
    const { shown } = answer('glossary');
    for (const { title, entries } of GLOSSARY)
      for (const { term } of entries) expect([title, shown.includes(term)]).toEqual([title, true]);
  });

  it.each(GLOSSARY.flatMap(({ entries }) => entries.map(({ term }) => term)))('explains “%s”', (term) => {
    const { shown } = answer(`glossary ${term}`);
    expect(shown).toContain(`*${term}*`);
    expect(shown).toContain('From: ');
    expect(shown).not.toContain('This is close');
  });

  it('explains the nearest word, and says where there is none', () => {
    expect(answer('glossary kickof on time').shown).toMatch(/isn’t in the glossary.*\*kickoff on time\*/);
    expect(answer('glossary quantum').text).toContain('“quantum” isn’t in the glossary');
  });
});
