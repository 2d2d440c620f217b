import { describe, expect, it } from 'vitest';
import { emptiestDigest, longestDigest, sampleDigest } from '../../../sandbox/gallery/digest-samples.ts';
import { everyDigestAnswer, everyDigestMessage } from '../../../sandbox/gallery/every-digest-view.ts';
import type { Rendered } from '../../../sandbox/gallery/every-view.ts';
import { AMPERSANDS, EMOJI, filled, MIXED } from '../../../sandbox/gallery/samples.ts';
import {
  longestSubscription,
  SAMPLE_SUBSCRIPTION,
  sampleListed,
} from '../../../sandbox/gallery/subscription-samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';

/** A test must say which view is wrong, and with what. */
const wrong = (all: Rendered) =>
  Object.entries(all).flatMap(([name, rendered]) => wrongWith(rendered).map((what) => `${name}: ${what}`));

const HEBREW = 'חברה לדוגמה בע״מ ';
const FILLERS = { 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI, Hebrew: HEBREW, asterisks: '*' };

describe('what Slack is sent of digests stays within its limits', () => {
  it.each([1, 2, 15, 16, 10_000])('with %i accounts at risk', (accounts) => {
    expect(wrong(everyDigestMessage(sampleDigest({}, accounts)))).toEqual([]);
  });

  it('with nothing at risk, now or ever', () => {
    expect(wrong(everyDigestMessage(emptiestDigest()))).toEqual([]);
    expect(wrong(everyDigestMessage(emptiestDigest({ bridge: sampleDigest().bridge })))).toEqual([]);
  });

  it.each(Object.entries(FILLERS))('with every field full of %s', (_, filler) => {
    expect(wrong(everyDigestMessage(longestDigest(filler)))).toEqual([]);
    const listed = sampleListed({ scope: { kind: 'team', name: filled(filler, 300) }, channel: 'C0SAMPLE' });
    const answers = everyDigestAnswer(listed, longestSubscription(filler), filled(filler, 400));
    expect(wrong(answers)).toEqual([]);
  });

  it('with the least there is to choose', () => {
    const one = { ...SAMPLE_SUBSCRIPTION, choices: SAMPLE_SUBSCRIPTION.choices.slice(0, 1), zones: [] };
    expect(wrong(everyDigestAnswer(sampleListed({ dueAt: null }), one, ''))).toEqual([]);
  });
});
