import { isRefusal } from '../../../src/platform/refusal.ts';
import {
  readSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../../src/settings/catalogue.ts';
import { clip } from '../../kit/clip.ts';
import { channelMention, listedMarkup, type Markup, md, mention, plural } from '../../kit/text.ts';

const NAMES: Partial<Record<SettingKey, string>> = {
  'handoff.acknowledge': 'Time to acknowledge a handoff',
  'handoff.acknowledge_urgent': 'Time to acknowledge when go-live is near',
  'handoff.urgent_days': 'Days before go-live that count as near',
  'handoff.decide': 'Time to accept or ask for more',
  'handoff.resubmit': 'Time to answer what was asked for',
  'handoff.hard_stop': 'Longest until accepted, whatever happens',
  'handoff.sales_to_cs.channel': 'Channel for handoffs to CS whose team has none',
  'handoff.cs_to_sales.channel': 'Channel for handoffs to sales whose team has none',
  'handoff.snooze_total': 'Longest a handoff can be snoozed in all',
  'handoff.nudge_pause': 'Pause between two nudges about a handoff',
  'handoff.kickoff_days': 'Days from handed over to the kickoff',
  'risk.claim': 'Time to take a risk',
  'risk.claim_urgent': 'Time to take an urgent risk',
  'risk.plan': 'Time from taking a risk to its plan',
  'risk.check_in': 'Time after the day of a check-in until it is missed',
  'risk.snooze_total': 'Longest a risk can be snoozed in all',
  'risk.nudge_pause': 'Pause between two nudges about a risk',
  'risk.channel': 'Channel for risks that have no other',
  'alerts.preview_days': 'Days alerts are tried out',
  'alerts.segment_channels': 'Channels of segments',
  calendar: 'Working hours',
  'calendar.holidays': 'Holidays',
  'escalation.channel': 'Fallback channel',
  'interruptions.per_day': 'Most escalations for one person in a day',
  'interruptions.outside_hours': 'Escalations outside working hours',
  'currency.reporting': 'Currency of sums',
  'currency.rates': 'Exchange rates',
  'figures.readers': 'Who may see all figures, besides admins',
  admins: 'Admins of Baton',
};

/** What a setting is called; one that has no name here yet is called by its meaning. */
export function settingName(key: SettingKey): string {
  const { meaning } = SETTINGS[key];
  return NAMES[key] ?? meaning.charAt(0).toUpperCase() + meaning.slice(1);
}

const GROUPS: Record<string, string> = {
  handoff: 'Handoffs',
  risk: 'Risks',
  alerts: 'Health alerts',
  calendar: 'Working time',
  escalation: 'Escalations',
  interruptions: 'Escalations',
  currency: 'Figures',
  figures: 'Figures',
  admins: 'Rights',
};

/** The keys by group, in the order of the catalogue. */
export function settingGroups(): [string, SettingKey[]][] {
  const groups = new Map<string, SettingKey[]>();
  for (const key of SETTING_KEYS) {
    const group = GROUPS[key.split('.')[0] ?? ''] ?? 'More';
    groups.set(group, [...(groups.get(group) ?? []), key]);
  }
  return [...groups];
}

/** How a value is asked for. */
export type SettingKind = 'flag' | 'channel' | 'people' | 'text' | 'long_text';

const MOST_PEOPLE = 100;

export function settingKind(key: SettingKey, settings: Settings): SettingKind {
  const value: unknown = settings.values[key];
  if (typeof value === 'boolean') return 'flag';
  if (key.endsWith('.channel')) return 'channel';
  if (key === 'admins' || key.endsWith('.readers'))
    return Array.isArray(value) && value.length > MOST_PEOPLE ? 'long_text' : 'people';
  return Array.isArray(value) || /^(currency\.rates|alerts\.segment_channels)$/.test(key)
    ? 'long_text'
    : 'text';
}

/** A text that no setting can be: the refusal says what can. */
const IMPOSSIBLE = '\u0001?';

/** What may be written, or null where anything may. */
export function allowedText(key: SettingKey): string | null {
  const refusal = readSetting(key, IMPOSSIBLE);
  return isRefusal(refusal) ? withoutKey(key, refusal.message) : null;
}

/** The message of a refusal where the key stands above it already. */
export function withoutKey(key: SettingKey, message: string): string {
  return message.startsWith(`${key}: `) ? message.slice(key.length + 2) : message;
}

const SHOWN = 160;
const PEOPLE_SHOWN = 10;

/** A value as people read it. */
export function valueText(key: SettingKey, text: string): Markup {
  const value: unknown = readSetting(key, text);
  if (key.endsWith('.channel')) return typeof value === 'string' ? channelMention(value) : md`none`;
  if (typeof value === 'boolean') return md`${value ? 'yes' : 'no'}`;
  if (isDuration(value)) return md`${durationText(value)}`;
  if (Array.isArray(value) && (key === 'admins' || key.endsWith('.readers'))) return peopleText(value);
  return md`${clip(text, SHOWN)}`;
}

function peopleText(ids: readonly string[]): Markup {
  if (ids.length === 0) return md`none`;
  const shown = ids.slice(0, PEOPLE_SHOWN).map(mention);
  const more = ids.length - shown.length;
  return listedMarkup([...shown, ...(more > 0 ? [`${more} more`] : [])]);
}

interface Working {
  workingDays: number;
  ms: number;
}

const isDuration = (value: unknown): value is Working =>
  typeof value === 'object' && value !== null && 'workingDays' in value && 'ms' in value;

const SECOND_MS = 1_000;

function durationText({ workingDays, ms }: Working): string {
  const seconds = Math.round(ms / SECOND_MS);
  const parts: [number, string][] = [
    [workingDays, 'working day'],
    [Math.floor(seconds / 3_600), 'working hour'],
    [Math.floor((seconds % 3_600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => plural(count, unit, `${unit}s`))
    .join(', ');
}
