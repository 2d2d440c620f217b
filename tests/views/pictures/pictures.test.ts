import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DigestContent } from '../../../src/digests/content.ts';
import { type Bridge, STEPS, type Step, type Total } from '../../../src/figures/figures.ts';
import { bridgePicture } from '../../../views/pictures/bridge-picture.ts';
import { draw, svgOf } from '../../../views/pictures/draw.ts';
import { isDrawable, widthOf } from '../../../views/pictures/fit.ts';
import { FONTS } from '../../../views/pictures/fonts.ts';

const total = (accounts: number, amount: number): Total => ({ accounts, amount });
const NOTHING = total(0, 0);
const service = {
  acknowledged: { met: 0, of: 0 },
  accepted: { met: 0, of: 0 },
  kickoff: { met: 0, of: 0 },
  firstPass: { met: 0, of: 0 },
  hoursToAcknowledge: { value: null, of: 0 },
  hoursToAccept: { value: null, of: 0 },
};

function content(some: Partial<DigestContent>, atRisk = NOTHING, currency = 'USD'): DigestContent {
  return {
    cadence: 'weekly',
    scope: { kind: 'everything', name: '' },
    asOf: '2026-11-23T07:00:00.000Z',
    lateSince: null,
    period: { from: '2026-11-16T07:00:00.000Z', to: '2026-11-23T07:00:00.000Z' },
    figures: {
      currency,
      atRisk,
      handoffs: { ...service, teams: [] },
      risks: { saved: NOTHING, lost: NOTHING, saveRate: { met: 0, of: 0 }, falseAlarms: { met: 0, of: 0 } },
      firstValue: { value: null, of: 0 },
    },
    ...{ bridge: null, segments: [], quarters: [], unpriced: { noArr: 0, noRate: [] } },
    ...{
      lines: [],
      more: 0,
      watch: { total: 0, some: [] },
      overdue: { total: 0, some: [] },
      left: { total: 0, some: [] },
      kickoffs: { total: 0, some: [] },
      lastQuarter: null,
    },
    ...some,
  };
}

/** What is now follows from the steps. */
function bridged(before: Total, steps: Partial<Record<Step, Total>>, currency?: string): DigestContent {
  const all = Object.fromEntries(STEPS.map((step) => [step, steps[step] ?? NOTHING])) as Bridge['steps'];
  const counted = STEPS.filter((step) => step !== 'edited').reduce(
    (sum, step) => sum + all[step].accounts,
    0,
  );
  const amount = STEPS.reduce((sum, step) => sum + all[step].amount, before.amount);
  const now = total(before.accounts + counted, amount);
  return content({ bridge: { before, since: '2026-11-16T07:00:00.000Z', steps: all, now } }, now, currency);
}

const SAMPLE = bridged(total(12, 1_100_000), {
  entered: total(4, 320_000),
  recovered: total(-1, -90_000),
  lost: total(-1, -60_000),
  edited: total(2, -40_000),
});
const bySegment = (...names: string[]) =>
  content(
    { segments: names.map((segment, at) => ({ segment, ...total(3, 1_000_000 / (at + 1)) })) },
    total(9, 3e6),
  );

const drawn = async (of: DigestContent) => {
  const picture = bridgePicture(of);
  if (!picture) throw new Error('nothing to draw');
  return { picture, png: await draw(picture), svg: await svgOf(picture) };
};

/** What stands in it, from top to bottom. */
const wordsIn = (svg: string) => Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), ([, words]) => words);

test('a bridge reads from the last digest down to now, step by step', async () => {
  const { picture, svg } = await drawn(SAMPLE);
  expect(wordsIn(svg)).toEqual([
    'Last digest',
    '$1.1M · 12 accounts',
    'Became at risk',
    '+$320K · 4 accounts',
    'Recovered',
    '−$90K · 1 account',
    'Lost',
    '−$60K · 1 account',
    'ARR changed',
    '−$40K · 2 accounts',
    'Now',
    '$1.2M · 14 accounts',
    'At risk: $1.2M in 14 accounts',
    'ARR, and what changed since the last digest',
  ]);
  expect(picture.alt).toBe(
    'Bar chart. ARR at risk was $1.1M in 12 accounts at the last digest; now it is $1.2M in 14 accounts. ' +
      'Became at risk +$320K · 4 accounts; Recovered −$90K · 1 account; Lost −$60K · 1 account; ' +
      'ARR changed −$40K · 2 accounts.',
  );
});

