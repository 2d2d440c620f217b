import { describe, expect, it } from 'vitest';
import { choose, nextAction } from '../../src/digests/compose-digest.ts';
import { type DigestLine, questionOf } from '../../src/digests/content.ts';
import { BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { workingDayAgo } from '../../src/time/working-time.ts';

const OWNER = { id: 'm1', slackUserId: 'U1', name: 'Sample Owner' };
const RISK = { id: 'r1', name: 'R-1', state: 'claimed', plan: 'Call', checkInOn: '2027-03-10' } as const;

/** Ranks from 1 on: "." is owned and far from renewal, "u" unowned, "r" renews soon. */
const ranked = (marks: string) =>
  [...marks].map((mark, i) => ({
    rank: i + 1,
    renewing: mark === 'r',
    owner: mark === 'u' ? null : OWNER,
    risk: null,
  }));
const chosen = (marks: string) =>
  choose(ranked(marks)).map(({ rank, kept }) => (kept ? `${rank} ${kept}` : `${rank}`));
const first = (n: number) => Array.from({ length: n }, (_, i) => `${i + 1}`);

describe('the fifteen accounts', () => {
  it.each([
    ['are all there are', '..u.', first(4)],
    ['are the first when five of them are kept for anyway', 'uuuur..........uu', first(15)],
    [
      'leave five places to those that would not have come',
      '...............uurru',
      [...first(10), '16 unowned', '17 unowned', '18 renewal', '19 renewal', '20 unowned'],
    ],
    ['leave only as many as are missing', 'uuu............uur', [...first(13), '16 unowned', '17 unowned']],
    [
      'push out the last of the others, not those kept for',
      '.............ur...u.r.u.',
      [...first(10), '14', '15', '19 unowned', '21 renewal', '23 unowned'],
    ],
    ['stay the first when nobody else is to be kept for', '....................', first(15)],
  ])('%s', (_, marks, expected) => {
    expect(chosen(marks)).toEqual(expected);
    expect(chosen(marks).length).toBeLessThanOrEqual(15);
  });
});

describe('what to do about an account', () => {
  const line = (risk: DigestLine['risk'], owner: DigestLine['owner'] = OWNER) => ({
    accountId: 'a1',
    risk,
    owner,
  });

  it.each([
    ['opens a risk where there is none', line(null), null, 'open'],
    ['takes one that nobody has', line({ ...RISK, state: 'open' }), null, 'claim'],
    ['asks its owner for a plan', line({ ...RISK, plan: null, checkInOn: null }), null, 'nudge'],
    ['asks its owner how it goes, on the day', line({ ...RISK, checkInOn: '2027-03-08' }), null, 'nudge'],
    ['looks at what goes on as planned', line(RISK), null, 'details'],
    ['asks nobody to nudge themselves', line({ ...RISK, checkInOn: null }), OWNER.id, 'details'],
  ] as const)('%s', (_, of, reader, kind) => {
    expect(nextAction(of, '2027-03-08', reader).kind).toBe(kind);
  });

  it.each([
    ['who takes it', null, null, 'who_takes_it'],
    ['who takes it, of one that is open', { ...RISK, state: 'open' }, null, 'who_takes_it'],
    ['what the plan is', { ...RISK, plan: null }, null, 'which_plan'],
    ['how the check-in went', { ...RISK, checkInOn: '2027-03-08' }, '2027-03-20', 'how_did_it_go'],
    ['what must be true at the renewal', RISK, '2027-06-06', 'renewal'],
    ['whether the plan is enough', RISK, '2027-06-07', 'does_it_work'],
    ['whether the plan is enough, after a renewal', RISK, '2027-03-07', 'does_it_work'],
  ] as const)('asks in the meeting: %s', (_, risk, renewalOn, question) => {
    expect(questionOf({ risk, renewalOn }, '2027-03-08')).toBe(question);
  });
});

it.each([
  ['the same hour of the day before', '2027-03-09T09:00', '2027-03-08T09:00'],
  ['Friday, over a weekend', '2027-03-08T09:00', '2027-03-05T09:00'],
  ['the end of the day before, from an evening', '2027-03-09T20:00', '2027-03-09T08:00'],
  ['Thursday, over a holiday and a weekend', '2027-03-30T08:00', '2027-03-25T09:00'],
])('a working day ago is %s', (_, now, then) => {
  const calendar = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: ['2027-03-26', '2027-03-29'] };
  expect(workingDayAgo(new Date(`${now}Z`), calendar)).toEqual(new Date(`${then}Z`));
});
