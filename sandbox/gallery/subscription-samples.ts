import type { ListedDigest } from '../../views/digests/list-message.ts';
import type { SubscriptionScreen } from '../../views/digests/parts/subscription-inputs.ts';
import { filled, SAMPLE_NOW } from './samples.ts';

const ID = '01890000-0000-7000-8000-000000000009';

export function sampleListed(part: Partial<ListedDigest> = {}): ListedDigest {
  return {
    id: ID,
    scope: { kind: 'team', name: 'CS Global' },
    cadence: 'weekly',
    ...{ weekday: 0, minute: 480, zone: null, ownerZone: 'Europe/Berlin' },
    channel: null,
    dueAt: SAMPLE_NOW,
    ...part,
  };
}

export const SAMPLE_SUBSCRIPTION: SubscriptionScreen = {
  id: null,
  choices: [
    { kind: 'mine', key: '', name: '' },
    { kind: 'reports', key: '', name: '' },
    { kind: 'everything', key: '', name: '' },
    { kind: 'team', key: ID, name: 'CS Global' },
    { kind: 'segment', key: 'enterprise', name: 'Enterprise' },
    { kind: 'segment', key: '', name: '' },
  ],
  chosen: { kind: 'mine', key: '' },
  cadence: 'weekly',
  ...{ weekday: 0, minute: 480, zone: null, ownZone: 'Europe/Berlin' },
  zones: ['America/New_York', 'Asia/Singapore'],
  channel: null,
};

export const longestSubscription = (filler: string): SubscriptionScreen => ({
  ...SAMPLE_SUBSCRIPTION,
  id: ID,
  choices: Array.from({ length: 250 }, (_, index) => ({
    kind: index % 2 === 0 ? ('team' as const) : ('segment' as const),
    key: `${index}${'x'.repeat(60)}`,
    name: filled(filler, 300),
  })),
  chosen: { kind: 'team', key: `0${'x'.repeat(60)}` },
  ...{ cadence: 'monthly', minute: 487, zone: 'America/Argentina/ComodRivadavia' },
  zones: Array.from({ length: 150 }, (_, index) => `Sample/Zone_${index}`),
  channel: 'C0SAMPLE',
});
