import type { Lane, Stage } from '../../../prisma/generated/client.ts';
import type { AccountProfile, LaneOwners } from '../../../src/accounts/profile.ts';
import { dotted } from '../../handoffs/parts/naming.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { bold, listedMarkup, type Markup, md, mention } from '../../kit/text.ts';

const STAGES: Record<Stage, string> = { land: 'Land', adopt: 'Adopt', expand: 'Expand', renew: 'Renew' };
const LANES: Record<Lane, string> = { cs: 'CS', sales: 'Sales', service: 'Service' };
const NAME_SHOWN = 80;
const SHOWN = 40;
const CO_OWNERS_SHOWN = 4;

/** Which account, what it is worth, and whose it is. What nobody knows is left out. */
export function factLines(profile: AccountProfile): Markup[] {
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
    dotted(lanes.map(laneLine)),
  ];
}

function laneLine({ lane, owner, coOwners }: LaneOwners): Markup {
  const shown: (string | Markup)[] = coOwners
    .slice(0, CO_OWNERS_SHOWN)
    .map(({ slackUserId }) => mention(slackUserId));
  const more = coOwners.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const first = owner ? mention(owner.slackUserId) : md`nobody yet`;
  return shown.length > 0
    ? md`${LANES[lane]} ${first} with ${listedMarkup(shown)}`
    : md`${LANES[lane]} ${first}`;
}
