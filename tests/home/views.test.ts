import { describe, expect, it } from 'vitest';
import { everyHomeModal, everyHomeView } from '../../sandbox/gallery/every-home-view.ts';
import {
  emptiestHome,
  type HomeSamples,
  longestHome,
  ordinaryHome,
} from '../../sandbox/gallery/home-samples.ts';
import { AMPERSANDS, EMOJI, MIXED } from '../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../sandbox/gallery/wrong-with.ts';
import { checkView } from '../../sandbox/rules/view.ts';
import { validateView } from '../../views/kit/validate.ts';

/** A test must say which view is wrong, and with what. */
function wrong(samples: HomeSamples): string[] {
  const tabs = Object.entries(everyHomeView(samples)).flatMap(([name, view]) => {
    validateView(view);
    return checkView(view, 'home').map(({ path, message }) => `${name}: ${path}: ${message}`);
  });
  const modals = Object.entries(everyHomeModal(samples)).flatMap(([name, view]) =>
    wrongWith(view).map((what) => `${name}: ${what}`),
  );
  return [...tabs, ...modals];
}

describe('a Home stays within the limits of Slack', () => {
  it('as it commonly is', () => {
    expect(wrong(ordinaryHome())).toEqual([]);
  });

  it('with nothing on it', () => {
    expect(wrong(emptiestHome())).toEqual([]);
  });

  it.each(Object.entries({ 'mixed text': MIXED, ampersands: AMPERSANDS, emoji: EMOJI }))(
    'with every page full, and every name of %s',
    (_, filler) => {
      expect(wrong(longestHome(filler))).toEqual([]);
    },
  );

  it('and nothing falls off its end', () => {
    for (const samples of [ordinaryHome(), longestHome(MIXED)])
      for (const [name, view] of Object.entries(everyHomeView(samples)))
        if (/my work|team/.test(name)) expect([name, view.blocks.length < 100]).toEqual([name, true]);
  });
});

describe('a Home', () => {
  const text = (name: string, samples: HomeSamples) => JSON.stringify(everyHomeView(samples)[name]);

  it('says which tab is shown other than by colour', () => {
    expect(text('home: team', ordinaryHome())).toContain('"Team, shown now"');
    expect(text('home: team', ordinaryHome())).not.toContain('"Accounts, shown now"');
  });

  it('has each button say what it is about', () => {
    const labels = [...text('home: my work', ordinaryHome()).matchAll(/"accessibility_label":"([^"]+)"/g)];
    expect(labels.map(([, label]) => label)).toEqual(
      expect.arrayContaining([
        'Review: Example GmbH (H-9)',
        'Resume: No account yet',
        'Check in…: Example AG (R-7)',
      ]),
    );
  });

  it('calls what ends a handoff as its kind does', () => {
    const samples = ordinaryHome();
    expect(text('home: my work', samples)).toContain('Kickoffs and closing calls (2)');
    expect(text('home: team', samples)).toContain('1 kickoff to book or log');
    const ends = { cs_account: 2, cs_to_cs: 3 };
    const work = { ...samples.work, counts: { finish: 5 }, ends, pages: 2 };
    expect(text('home: my work', { ...samples, work })).toContain('In all: 5 first calls to book or log');
  });

  it('marks at most one thing green, and nothing in a list', () => {
    for (const [name, view] of Object.entries(everyHomeView(ordinaryHome()))) {
      const green = JSON.stringify(view).match(/"style":"primary"/g) ?? [];
      expect([name, green.length]).toEqual([name, name.endsWith('somebody new') ? 1 : 0]);
    }
  });

  it('concludes nothing below three', () => {
    const samples = ordinaryHome();
    const few = { ...samples.team.figures, accepted: { met: 1, of: 2 } };
    const drawn = text('home: team', { ...samples, team: { ...samples.team, figures: few } });
    expect(drawn).toContain('Too few to report: accepted on time');
    expect(drawn).toContain('Responded on time: 76% (13 of 17)');
    expect(text('home: team', emptiestHome())).toContain(
      'Too few to report: first-pass acceptance, responded',
    );
  });
});
