import type { Lane, Stage } from '../../../prisma/generated/client.ts';
import type { AccountProfile, Colleague, LaneOwners, Lifecycle } from '../../../src/accounts/profile.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
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

/** Which account, and what it is worth. What nobody knows is left out. */
export function factLine({ name, verified, arr, currency, renewalOn }: AccountProfile): Markup {
  return dotted([
    bold(clip(name, NAME_SHOWN)),
    arr === null ? '' : `${formatMoney(arr, currency ?? '')} ARR`,
    renewalOn ? `Renewal ${day(renewalOn)}` : '',
    verified ? '' : 'created in Slack, not confirmed yet',
  ]);
}

export function ownersLine(profile: AccountProfile, naming: Naming): Markup {
  const lanes = profile.lanes.filter(
    ({ lane, owner, coOwners }) => lane !== 'service' || owner || coOwners.length > 0,
  );
  return dotted(lanes.map((lane) => laneLine(lane, naming)));
}

function laneLine({ lane, owner, coOwners }: LaneOwners, naming: Naming): Markup {
  const who = (person: Colleague) => named(person, naming);
  const shown: (string | Markup)[] = coOwners.slice(0, CO_OWNERS_SHOWN[namedAs(naming)]).map(who);
  const more = coOwners.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const first = owner ? who(owner) : md`no one yet`;
  return shown.length > 0
    ? md`${LANES[lane]}: ${first} with ${listedMarkup(shown)}`
    : md`${LANES[lane]}: ${first}`;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** From here on days say too much. */
const DAYS_SHOWN = 60;
const MONTH_DAYS = 30.44;

const STAGE_NOW: Record<Stage, string> = {
  land: 'Landing',
  adopt: 'Adopting',
  expand: 'Expanding',
  renew: 'Renewing',
};

/** 'Adopting for 14 days · first value Feb 20, 2026 · Mid-market · plan Team · part of Example Holding'. Its timeline has the stages before. */
export function lifecycleLine(
  { stage, segment, plan, parent }: AccountProfile,
  { spans, firstValueOn }: Lifecycle,
  now: Date,
): Markup {
  const since = spans.at(-1);
  const lasting = since?.stage === stage ? ` for ${lengthText(since.from, now)}` : '';
  return dotted([
    `${STAGE_NOW[stage]}${lasting}`,
    firstValueOn ? `first value ${day(firstValueOn)}` : '',
    segment ? clip(segment, SHOWN) : '',
    plan ? `plan ${clip(plan, SHOWN)}` : '',
    parent ? `part of ${clip(parent.name, SHOWN)}` : '',
  ]);
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