test('the bars of any bridge follow on each other, and what they show is in the words for it', () => {
  const some = fc.record({
    accounts: fc.integer({ min: -50, max: 50 }),
    amount: fc.integer({ min: -9_000, max: 90_000 }),
  });
  const steps = fc.record(
    Object.fromEntries(STEPS.map((step) => [step, fc.oneof(fc.constant(NOTHING), some)])),
  );
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 1e9 }), steps, (amount, taken) => {
      const of = bridged(total(60, amount), taken);
      const { bars = [], alt = '' } = bridgePicture(of) ?? {};
      const [before, ...rest] = bars.map(({ from, to }) => ({ from, to }));
      const now = rest.pop();
      expect(before).toEqual({ from: 0, to: amount });
      expect(now).toEqual({ from: 0, to: of.bridge?.now.amount });
      const ends = [amount, ...rest.map(({ to }) => to)];
      expect(rest.map(({ from }) => from)).toEqual(ends.slice(0, -1));
      expect(ends.at(-1)).toBe(of.bridge?.now.amount);
      for (const { name, figure } of bars.slice(1, -1)) expect(alt).toContain(`${name} ${figure}`);
    }),
  );
});

test('without an earlier digest the segments are drawn, and customers may call them what they like', async () => {
  const names = [
    '',
    'R&D <b>"x"</b>',
    'شركات كبيرة',
    'לקוחות',
    'Малый бизнес',
    'Line\nbreak\u0000',
    'W'.repeat(200),
  ];
  const { picture, svg } = await drawn(bySegment(...names));
  expect(wordsIn(svg)).toEqual(
    expect.arrayContaining([
      'No segment',
      'R&amp;D &lt;b&gt;&quot;x&quot;&lt;/b&gt;',
      'לקוחות',
      'Line break',
    ]),
  );
  expect(svg.match(/<b>/)).toBeNull();
  expect(picture.alt).toContain(
    'By segment: No segment $1M in 3 accounts; R&D <b>"x"</b> $500K in 3 accounts',
  );
});

test('nothing is drawn where there is no amount, or where boxes would stand for letters', () => {
  expect(bridgePicture(content({}))).toBeNull();
  expect(bridgePicture(bridged(total(3, 0), { entered: total(2, 0) }))).toBeNull();
  for (const name of ['大企業', 'エンタープライズ', 'ग्राहक', 'Growth 🚀'])
    expect(bridgePicture(bySegment(name))).toBeNull();
  expect(['Größe', 'Ελλάδα', '50–200 €', 'naïve'].every(isDrawable)).toBe(true);
  expect(bridgePicture(bridged(total(1, 12_000), { recovered: total(-1, -12_000) }))?.title).toBe(
    'Nothing is at risk',
  );
});

test('a picture is a PNG of two pixels for each point, with letters in it', async () => {
  const [one, other] = [await drawn(bySegment('Enterprise')), await drawn(bySegment('Mid-market'))];
  expect(one.png.subarray(1, 4).toString()).toBe('PNG');
  expect(one.png.readUInt32BE(16)).toBe(720);
  const [, height] = /<svg width="360" height="(\d+)"/.exec(one.svg) ?? [];
  expect(one.png.readUInt32BE(20)).toBe(Number(height) * 2);
  expect(one.png.equals(other.png)).toBe(false);
});

test('words are taken to be at least as wide as they are drawn, so that none runs into another', () => {
  const drawnWidth = (words: string, bold: boolean) => {
    const weight = bold ? 'bold' : 'normal';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="40"><text x="9" y="30" font-family="DejaVu Sans" font-size="13" font-weight="${weight}">${words}</text></svg>`;
    return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: FONTS } }).getBBox()?.width ?? 0;
  };
  for (const words of [
    ...[
      '−CHF 152.5M · 12,345 accounts',
      'Rules or rates changed',
      'Enterprise',
      'Mid-market (EMEA)',
      'WWWWMMMM',
    ],
    ...['illicit', 'ÄÖÜ ß', 'Малый бизнес', 'ΕΛΛΗΝΙΚΑ', 'לקוחות', 'شركات كبيرة', '0123456789'],
  ])
    for (const bold of [false, true])
      expect(widthOf(words, 13, bold), words).toBeGreaterThanOrEqual(drawnWidth(words, bold) * 0.99);
});
