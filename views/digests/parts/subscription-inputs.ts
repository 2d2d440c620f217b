import type { PlainTextOption, StaticSelect } from '@slack/types';
import type { DigestCadence, DigestChoice, DigestScope } from '../../../src/digests/subscription.ts';
import { segmentName } from '../../../src/risks/alerts/alerts.ts';
import { groupedSelect, option, select } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { LIMITS } from '../../kit/limits.ts';
import { capital } from '../../kit/text.ts';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** '8:00 AM', of minutes after midnight. */
export function timeText(minute: number): string {
  const hours = Math.floor(minute / 60);
  const two = String(minute % 60).padStart(2, '0');
  return `${hours % 12 || 12}:${two} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** 'every Monday at 8:00 AM', 'on the first Monday of the month at 8:00 AM' */
export function scheduleText(schedule: { cadence: DigestCadence; weekday: number; minute: number }): string {
  const weekday = WEEKDAYS[schedule.weekday] ?? WEEKDAYS[0];
  const days = schedule.cadence === 'weekly' ? `every ${weekday}` : `on the first ${weekday} of the month`;
  return `${days} at ${timeText(schedule.minute)}`;
}

export interface SubscriptionScreen {
  /** Null: a new one. */
  id: string | null;
  choices: readonly DigestChoice[];
  chosen: Pick<DigestChoice, 'kind' | 'key'> | null;
  cadence: DigestCadence;
  weekday: number;
  minute: number;
  /** Null: the person's own. */
  zone: string | null;
  ownZone: string;
  /** Those of their colleagues. */
  zones: readonly string[];
  channel: string | null;
}

const EVERY_MINUTES = 30;
/** Of the person's own zone, wherever they go. */
export const OWN_ZONE = 'own';

/** What stands in the modal for a choice. */
export const choiceValue = ({ kind, key }: Pick<DigestChoice, 'kind' | 'key'>): string => `${kind}:${key}`;

const GROUPS: { label: string; kinds: readonly DigestScope[] }[] = [
  { label: 'Yours', kinds: ['mine', 'reports'] },
  { label: 'Everything', kinds: ['everything'] },
  { label: 'Teams', kinds: ['team'] },
  { label: 'Segments', kinds: ['segment'] },
];

export const DIGEST_KINDS: readonly DigestScope[] = GROUPS.flatMap(({ kinds }) => kinds);

const optionsOf = (screen: SubscriptionScreen, kinds: readonly DigestScope[]): PlainTextOption[] =>
  screen.choices
    .filter(({ kind }) => kinds.includes(kind))
    .slice(0, LIMITS.options)
    .map((choice) => option(choiceValue(choice), choiceText(choice)));

export function scopeSelect(screen: SubscriptionScreen): StaticSelect {
  return groupedSelect({
    action: VALUE,
    placeholder: 'Pick accounts',
    groups: GROUPS.map(({ label, kinds }) => ({ label, options: optionsOf(screen, kinds) })).filter(
      ({ options }) => options.length > 0,
    ),
    ...(screen.chosen && { initial: choiceValue(screen.chosen) }),
  });
}

/** There are more than a menu takes. */
export function isCut({ choices }: SubscriptionScreen): boolean {
  return GROUPS.some(
    ({ kinds }) => choices.filter(({ kind }) => kinds.includes(kind)).length > LIMITS.options,
  );
}

function choiceText({ kind, name }: DigestChoice): string {
  switch (kind) {
    case 'mine':
      return 'My accounts';
    case 'reports':
      return 'Accounts of my reports';
    case 'everything':
      return 'All accounts';
    case 'team':
      return name;
    case 'segment':
      return capital(segmentName(name));
  }
}

/** Each half hour, and the time it has where that is another. */
export function timeSelect(minute: number): StaticSelect {
  const halves = Array.from({ length: (24 * 60) / EVERY_MINUTES }, (_, index) => index * EVERY_MINUTES);
  const all = [...new Set([...halves, minute])].sort((a, b) => a - b);
  return select({
    action: VALUE,
    initial: String(minute),
    options: all.map((each) => option(String(each), timeText(each))),
  });
}

export function zoneSelect({ zone, ownZone, zones }: SubscriptionScreen): StaticSelect {
  const others = [...new Set([...(zone ? [zone] : []), ...zones, 'UTC'])].slice(0, LIMITS.options - 1);
  return select({
    action: VALUE,
    initial: zone ?? OWN_ZONE,
    options: [
      option(OWN_ZONE, `Yours: ${ownZone}`, 'Moves with you when you travel'),
      ...others.sort().map((each) => option(each, each)),
    ],
  });
}
