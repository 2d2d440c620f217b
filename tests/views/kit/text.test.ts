import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip } from '../../../views/kit/clip.ts';
import {
  dateToken,
  day,
  dayOf,
  due,
  dueLabel,
  when,
  withDatesIn,
  workingTime,
} from '../../../views/kit/dates.ts';
import { formatMoney } from '../../../views/kit/money.ts';
import {
  BLANK,
  bold,
  channelMention,
  code,
  dotted,
  escaped,
  isReader,
  link,
  listedMarkup,
  type Markup,
  md,
  mention,
  messageText,
  mrkdwn,
  type Naming,
  named,
  plain,
  plural,
  quote,
} from '../../../views/kit/text.ts';

const written = (text: Markup, max = 3000) => mrkdwn(text, max).text;

/** What Slack would format: a mark before a word that has its like behind one, code, and a quote. */
const FORMATS = /(?<![\p{L}\p{N}])([*_~])(?=\S)[^\n]*?\S\1(?![\p{L}\p{N}])|`[^`\n]+`|^>/mu;

const MARKS: Record<string, string> = {
  '\u2217': '*',
  '\u02CD': '_',
  '\u223C': '~',
  '\u02CB': '`',
  '\u203A': '>',
};
const withMarks = (text: string) =>
  text.replace(/[\u2217\u02CD\u223C\u02CB\u203A]/g, (mark) => MARKS[mark] ?? mark);

describe('markup', () => {
  it('escapes what is put into it, once, and keeps what is markup already', () => {
    expect(written(md`*Why:* ${'a < b & <!channel>'} ${3}`)).toBe('*Why:* a &lt; b &amp; &lt;!channel&gt; 3');
    expect(written(md`${md`${'<'}`}`)).toBe('&lt;');
    expect(escaped('&amp;')).toBe('&amp;amp;');
  });

  it('cannot be forged by an object that came from outside', () => {
    const forged = JSON.parse('{"markup":"<!here>","mrkdwn":"<!here>"}') as Markup;
    expect(written(md`${forged}`)).not.toContain('<');
  });

  it('gives back the same text when Slack unescapes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const back = escaped(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(withMarks(back)).toBe(withMarks(text));
      }),
    );
  });

  it.each([
    ['*and*', '∗and∗'],
    ['_x_ of (_y_)', 'ˍxˍ of (ˍyˍ)'],
    ['~x~, **z**', '∼x∼, ∗∗z∗∗'],
    ['`x` and ```y```', 'ˋxˋ and ˋˋˋyˋˋˋ'],
    ['*_both_*', '∗ˍbothˍ∗'],
    ['> said\n> twice', '› said\n› twice'],
    ['snake_case, 2 * 3 and a*b', 'snake_case, 2 * 3 and a*b'],
  ])('shows %s as it was written, and formats nothing of it', (wrote, shown) => {
    const text = escaped(wrote).replaceAll('&gt;', '>');
    expect(text).toBe(shown);
    expect(FORMATS.test(text)).toBe(false);
  });

  it('leaves what is to be copied as it is', () => {
    expect(written(code('baton_a-_b_-c_'))).toBe('`baton_a-_b_-c_`');
    expect(written(code('a`b & <c>'))).toBe('`a\u02CBb &amp; &lt;c&gt;`');
  });

  it('leaves an address as it is, whatever marks it has', () => {
    const address = 'https://example.com/_a_/~b~?q=*c*';
    expect(written(link(address, '_Sample_'))).toBe(`<${address}|ˍSampleˍ>`);
  });

  it('has mentions, links, bold and quotes', () => {
    expect(written(listedMarkup([mention('U1'), mention('U2'), 'A&B']))).toBe('<@U1>, <@U2> and A&amp;B');
    expect(written(channelMention('C1'))).toBe('<#C1>');
    expect(() => mention('U1> <!here')).toThrow('not a Slack id');
    expect(written(link('https://example.com/?a=1&b=|', 'Sample | <plan>'))).toBe(
      '<https://example.com/?a=1&amp;b=%7C|Sample | &lt;plan&gt;>',
    );
    expect(written(link('javascript:alert(1)', 'Sample'))).toBe('Sample');
    expect(written(bold(' A *big*\n plan '))).toBe('*A ∗big∗ plan*');
    expect(written(quote('a\n<b>'))).toBe('>a\n>&lt;b&gt;');
  });

  it('is never empty in Slack', () => {
    expect(written(md`${' \n'}`)).toBe(BLANK);
    expect(written(bold(''))).toBe(BLANK);
    expect(plain('\u0000', 10).text).toBe(BLANK);
  });

  it('turns off what Slack would find in it by itself', () => {
    expect(mrkdwn(md`@here`, 10).verbatim).toBe(true);
  });
});

