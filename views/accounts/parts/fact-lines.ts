import type { Lane, Stage } from '../../../prisma/generated/client.ts';
import type {
  AccountProfile,
  Colleague,
  LaneOwners,
  Lifecycle,
  StageSpan,
} from '../../../src/accounts/profile.ts';
import { clip } from '../../kit/clip.ts';
import { day, dayOf } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import {
  bold,
  dotted,
  listedMarkup,
  type Markup,
  md,
  type Naming,
  named,
  namedAs,
  plural,
} from '../../kit/text.ts';

export const STAGES: Record<Stage, string> = {
  land: 'Land',
  adopt: 'Adopt',
  expand: 'Expand',
  renew: 'Renew',
};
const LANES: Record<Lane, string> = { cs: 'CS', sales: 'Sales', service: 'Service' };
const NAME_SHOWN = 80;
const SHOWN = 40;
/** Names are longer than mentions. */
const CO_OWNERS_SHOWN = { mention: 4, text: 0 };

/** Which account, what it is worth, and whose it is. What nobody knows is left out. */
export function factLines(profile: AccountProfile, naming: Naming): Markup[] {
  const { name, verified, segment, stage, plan, arr, currency, renewalOn, parent } = profile;
  const lanes = profile.lanes.filter(
    ({ lane, owner, coOwners }) => lane !== 'service' || owner || coOwners.length > 0,
  );
  return [
    bold(clip(name, NAME_SHOWN)),
    ...(verified ? [] : [md`Not verified yet: made in Slack.`]),
    dotted([
      ...(segment ? [`Segment ${clip(segment, SHOWN)}`] : []),
      `Stage ${STAGES[stage]}`,
      ...(plan ? [`Plan ${clip(plan, SHOWN)}`] : []),
      ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
      ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
      ...(parent ? [`Part of ${clip(parent.name, SHOWN)}`] : []),
    ]),
    dotted(lanes.map((lane) => laneLine(lane, naming))),
  ];
}

function laneLine({ lane, owner, coOwners }: LaneOwners, naming: Naming): Markup {
  const who = (person: Colleague) => named(person, naming);
  const shown: (string | Markup)[] = coOwners.slice(0, CO_OWNERS_SHOWN[namedAs(naming)]).map(who);
  const more = coOwners.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const first = owner ? who(owner) : md`nobody yet`;
  return shown.length > 0
    ? md`${LANES[lane]} ${first} with ${listedMarkup(shown)}`
    : md`${LANES[lane]} ${first}`;
}

const SPANS_SHOWN = 4;
const DAY_MS = 24 * 60 * 60 * 1000;
/** From here on days say too much. */
const DAYS_SHOWN = 60;
const MONTH_DAYS = 30.44;

/** Which stages there were, since when and for how long; and when the first value was reached. */
export function lifecycleLines({ spans, firstValueOn }: Lifecycle, now: Date): Markup[] {
  return [
    ...(spans.length > 0 ? [dotted(spans.slice(-SPANS_SHOWN).map((span) => spanText(span, now)))] : []),
    ...(firstValueOn ? [md`First value reached ${day(firstValueOn)}`] : []),
  ];
}

function spanText({ stage, from, to }: StageSpan, now: Date): Markup {
  const length = lengthText(from, to ?? now);
  return to
    ? md`${STAGES[stage]} from ${dayOf(from)}, ${length}`
    : md`${STAGES[stage]} since ${dayOf(from)}, ${length} so far`;
}

/** 'less than a day', '12 days', '7 months'. */
function lengthText(from: Date, to: Date): string {
  const days = daysOf(to) - daysOf(from);
  if (days < 1) return 'less than a day';
  return days < DAYS_SHOWN
    ? plural(days, 'day', 'days')
    : plural(Math.floor(days / MONTH_DAYS), 'month', 'months');
}

/** Counted by the calendar, as people do. */
function daysOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}
