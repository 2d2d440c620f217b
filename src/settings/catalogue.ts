import type { z } from 'zod';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { durationText, isDuration, isoDuration } from '../time/duration.ts';
import type { Policy } from './policy.ts';
import {
  channel,
  currency,
  dates,
  duration,
  flag,
  members,
  monthsKept,
  NONE,
  rates,
  segmentChannels,
  week,
  whole,
} from './values.ts';

function setting<S extends z.ZodType>(schema: S, fallback: string, meaning: string) {
  return { schema, fallback, meaning };
}

/** Every key that can be set. `fallback` is the default, as it would be stored. */
export const SETTINGS = {
  // Some of these may differ for some handoffs: see policy.ts.
  'handoff.acknowledge': setting(duration, 'P1D', 'How long the receiver has to respond to a handoff.'),
  'handoff.acknowledge_urgent': setting(
    duration,
    'PT2H',
    'How long the receiver has to respond to an urgent handoff.',
  ),
  'handoff.urgent_days': setting(
    whole(0, 60),
    '5',
    'Go-live is near when it is at most this many days away.',
  ),
  'handoff.decide': setting(
    duration,
    'P2D',
    'How long the receiver, once on it, has to accept or ask for more.',
  ),
  'handoff.resubmit': setting(duration, 'P2D', 'How long the sender has to add what was asked for.'),
  'handoff.hard_stop': setting(duration, 'P3D', 'How long a handoff may take from first sent to accepted.'),
  'handoff.book_kickoff': setting(
    duration,
    'P2D',
    'How long the receiver, once they accepted, has to book the kickoff.',
  ),
  'handoff.hold_kickoff': setting(
    duration,
    'P2D',
    'How long the receiver has to log the kickoff, from its morning on.',
  ),
  'handoff.introduce': setting(
    duration,
    'P1D',
    'How long the sender has to introduce the new owner to the customer.',
  ),
  'handoff.confirm': setting(duration, 'P2D', 'How long one side has to confirm what the other changed.'),
  'handoff.waiting_total': setting(
    duration,
    'P10D',
    'How long one kickoff can wait for the customer in all.',
  ),
  'handoff.sales_to_cs.channel': setting(
    channel,
    NONE,
    'Where cards of handoffs to CS go if the receiver’s team has no channel.',
  ),
  'handoff.sales_to_service.channel': setting(
    channel,
    NONE,
    'Where cards of handoffs to service go if the receiver’s team has no channel.',
  ),
  'handoff.cs_to_sales.channel': setting(
    channel,
    NONE,
    'Where cards of expansions go if the receiver’s team has no channel.',
  ),
  'handoff.snooze_total': setting(duration, 'P1D', 'How long one handoff can be snoozed in all.'),
  'handoff.nudge_pause': setting(
    duration,
    'PT4H',
    'How long to wait between two nudges about the same handoff.',
  ),
  'handoff.kickoff_days': setting(
    whole(1, 90),
    '14',
    'Within how many days after first sent the kickoff should be held.',
  ),
  'deal.hand_over': setting(duration, 'P1D', 'How long a rep has to hand over a deal that was won.'),
  'deal.snooze_total': setting(duration, 'P3D', 'How long one won deal can be snoozed in all.'),
  'deal.nudge_pause': setting(duration, 'PT4H', 'How long to wait between two nudges about the same deal.'),
  'deal.heads_up_days': setting(
    whole(0, 90),
    '14',
    'How many days before a deal should close the next CSM hears of it. 0: never.',
  ),
  'risk.claim': setting(duration, 'P1D', 'How long a new risk may wait until someone takes it.'),
  'risk.claim_urgent': setting(duration, 'PT2H', 'How long a new risk may wait if it was flagged as urgent.'),
  'risk.plan': setting(duration, 'PT4H', 'How long the owner of a risk has to plan the first step.'),
  'risk.check_in': setting(duration, 'P1D', 'How long after its day a check-in counts as missed.'),
  'risk.snooze_total': setting(duration, 'P3D', 'How long one risk can be snoozed in all.'),
  'risk.nudge_pause': setting(duration, 'PT4H', 'How long to wait between two nudges about the same risk.'),
  'risk.channel': setting(channel, NONE, 'Where risk cards go if account, segment and team have no channel.'),
  'alerts.preview_days': setting(
    whole(0, 90),
    '14',
    'How many days alerts are tried out before they can be turned on.',
  ),
  'alerts.segment_channels': setting(
    segmentChannels,
    NONE,
    'Where risk cards of a segment go, such as enterprise=C012AB3CD.',
  ),
  calendar: setting(week, 'business', 'When people work whose team has no hours of its own.'),
  'calendar.holidays': setting(dates, NONE, 'Days on which no one works.'),
  'escalation.channel': setting(channel, NONE, 'Which channel hears of it when no one else responded.'),
  'interruptions.per_day': setting(
    whole(0, 50),
    '3',
    'How many escalations interrupt a person in a day. More wait until morning.',
  ),
  'interruptions.outside_hours': setting(
    flag,
    'false',
    'Whether escalations may come outside working hours.',
  ),
  'currency.reporting': setting(currency, 'USD', 'Which currency sums of different currencies are shown in.'),
  'currency.rates': setting(
    rates,
    NONE,
    'What other currencies are worth in it, such as 2026-10-01 EUR=1.08.',
  ),
  'figures.readers': setting(members, NONE, 'Who may see the figures of all accounts, besides admins.'),
  // What reads how far back, and so the least of each: docs/decisions/0053-retention.md.
  'retention.signals': setting(
    monthsKept(19, 'what customers used before they left could not be compared'),
    '37',
    'How many months signals are kept.',
  ),
  'retention.health': setting(
    monthsKept(46, 'it could not be told how often alerts were right'),
    '48',
    'How many months past scores and alerts are kept.',
  ),
  'retention.messages': setting(
    monthsKept(4, 'what was said in a quarter could be said again'),
    '13',
    'How many months Baton keeps which DMs and digests it sent.',
  ),
  'retention.cases': setting(
    monthsKept(46, 'it could not be told how often alerts were right', { orNone: true }),
    NONE,
    'How many months closed handoffs and risks are kept. none: always.',
  ),
  admins: setting(members, NONE, 'Who may set Baton up, besides Slack’s own admins.'),
} as const;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** What keys were called before: a value that is stored under the old name still holds. */
const CALLED_BEFORE: Partial<Record<SettingKey, string>> = Object.fromEntries(
  (
    [
      'handoff.acknowledge',
      'handoff.acknowledge_urgent',
      'handoff.urgent_days',
      'handoff.decide',
      'handoff.resubmit',
      'handoff.hard_stop',
      'handoff.snooze_total',
      'handoff.nudge_pause',
      'handoff.kickoff_days',
    ] as const
  ).map((key) => [key, key.replace('handoff.', 'handoff.sales_to_cs.')]),
);

