import { describe, expect, it } from 'vitest';
import { memberFacts, zoneOf } from '../../src/people/slack-user.ts';
import { localDate } from '../../src/time/local-date.ts';

describe('the zone of a user', () => {
  it('is the one that Slack names', () => {
    expect(zoneOf({ tz: 'Asia/Singapore', tz_offset: 28_800 })).toBe('Asia/Singapore');
  });

  it.each([null, undefined, '', 'Mars/Olympus'])(
    'is as far from UTC as Slack says, where its name is %s',
    (tz) => {
      for (let quarters = -48; quarters <= 56; quarters++) {
        const offset = quarters * 900;
        const zone = zoneOf({ tz, tz_offset: offset });
        if (quarters % 4 !== 0 && zone === 'UTC') continue; // nobody lives there
        const offsets = [new Date('2027-01-15T12:00:00Z'), new Date('2027-07-15T12:00:00Z')].map((at) =>
          secondsEast(zone, at),
        );
        expect([zone, offsets]).toEqual([zone, expect.arrayContaining([offset])]);
      }
      expect(zoneOf({ tz, tz_offset: 19_800 })).toBe('Asia/Kolkata');
      expect(localDate(new Date('2027-01-01T19:00:00Z'), zoneOf({ tz, tz_offset: 19_800 }))).toBe(
        '2027-01-02',
      );
    },
  );

  it('is UTC where Slack says nothing, or what nobody can calculate with', () => {
    for (const tz_offset of [null, undefined, 0, 1, Number.NaN, 1e9])
      expect(zoneOf({ tz_offset })).toBe('UTC');
  });
});

describe('a colleague in an organisation', () => {
  const user = { id: 'U1', name: 'ann', enterprise_user: { teams: ['T1'] } };
  it.each(['T1', 'T0SISTER', 'E0SAMPLE', null, undefined])('is no stranger with the home %s', (team_id) => {
    expect(memberFacts({ ...user, team_id }, 'T1')?.isStranger).toBe(false);
  });

  it('is one of this workspace: another of the organisation is none', () => {
    const other = { ...user, team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER'] } };
    expect(memberFacts(other, 'T1')?.isStranger).toBe(true);
  });
});

function secondsEast(zone: string, at: Date): number {
  const local = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(at);
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d+)?/.exec(local) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}
