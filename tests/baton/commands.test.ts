import { describe, expect, it } from 'vitest';
import { onBatonCommand } from '../../listeners/baton/command.ts';
import { GLOSSARY } from '../../src/figures/glossary.ts';
import { validateMessage } from '../../views/kit/validate.ts';

type Args = Parameters<typeof onBatonCommand>;

/** What Baton answers to `/baton` with this text: nothing it says rests on anything but the text. */
async function answer(text: string): Promise<{ text: string; shown: string }> {
  const said: { text: string; blocks: Parameters<typeof validateMessage>[0]['blocks'] }[] = [];
  let acked = false;
  const slack = {
    command: { text },
    ack: async () => {
      acked = true;
    },
    respond: async (message: (typeof said)[number]) => {
      expect(acked).toBe(true);
      expect(message).toMatchObject({ response_type: 'ephemeral' });
      said.push(message);
    },
  };
  await onBatonCommand({} as Args[0], slack as unknown as Args[1]);
  const [only, ...more] = said;
  if (!only || more.length > 0) throw new Error('One answer to one command');
  validateMessage(only);
  return { text: only.text, shown: JSON.stringify(only.blocks) };
}

describe('/baton', () => {
  it.each(['', 'help', ' HELP '])('says what it understands, asked “%s”', async (text) => {
    const { shown } = await answer(text);
    for (const command of ['/baton glossary', '/handoff help', '/risk help', '/account help', '/digest help'])
      expect(shown).toContain(command);
  });

  it('says that it does not understand, and what was probably meant', async () => {
    expect((await answer('glosary')).text).toContain(
      'does not understand “glosary”. Did you mean `/baton glossary`?',
    );
    expect((await answer('save rate')).text).toContain('Did you mean `/baton glossary save rate`?');
    expect((await answer('<!channel> & more')).text).toContain('“&lt;!channel&gt; &amp; more”');
    expect((await answer('x'.repeat(3_000))).text.length).toBeLessThan(400);
  });

  it('lists every word', async () => {
    const { shown } = await answer('glossary');
    for (const { title, entries } of GLOSSARY)
      for (const { term } of entries) expect([title, shown.includes(term)]).toEqual([title, true]);
  });

  it.each(GLOSSARY.flatMap(({ entries }) => entries.map(({ term }) => term)))(
    'explains “%s”',
    async (term) => {
      const { shown } = await answer(`glossary ${term}`);
      expect(shown).toContain(`*${term}*`);
      expect(shown).toContain('From: ');
      expect(shown).not.toContain('This is near');
    },
  );

  it('explains the nearest word, and says where there is none', async () => {
    expect((await answer('glossary kickof in time')).shown).toMatch(/not there as such.*\*kickoff in time\*/);
    expect((await answer('glossary quantum')).text).toContain('“quantum” is not among the words');
  });
});
