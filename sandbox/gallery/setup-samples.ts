// Samples of how Baton is set up: as it commonly is, at every limit, and in a workspace where nothing was done yet.
import {
  type AccountItem,
  type Gap,
  isChanged,
  type Page,
  type PersonItem,
  type Setup,
  type TeamDetail,
} from '../../src/home/setup.ts';
import type { SegmentAlerts } from '../../src/risks/alerts/alerts.ts';
import { SETTING_KEYS, type Settings, settingsFrom } from '../../src/settings/catalogue.ts';
import { POLICY_KEYS, type Policy } from '../../src/settings/policy.ts';
import type { TokenItem } from '../../views/home/setup/tokens-view.ts';
import { filled, SAMPLE_COVER, SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP } from './samples.ts';

export interface SetupSamples {
  setup: Setup;
  settings: Settings;
  teams: Page<TeamDetail>;
  people: Page<PersonItem>;
  accounts: Page<AccountItem>;
  segments: Page<SegmentAlerts>;
  tokens: Page<TokenItem>;
  notice: string | null;
}

const LATER = new Date('2026-03-09T22:00:00Z');
const idOf = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const ALL_GAPS: Gap[] = [
  { kind: 'people', readAt: SAMPLE_NOW },
  { kind: 'people', readAt: null },
  { kind: 'no_teams' },
  { kind: 'no_lead', teamId: idOf(1), name: 'Sample CS' },
  { kind: 'no_channel', teamId: idOf(1), name: 'Sample CS' },
  { kind: 'no_fallback' },
  { kind: 'no_owner', accounts: 1 },
  { kind: 'preview', segments: 2, ready: 1 },
  { kind: 'unverified', accounts: 3 },
];

const setupWith = (settings: Settings, part: Partial<Setup>): Setup => ({
  gaps: [],
  moreTeams: 0,
  settings: {
    changed: SETTING_KEYS.filter((key) => isChanged(settings, key)).length,
    all: SETTING_KEYS.length,
    policies: settings.policies.length,
  },
  teams: 2,
  people: { all: 8, away: 1, readAt: SAMPLE_NOW },
  segments: { all: 2, on: 1 },
  tokens: 1,
  ...part,
});

const samplePolicy = (part: Partial<Policy> = {}): Policy => ({
  ...{ id: idOf(1), key: 'handoff.acknowledge', text: 'PT4H' },
  ...{ kind: null, segment: 'enterprise', teamId: null },
  ...part,
});

const sampleTeam = (part: Partial<TeamDetail> = {}): TeamDetail => ({
  id: idOf(1),
  name: 'Sample CS',
  lane: 'cs',
  routing: 'in_turn',
  channel: 'C0SAMPLE1',
  lead: { ...SAMPLE_COVER, left: false },
  members: 2,
  memberIds: [SAMPLE_CSM.slackUserId, SAMPLE_COVER.slackUserId],
  ...part,
});

const samplePersonItem = (part: Partial<PersonItem> = {}): PersonItem => ({
  ...SAMPLE_CSM,
  teams: ['Sample CS'],
  manager: { ...SAMPLE_COVER, left: true },
  cover: { ...SAMPLE_REP, left: false },
  awayUntil: LATER,
  nextAway: { from: LATER, until: LATER },
  zone: 'Europe/Berlin',
  ...part,
});

const sampleAccountItem = (part: Partial<AccountItem> = {}): AccountItem => ({
  ...{ id: idOf(2), name: 'Example GmbH', segment: 'Mid-market', arr: '48000.00', currency: 'EUR' },
  salesOwner: SAMPLE_REP,
  createdAt: SAMPLE_NOW,
  ...part,
});

const sampleSegment = (part: Partial<SegmentAlerts> = {}): SegmentAlerts => ({
  ...{ segment: 'Mid-market', previewSince: SAMPLE_NOW, enabledAt: null, readyAt: LATER, ready: false },
  ...{ accounts: 12, low: 3, slidesFrom: LATER },
  ...part,
});

const sampleToken = (part: Partial<TokenItem> = {}): TokenItem => ({
  ...{ name: 'sample export', createdAt: SAMPLE_NOW, lastUsedAt: SAMPLE_NOW, revokedAt: null },
  ...part,
});

const one = <T>(items: T[]): Page<T> => ({ items, page: 0, more: false });
const middle = <T>(items: T[]): Page<T> => ({ items, page: 1, more: true });
const many = <T>(count: number, item: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => item(n));

