import { describe, expect, it } from 'vitest';
import {
  type AccountSamples,
  emptiestAccount,
  longestAccount,
  ordinaryAccount,
} from '../../../sandbox/gallery/account-samples.ts';
import { everyAccountView } from '../../../sandbox/gallery/every-account-view.ts';
import { AMPERSANDS, EMOJI, MIXED } from '../../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';

/** A test must say which view is wrong, and with what. */
const wrong = (samples: AccountSamples) =>
  Object.entries(everyAccountView(samples)).flatMap(([name, rendered]) =>
    wrongWith(rendered).map((what) => `${name}: ${what}`),
  );

describe('what Slack is sent about accounts and their health stays within its limits', () => {
  it('with a sample account', () => {
    expect(wrong(ordinaryAccount())).toEqual([]);
  });

  it('with an account of which next to nothing is known', () => {
    expect(wrong(emptiestAccount())).toEqual([]);
  });

  it.each(Object.entries({ 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI }))(
    'with every field full of %s',
    (_, filler) => {
      expect(wrong(longestAccount(filler))).toEqual([]);
    },
  );
});
