import { describe, expect, it } from 'vitest';
import { everySetupView, setupHome } from '../../sandbox/gallery/every-setup-view.ts';
import { AMPERSANDS, EMOJI, MIXED } from '../../sandbox/gallery/samples.ts';
import {
  emptiestSetup,
  longestSetup,
  ordinarySetup,
  type SetupSamples,
} from '../../sandbox/gallery/setup-samples.ts';
import { wrongWith } from '../../sandbox/gallery/wrong-with.ts';
import { checkView } from '../../sandbox/rules/view.ts';
import { SETTING_KEYS, SETTINGS } from '../../src/settings/catalogue.ts';
import { allowedText, settingGroups, settingName } from '../../views/home/setup/setting-words.ts';
import { validateView } from '../../views/kit/validate.ts';

/** A test must say which view is wrong, and with what. */
function wrong(samples: SetupSamples): string[] {
  const tab = setupHome(samples);
  validateView(tab);
  return [
    ...checkView(tab, 'home').map(({ path, message }) => `the tab: ${path}: ${message}`),
    ...Object.entries(everySetupView(samples)).flatMap(([name, rendered]) =>
      wrongWith(rendered).map((what) => `${name}: ${what}`),
    ),
  ];
}

describe('what Slack is sent to set Baton up stays within its limits', () => {
  it('in an ordinary workspace', () => {
    expect(wrong(ordinarySetup())).toEqual([]);
  });

  it('where nothing was set up yet', () => {
    expect(wrong(emptiestSetup())).toEqual([]);
  });

  it.each(Object.entries({ 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI }))(
    'with every name full of %s',
    (_, filler) => {
      expect(wrong(longestSetup(filler))).toEqual([]);
    },
  );
});

describe('a setting', () => {
  it('stands in one group, under a name that no other has', () => {
    const keys = settingGroups().flatMap(([, some]) => some);
    expect(keys.toSorted()).toEqual(SETTING_KEYS.toSorted());
    expect(new Set(keys.map(settingName)).size).toBe(keys.length);
  });

  it('says what may be written, without its key', () => {
    for (const key of SETTING_KEYS) expect(allowedText(key)).not.toMatch(/^\w+(\.\w+)+:/);
    expect(allowedText('alerts.preview_days')).toBe('Write a whole number from 0 to 90.');
    expect(Object.keys(SETTINGS).filter((key) => allowedText(key as never) === null)).toEqual([]);
  });
});
