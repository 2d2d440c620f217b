import { isRefusal } from '../../../src/platform/refusal.ts';
import {
  readSetting,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
  settingWords,
} from '../../../src/settings/catalogue.ts';
import type { WorkingWeek } from '../../../src/time/calendar.ts';
import { clip } from '../../kit/clip.ts';
import { channelMention, listedMarkup, type Markup, md, mention } from '../../kit/text.ts';

const NAMES: Record<SettingKey, string> = {
  'handoff.acknowledge': 'Time to respond to a handoff',
  'handoff.acknowledge_urgent': 'Time to respond when it’s urgent',
  'handoff.urgent_days': 'Days before go-live that count as near',
  'handoff.decide': 'Time to accept or ask for more',
  'handoff.resubmit': 'Time to add what was asked for',
  'handoff.hard_stop': 'Longest time until accepted',
  'handoff.book_kickoff': 'Time to book the kickoff',
  'handoff.hold_kickoff': 'Time to log the kickoff, from its morning',
  'handoff.introduce': 'Time to introduce the new owner',
  'handoff.confirm': 'Time to confirm a change to a brief',
  'handoff.waiting_total': 'Longest wait for the customer',
  'handoff.sales_to_service.channel': 'Channel for handoffs to service whose team has none',
  'handoff.sales_to_cs.channel': 'Channel for handoffs to CS whose team has none',
  'handoff.cs_to_sales.channel': 'Channel for expansions whose team has none',
  'handoff.snooze_total': 'Longest snooze of a handoff',
  'handoff.nudge_pause': 'Pause between nudges about a handoff',
  'handoff.kickoff_days': 'Days from first sent to the kickoff',
  'deal.hand_over': 'Time to hand over a won deal',
  'deal.snooze_total': 'Longest snooze of a won deal',
  'deal.nudge_pause': 'Pause between nudges about a won deal',
  'deal.heads_up_days': 'Days before closing for a heads-up',
  'risk.claim': 'Time to take a risk',
  'risk.claim_urgent': 'Time to take an urgent risk',
  'risk.plan': 'Time to plan a risk',
  'risk.check_in': 'Time until a check-in is missed',
  'risk.snooze_total': 'Longest snooze of a risk',
  'risk.nudge_pause': 'Pause between nudges about a risk',
  'risk.channel': 'Channel for risks that have no other',
  'alerts.preview_days': 'Days alerts are tried out',
  'alerts.segment_channels': 'Channels of segments',
  calendar: 'Working hours',
  'calendar.holidays': 'Holidays',
  'escalation.channel': 'Fallback channel',
  'interruptions.per_day': 'Most escalations for one person in a day',
  'interruptions.outside_hours': 'Escalations outside working hours',
  'currency.reporting': 'Reporting currency',
  'currency.rates': 'Exchange rates',
  'figures.readers': 'Who may see all figures, besides admins',
  'retention.signals': 'Months signals are kept',
  'retention.health': 'Months past scores and alerts are kept',
  'retention.messages': 'Months sent DMs and digests are kept',
  'retention.cases': 'Months closed handoffs and risks are kept',
  admins: 'Admins of Baton',
};

export const settingName = (key: SettingKey): string => NAMES[key];

const GROUPS: Record<string, string> = {
  handoff: 'Handoffs',
  deal: 'Won deals',
  risk: 'Risks',
  alerts: 'Health alerts',
  calendar: 'Working time',
  escalation: 'Escalations',
  interruptions: 'Escalations',
  currency: 'Figures',
  figures: 'Figures',
  retention: 'What is kept',
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
  if (key === 'calendar' && Array.isArray(value)) return md`${weekText(value as WorkingWeek)}`;
  if (Array.isArray(value) && (key === 'admins' || key.endsWith('.readers'))) return peopleText(value);
  return md`${clip(settingWords(key, text), SHOWN)}`;
}

/** What stands in the box: it may be sent back as it is. */
export function typedText(key: SettingKey, settings: Settings): string {
  return key === 'calendar' ? weekText(settings.values.calendar) : settingWords(key, settings.text[key]);
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** 'Mon–Fri 9:00–17:00': days in a row that are alike on one line. */
function weekText(week: WorkingWeek): string {
  const times = week.map((spans) =>
    spans.map((span) => span.map((time) => time.replace(/^0/, '')).join('–')).join(', '),
  );
  const runs: { from: number; to: number; at: string }[] = [];
  for (const [day, at] of times.entries()) {
    const last = runs.at(-1);
    if (last?.at === at) last.to = day;
    else runs.push({ from: day, to: day, at });
  }
  return runs
    .filter(({ at }) => at !== '')
    .map(({ from, to, at }) => `${DAYS[from]}${to > from ? `–${DAYS[to]}` : ''} ${at}`)
    .join('; ');
}

function peopleText(ids: readonly string[]): Markup {
  if (ids.length === 0) return md`none`;
  const shown = ids.slice(0, PEOPLE_SHOWN).map(mention);
  const more = ids.length - shown.length;
  return listedMarkup([...shown, ...(more > 0 ? [`${more} more`] : [])]);
}