export function ordinarySetup(): SetupSamples {
  const settings = settingsFrom(
    new Map([
      ['escalation.channel', 'C0SAMPLE2'],
      ['admins', 'U0REP'],
      ['risk.plan', 'PT30M'],
    ]),
    [samplePolicy(), samplePolicy({ id: idOf(2), kind: 'cs_to_cs', segment: null, teamId: idOf(1) })],
  );
  return {
    setup: setupWith(settings, { gaps: [{ kind: 'preview', segments: 1, ready: 1 }] }),
    settings,
    teams: one([sampleTeam(), sampleTeam({ id: idOf(3), name: 'Sample Sales', lane: 'sales', lead: null })]),
    people: one([
      samplePersonItem(),
      samplePersonItem({ ...SAMPLE_REP, manager: null, cover: null, awayUntil: null, nextAway: null }),
    ]),
    accounts: one([sampleAccountItem()]),
    segments: one([sampleSegment(), sampleSegment({ segment: '', enabledAt: SAMPLE_NOW, ready: true })]),
    tokens: one([
      sampleToken(),
      sampleToken({ name: 'sample import', revokedAt: SAMPLE_NOW, lastUsedAt: null }),
    ]),
    notice: 'Fallback channel saved.',
  };
}

export function emptiestSetup(): SetupSamples {
  const settings = settingsFrom(new Map());
  return {
    setup: setupWith(settings, {
      people: { all: 0, away: 0, readAt: null },
      ...{ teams: 0, segments: { all: 0, on: 0 }, tokens: 0 },
    }),
    settings,
    teams: one([]),
    people: one([]),
    accounts: one([]),
    segments: one([]),
    tokens: one([]),
    notice: null,
  };
}

export function longestSetup(filler: string): SetupSamples {
  const ids = many(500, (n) => `U0SAMPLE${String(n).padStart(3, '0')}`);
  const dates = many(500, (n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const channels = many(100, (n) => `${n}${filled(filler, 20).replace(/[,;=\n]/g, '_')}=C0SAMPLE${n}`);
  const settings = settingsFrom(
    new Map([
      ['admins', ids.slice(0, 100).join(', ')],
      ['calendar.holidays', dates.join(', ')],
      ['alerts.segment_channels', channels.join(', ')],
      ['interruptions.per_day', 'cannot be read'],
    ]),
    many(100, (n) =>
      samplePolicy({
        ...{
          id: idOf(n),
          key: POLICY_KEYS[n % POLICY_KEYS.length] ?? 'handoff.decide',
          kind: 'sales_to_service',
        },
        ...{
          segment: filled(filler, 150),
          teamId: idOf(0),
          text: n === 7 ? 'cannot be read' : 'P365DT23H59M59S',
        },
      }),
    ),
  );
  const person = { id: idOf(9), slackUserId: 'U0SAMPLE999', name: filled(filler, 200), left: true };
  const name = filled(filler, 80);
  const gaps: Gap[] = [
    ...ALL_GAPS,
    ...settings.unreadable.map((key): Gap => ({ kind: 'unreadable', key })),
    ...many(5, (n): Gap => ({ kind: n % 2 ? 'no_lead' : 'no_channel', teamId: idOf(n), name })),
  ];
  return {
    setup: setupWith(settings, {
      gaps,
      moreTeams: 195,
      ...{ teams: 1_000, people: { all: 100_000, away: 9_999, readAt: SAMPLE_NOW } },
    }),
    settings,
    teams: middle(
      many(20, (n) =>
        sampleTeam({ id: idOf(n), name, lead: person, members: 5_000, memberIds: ids.slice(0, 100) }),
      ),
    ),
    people: middle(
      many(20, (n) =>
        samplePersonItem({
          ...person,
          ...{ id: idOf(n), teams: many(20, () => name), manager: person, cover: person },
        }),
      ),
    ),
    accounts: middle(
      many(10, (n) =>
        sampleAccountItem({
          ...{ id: idOf(n), name: filled(filler, 120), segment: filled(filler, 60), salesOwner: person },
          arr: '999999999999.99',
        }),
      ),
    ),
    segments: middle(
      many(20, (n) =>
        sampleSegment({
          segment: filled(filler, 60),
          ready: n % 2 === 0,
          enabledAt: n % 3 ? null : SAMPLE_NOW,
        }),
      ),
    ),
    tokens: middle(many(20, () => sampleToken({ name: filled(filler, 60) }))),
    notice: filled(filler, 400),
  };
}