describe('cutting', () => {
  it('ends in an ellipsis within the limit', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
    expect(messageText(md`${'a'.repeat(5000)}`)).toHaveLength(120);
  });

  it('leaves what a lock screen shows in 120 characters, without marks', () => {
    const due = when(new Date('2026-12-03T14:05:00Z'));
    expect(messageText(md`For ${bold('Acme')}, 2 * 3, see \`/handoff mine\``)).toBe(
      'For Acme, 2 * 3, see /handoff mine',
    );
    expect(messageText(md`${'&'.repeat(130)}`)).toBe(`${'&amp;'.repeat(119)}…`);
    expect(messageText(md`${'a'.repeat(80)} due ${due}`)).toBe(written(md`${'a'.repeat(80)} due ${due}`));
    expect(messageText(md`${'a'.repeat(100)} due ${due}`)).toBe(`${'a'.repeat(100)} due…`);
  });

  it('keeps characters, entities and tokens whole', () => {
    expect(clip('ab👩‍👩‍👧cd', 6)).toBe('ab…');
    expect(clip('abe\u0301cd', 4)).toBe('ab…');
    expect(written(md`${'ab&cdef'}`, 6)).toBe('ab…');
    expect(written(md`Ask ${mention('U123456')} today`, 12)).toBe('Ask…');
    expect(written(md`${'&\u0301abcdefgh'}`, 7)).toBe('&amp;\u0301…');
  });

  it('leaves no mark open that would format what follows', () => {
    expect(written(md`Type \`/handoff list\` now`, 12)).toBe('Type…');
    expect(written(md`Type \`/risk\` or \`/handoff\``, 20)).toBe('Type `/risk` or…');
    expect(written(md`For ${bold('Acme Sample')} today`, 10)).toBe('For *Acm…*');
    expect(written(md`For ${bold('Acme')} and 2 * 3 more`, 16)).toBe('For *Acme* and…');
  });

  it('cuts even one endless character', () => {
    expect(clip(`a${'\u0301'.repeat(50)}`, 10)).toHaveLength(10);
    expect(clip('👩‍'.repeat(20), 3)).toBe('👩…');
  });
});

describe('text read from the right', () => {
  it('turns nothing around that stands behind it, line for line', () => {
    expect(written(md`${'חברה'} −$80K`)).toBe('\u2068חברה\u2069 −$80K');
    expect(written(quote('אחת\nשתיים'))).toBe('>\u2068אחת\u2069\n>\u2068שתיים\u2069');
    expect(written(md`${'Acme'} −$80K`)).toBe('Acme −$80K');
  });
});

describe('figures', () => {
  it.each([
    [0, 'less than a working minute'],
    [1 / 60, '1 working minute'],
    [0.34, '20 working minutes'],
    [1, '1 working hour'],
    [3.52, '3.5 working hours'],
  ])('says %f hours as %s', (hours, text) => {
    expect(workingTime(hours)).toBe(text);
  });

  it('counts in the singular and the plural', () => {
    expect([0, 1, 2, 1200].map((n) => plural(n, 'gap', 'gaps'))).toEqual([
      '0 gaps',
      '1 gap',
      '2 gaps',
      '1,200 gaps',
    ]);
  });

  it('shows money short', () => {
    expect(formatMoney('1250.40', 'EUR')).toBe('€1,250');
    expect(formatMoney(48_500, 'USD')).toBe('$48.5K');
    expect(formatMoney('1200000', 'EUR')).toBe('€1.2M');
    expect(formatMoney(-20_000, 'GBP')).toBe('-£20K');
    expect(formatMoney(500, '?')).toBe('500 ?');
    expect(() => formatMoney('a lot', 'EUR')).toThrow('not an amount');
  });

  it('says by when, or since when', () => {
    const at = new Date('2026-12-03T14:05:00Z');
    expect(written(due(at, false))).toBe(`due ${written(when(at))}`);
    expect(written(due(at, true))).toBe(`overdue since ${written(when(at))}`);
    expect(written(dueLabel(at, false))).toBe(`Due ${written(when(at))}`);
    expect(written(dotted([md`a`, due(null, true), dueLabel(null, false), md`b`]))).toBe('a · b');
  });

  it('calls the reader you', () => {
    const dana = { id: 'member-1', slackUserId: 'U1', name: 'Dana' };
    const toDana: Naming = { reader: 'member-1', as: 'text' };
    const toSam: Naming = { reader: 'member-2', as: 'mention' };
    expect(
      [named(dana, toDana), named(dana, toSam), named(dana, 'text')].map((name) => written(name)),
    ).toEqual(['you', '<@U1>', 'Dana']);
    expect([isReader(dana, toDana), isReader(dana, toSam), isReader(null, toDana)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('refuses dates that are none', () => {
    expect(() => day('3.12.2026')).toThrow('not a calendar date');
    expect(() => dateToken(new Date(Number.NaN), '{date}')).toThrow('not an instant');
  });
});

describe('dates of a message to one person', () => {
  const at = new Date('2027-03-28T00:30:00Z');
  const read = (zone: string, text: Markup) => withDatesIn(zone, { text: written(text) }).text;

  it('fall back to their zone, across midnight and a change of the clocks', () => {
    expect(read('America/New_York', when(at))).toContain('|Mar 27, 2027 at 8:30 PM>');
    expect(read('Asia/Kolkata', when(at))).toContain('|Mar 28, 2027 at 6:00 AM>');
    expect(read('Europe/Berlin', when(new Date('2027-03-28T01:00:00Z')))).toContain(
      '|Mar 28, 2027 at 3:00 AM>',
    );
    expect(read('America/New_York', dayOf(at))).toContain('|Mar 27, 2027>');
  });

  it('leave all else as it was', () => {
    const drawn = {
      text: written(md`Due ${when(at)} | 5 > 4 & “so”\n<!date^ is no token`),
      blocks: [{ type: 'divider' }],
    };
    const theirs = withDatesIn('Europe/Berlin', drawn);
    const fallback = /(<!date\^\d+\^[^|]*\|)[^>]*>/g;
    expect(theirs.text.replace(fallback, '$1>')).toBe(drawn.text.replace(fallback, '$1>'));
    expect(theirs.blocks).toEqual(drawn.blocks);
  });
});
