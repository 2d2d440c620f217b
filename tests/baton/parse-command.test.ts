import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../listeners/parse-command.ts';

const WORDS = ['list', 'mine', 'help'] as const;
const parse = (text: string) => parseCommand(text, WORDS, 'h');

describe('what is typed behind a command', () => {
  it.each(['list', 'LIST', ' List ', 'ｌｉｓｔ', 'li\u200bst'])('%j is the subcommand', (text) => {
    expect(parse(text)).toMatchObject({ word: 'list', number: null });
  });

  it.each([
    'Pine',
    'Kite',
    'Elm',
    'Nike',
    'Visa',
    'Dell',
    'Fine',
    'Lisa',
    'lists',
    'hel',
    'New Look',
    'constructor',
    '',
  ])('%j is none, and no slip', (text) => {
    expect(parse(text)).toEqual({ text, word: null, number: null, slip: null });
  });

  it.each([
    ['lsit', 'list'],
    ['HLEP', 'help'],
    ['mnie', 'mine'],
  ])('%j may be a slip of %j', (text, slip) => {
    expect(parse(text)).toEqual({ text, word: null, number: null, slip });
  });

  it.each(['h-12', 'H12', 'H–12', 'Ｈ－12'])('%j is a number', (text) => {
    expect(parse(text)).toMatchObject({ number: 12 });
  });

  it('numbers another kind of thing by its own letter, and nothing where there is none', () => {
    expect(parse('R-7')).toMatchObject({ number: null });
    expect(parseCommand('H-12', WORDS)).toMatchObject({ number: null });
  });

  it.each(['"help"', '“help”', '‘help’', '`help`', '*help*', '„help“', '«help»', "'help'"])(
    '%s is a name',
    (text) => {
      expect(parse(text)).toEqual({ text: 'help', word: null, number: null, slip: null });
    },
  );

  it("is one line, of no more than a name's length, and keeps quotation marks that are part of it", () => {
    expect(parse('Acme\u00a0 \n Sample').text).toBe('Acme Sample');
    expect(parse(`Acme ${'x'.repeat(4_000)}`).text).toHaveLength(300);
    expect(parse("'s-Hertogenbosch").text).toBe("'s-Hertogenbosch");
  });
});