/** Returns the names under which a setting may be stored, that of today first. */
export function namesOf(key: SettingKey): string[] {
  const before = CALLED_BEFORE[key];
  return before === undefined ? [key] : [key, before];
}

/** Returns the setting of this name, or that was called so before; undefined: there is none. */
export function settingNamed(name: string): SettingKey | undefined {
  return SETTING_KEYS.find((key) => namesOf(key).includes(name));
}

export interface Settings {
  /** Parsed: durations as Duration, weeks as WorkingWeek, channels as id or null, lists as arrays. */
  values: { [K in SettingKey]: z.output<(typeof SETTINGS)[K]['schema']> };
  /** The same as text, as it is stored: an ISO duration for a ladder, else what a person typed; or the default. */
  text: Record<SettingKey, string>;
  /** Keys whose stored value can no longer be read: the default holds for them. */
  unreadable: SettingKey[];
  /** What holds in place of them for some handoffs: see settingsFor. */
  policies: readonly Policy[];
}

/** Reads one value; a refusal says what is allowed. */
export function readSetting<K extends SettingKey>(key: K, text: string): Settings['values'][K] | Refusal {
  const read = SETTINGS[key].schema.safeParse(text.trim());
  if (read.success) return read.data as Settings['values'][K];
  return refuse('bad_value', `${key}: ${read.error.issues[0]?.message ?? 'cannot be read.'}`, key);
}

/** A value as it is stored: durations in one form, whatever words they were written in. */
export function settingText(value: unknown, typed: string): string {
  return isDuration(value) ? isoDuration(value) : typed.trim();
}

/** A stored value as people read it, and may write it again. */
export function settingWords(key: SettingKey, text: string): string {
  const value: unknown = readSetting(key, text);
  return isDuration(value) ? durationText(value) : text;
}

/** All settings, from what is stored and the defaults for the rest. */
export function settingsFrom(
  stored: ReadonlyMap<string, string>,
  policies: readonly Policy[] = [],
): Settings {
  const values: Record<string, unknown> = {};
  const text: Record<string, string> = {};
  const unreadable: SettingKey[] = [];
  for (const key of SETTING_KEYS) {
    const { schema, fallback } = SETTINGS[key];
    const own = stored.get(key);
    const read = own === undefined ? undefined : schema.safeParse(own);
    if (read && !read.success) unreadable.push(key);
    values[key] = read?.success ? read.data : schema.parse(fallback);
    text[key] = read?.success && own !== undefined ? own : fallback;
  }
  return { values, text, unreadable, policies } as Settings;
}
