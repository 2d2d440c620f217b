import { isDeepStrictEqual } from 'node:util';
import type { Lane, Routing } from '../../prisma/generated/client.ts';
import {
  readSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../settings/catalogue.ts';
import { DAY_MS } from '../time/day.ts';

/** Something that is not set up yet, or not as it should be. */
export type Gap =
  /** Null: never. */
  | { kind: 'people'; readAt: Date | null }
  | { kind: 'unreadable'; key: SettingKey }
  | { kind: 'no_teams' }
  | { kind: 'no_lead' | 'no_channel'; teamId: string; name: string }
  | { kind: 'no_fallback' }
  | { kind: 'no_owner'; accounts: number }
  | { kind: 'preview'; segments: number; ready: number }
  | { kind: 'unverified'; accounts: number };

/** How Baton is set up, for those who may change it. */
export interface Setup {
  /** What matters most first. */
  gaps: Gap[];
  /** Further teams with something missing, beside those among the gaps. */
  moreTeams: number;
  settings: { changed: number; all: number; policies: number };
  teams: number;
  people: { all: number; away: number; readAt: Date | null };
  segments: { all: number; on: number };
  tokens: number;
}

export interface TeamFacts {
  id: string;
  name: string;
  lane: Lane;
  channel: string | null;
  /** Somebody leads it, and is still there. */
  led: boolean;
}

/** What is counted of a workspace. */
export interface SetupFacts {
  peopleReadAt: Date | null;
  people: number;
  away: number;
  teams: number;
  unowned: number;
  unverified: number;
  tokens: number;
  segments: { previewSince: Date; enabledAt: Date | null }[];
  /** Those without a lead or a channel, by name. */
  incomplete: TeamFacts[];
}

/** People are read daily: two misses are no accident. */
const READ_WITHIN_MS = 2 * DAY_MS;
/** More rows would push everything else off the screen. */
const TEAM_GAPS = 5;

/** Finds what is missing. */
export function setupOf(facts: SetupFacts, settings: Settings, now: Date): Setup {
  const { peopleReadAt, segments } = facts;
  const readLate = peopleReadAt === null || now.getTime() - peopleReadAt.getTime() > READ_WITHIN_MS;
  const previewed = segments.filter(({ enabledAt }) => enabledAt === null);
  const previewMs = settings.values['alerts.preview_days'] * DAY_MS;
  const ready = previewed.filter(({ previewSince }) => previewSince.getTime() + previewMs <= now.getTime());
  const ofTeams = facts.incomplete.flatMap((team) => gapsOf(team, settings));
  const gaps: Gap[] = [
    ...(readLate ? [{ kind: 'people' as const, readAt: peopleReadAt }] : []),
    ...settings.unreadable.map((key) => ({ kind: 'unreadable' as const, key })),
    ...(facts.teams === 0 ? [{ kind: 'no_teams' as const }] : []),
    ...ofTeams.slice(0, TEAM_GAPS),
    ...(settings.values['escalation.channel'] === null ? [{ kind: 'no_fallback' as const }] : []),
    ...(facts.unowned > 0 ? [{ kind: 'no_owner' as const, accounts: facts.unowned }] : []),
    ...(previewed.length > 0
      ? [{ kind: 'preview' as const, segments: previewed.length, ready: ready.length }]
      : []),
    ...(facts.unverified > 0 ? [{ kind: 'unverified' as const, accounts: facts.unverified }] : []),
  ];
  const listed = new Set(ofTeams.slice(0, TEAM_GAPS).map(({ teamId }) => teamId));
  return {
    gaps,
    moreTeams: new Set(ofTeams.map(({ teamId }) => teamId).filter((id) => !listed.has(id))).size,
    settings: {
      changed: SETTING_KEYS.filter((key) => isChanged(settings, key)).length,
      all: SETTING_KEYS.length,
      policies: settings.policies.length,
    },
    teams: facts.teams,
    people: { all: facts.people, away: facts.away, readAt: peopleReadAt },
    segments: { all: segments.length, on: segments.length - previewed.length },
    tokens: facts.tokens,
  };
}

/** Handoffs of each lane go to its team's channel, else to that of this setting. */
const CARD_CHANNELS = {
  cs: 'handoff.sales_to_cs.channel',
  service: 'handoff.sales_to_service.channel',
  sales: 'handoff.cs_to_sales.channel',
} as const;

function gapsOf({ id, name, lane, channel, led }: TeamFacts, { values }: Settings) {
  const team = { teamId: id, name };
  const silent = channel === null && values[CARD_CHANNELS[lane]] === null;
  return [
    ...(led ? [] : [{ kind: 'no_lead' as const, ...team }]),
    ...(silent ? [{ kind: 'no_channel' as const, ...team }] : []),
  ];
}

/** It was set to something else than the default. */
export function isChanged({ values }: Settings, key: SettingKey): boolean {
  return !isDeepStrictEqual(values[key], readSetting(key, SETTINGS[key].fallback));
}

/** A part of a longer list. */
export interface Page<T> {
  items: readonly T[];
  /** From 0. */
  page: number;
  /** Others follow. */
  more: boolean;
}

/** Somebody as far as a list of people tells. */
export interface SomeoneHere {
  id: string;
  slackUserId: string;
  name: string;
}

export interface TeamItem {
  id: string;
  name: string;
  lane: Lane;
  channel: string | null;
  /** Whoever leads it, also one who has left. */
  lead: (SomeoneHere & { left: boolean }) | null;
  members: number;
  routing: Routing;
}

/** A team as it can be changed. */
export interface TeamDetail extends TeamItem {
  /** Slack ids of those in it who are still there; more than Slack's menu holds are not listed. */
  memberIds: readonly string[];
}

/** One of the people Baton can ask, as somebody who sets it up sees them. */
export interface PersonItem extends SomeoneHere {
  teams: readonly string[];
  /** Also one who has left. */
  manager: (SomeoneHere & { left: boolean }) | null;
  cover: (SomeoneHere & { left: boolean }) | null;
  /** Null once they are back. */
  awayUntil: Date | null;
  /** An absence to come. */
  nextAway: { from: Date; until: Date } | null;
  zone: string;
}

export interface PeoplePage extends Page<PersonItem> {
  /** When they were read from Slack; null: not since that was asked for. */
  readAt: Date | null;
}

export interface AccountItem {
  id: string;
  name: string;
  segment: string | null;
  arr: string | null;
  currency: string | null;
  salesOwner: SomeoneHere | null;
  createdAt: Date;
}

/** The part of a whole list that is on one page; a page that is not there any more is the last. */
export function pageOf<T>(all: readonly T[], page: number, size: number): Page<T> {
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const shown = Math.min(page, last);
  return { items: all.slice(shown * size, (shown + 1) * size), page: shown, more: shown < last };
}
